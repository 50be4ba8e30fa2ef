package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch"
	"catwatch/keymap"
)

// configure lays what somebody set over the usual columns, sorts and start.
func (m *Model) configure() {
	for i, name := range viewNames {
		l := m.lists.fleet(view(i))
		if cols := m.opts.Columns[name]; len(cols) > 0 {
			m.complainIf(l.chooseColumns(cols), name)
		}
		if s := m.opts.Sorts[name]; s != "" {
			column, down := strings.CutPrefix(s, "-")
			m.complainIf(l.sortBy(column, false), name)
			if l.sorting().column == column && l.sorting().down != down {
				m.complainIf(l.sortBy(column, true), name)
			}
		}
	}
	m.view = viewOf(m.opts.View)
	if m.opts.Start != (fetch.Path{}) {
		m.view = browseView
		m.lists.point(key{path: m.opts.Start}, m.now)
	}
	for _, s := range m.opts.Scopes {
		if s.Name == m.opts.Scope && s.Name != "" {
			m.useScope(s)
		}
	}
	for _, r := range m.opts.Notify {
		m.notifyCommand(r)
	}
	m.messages.current = message{}
}

func (m *Model) complainIf(err error, where string) {
	if err != nil {
		m.complain(where + ": " + err.Error())
	}
}

// fleet is the list that view v's settings are for; in Browse, the dev environments'.
func (s *lists) fleet(v view) sheet {
	switch v {
	case environmentsView:
		return &s.allDevEnvs
	case sessionsView:
		return &s.allSessions
	case activityView:
		return &s.activity
	}
	return &s.devEnvs
}

// reconfigure reads the configuration again. What cannot be read leaves all as it was.
func (m *Model) reconfigure() tea.Cmd {
	if m.opts.Reload == nil {
		m.say("There is no configuration file here")
		return nil
	}
	o, err := m.opts.Reload()
	if err != nil {
		m.complain(err.Error())
		return nil
	}
	keep := m.opts
	m.opts.Keys, m.opts.Theme, m.opts.ASCII, m.opts.Scopes = o.Keys, o.Theme, o.ASCII, o.Scopes
	m.opts.Idle, m.opts.Interval, m.opts.Columns, m.opts.Sorts = o.Idle, o.Interval, o.Columns, o.Sorts
	m.keys = o.Keys
	m.opts.View, m.opts.Start, m.opts.Scope, m.opts.Notify = viewNames[m.view], fetch.Path{}, "", nil
	m.configure()
	m.opts.View, m.opts.Start, m.opts.Scope, m.opts.Notify = keep.View, keep.Start, keep.Scope, keep.Notify
	m.opts.Source.SetInterval(m.opts.Interval)
	m.restyle()
	m.say("The configuration has been read again")
	for _, p := range o.Problems {
		m.complain(p)
	}
	m.lay()
	return m.rearrange()
}

// switched drops all that is known of the old identity and starts anew, in the same view.
func (m *Model) switched(msg Switched) tea.Cmd {
	if msg.Failed != "" {
		m.complain(msg.Failed)
		return nil
	}
	m.opts.Source, m.signIn = msg.Source, msg.SignIn
	m.inv, m.news, m.visited = fetch.NewInventory(), news{}, visits{}
	m.stats, m.pane = fetch.Stats{}, spacesPane
	log := m.lists.log
	m.lists = newLists(m)
	m.lists.log = log
	m.configure()
	m.lay()
	m.say("Watching as " + msg.SignIn.Profile + ": " + m.keys.Key(keymap.Help) + " helps")
	return m.reload()
}
