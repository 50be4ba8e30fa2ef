package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/tui/table"
)

// configure applies the configured columns, sorts and alert rules.
func (m *Model) configure() {
	for _, v := range m.views {
		name := string(v.action)
		if cols := m.opts.Columns[name]; len(cols) > 0 {
			m.complainIf(v.list.ChooseColumns(cols), name)
		}
		if s := m.opts.Sorts[name]; s != "" {
			m.complainIf(sortAs(v.list, s), name)
		}
	}
	m.setRules(m.opts.Notify)
}

// begin opens the view, the place and the scope to start in.
func (m *Model) begin() {
	m.view = m.viewOf(m.opts.View)
	if m.opts.Start != (types.Path{}) {
		m.view = browseView
		m.browse.point(table.Key{Path: m.opts.Start}, m.now) // nothing is loaded yet, so there is no command to run
	}
	for _, s := range m.opts.Scopes {
		if s.Name == m.opts.Scope && s.Name != "" {
			m.useScope(s)
		}
	}
}

func (m *Model) complainIf(err error, where string) {
	if err != nil {
		m.complain(where + ": " + err.Error())
	}
}

// sortAs sorts by a column, smallest first, or largest first if a minus precedes its name, whatever its default is.
func sortAs(l table.View, text string) error {
	column, down := strings.CutPrefix(text, "-")
	if err := l.SortBy(column, false); err != nil || l.SortedBy().Down == down {
		return err
	}
	return l.SortBy(column, true)
}

// configRead is the configuration as it stands in its file now.
type configRead struct {
	options Options
	err     error
}

// readConfig reads the configuration again, off the screen's goroutine, since files may take their time.
func (m *Model) readConfig() tea.Cmd {
	read := m.opts.Reload
	return func() tea.Msg {
		o, err := read()
		return configRead{o, err}
	}
}

// onConfigRead applies a configuration that was read again. One that cannot be read leaves everything as it was.
func (m *Model) onConfigRead(msg configRead) tea.Cmd {
	if msg.err != nil {
		m.complain(msg.err.Error())
		return nil
	}
	o := msg.options
	m.opts.Keys, m.opts.Theme, m.opts.ASCII, m.opts.Scopes = o.Keys, o.Theme, o.ASCII, o.Scopes
	m.opts.Idle, m.opts.Interval, m.opts.Columns, m.opts.Sorts = o.Idle, o.Interval, o.Columns, o.Sorts
	m.opts.Notify = o.Notify
	m.keys, m.mouse, m.keys.ASCII = o.Keys, o.Mouse, o.ASCII
	m.bindViews()
	m.say("Configuration reloaded")
	m.configure()
	m.opts.Source.SetInterval(m.opts.Interval)
	m.restyle()
	for _, p := range o.Problems {
		m.complain(p)
	}
	m.lay()
	return m.rearrange()
}

// onSwitched drops everything known through the old identity and starts over in the same view. The activity is kept.
func (m *Model) onSwitched(msg Switched) tea.Cmd {
	if msg.Failed != "" {
		m.complain(msg.Failed)
		return nil
	}
	m.opts.Source, m.signIn = msg.Source, msg.SignIn
	m.opts.Source.SetInterval(m.opts.Interval) // it may have been changed since the start
	m.inv, m.recent, m.visited, m.stats = inventory.New(), recent{}, visits{}, types.Stats{}
	m.pane, m.overlay.layers, m.rules = spacesPane, nil, nil
	m.prompt.end()
	m.reopenViews()
	m.configure()
	m.lay()
	if m.paused {
		m.opts.Source.Pause(true)
	}
	m.recordSignIn("watching as " + msg.SignIn.Profile)
	m.say("Watching as " + msg.SignIn.Profile)
	m.opts.Source.Focus(m.path())
	return m.reload()
}
