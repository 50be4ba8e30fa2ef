package tui

import (
	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/tui/table"
)

// moved follows the cursor: the panes to the right show what is under it, and the fetcher learns what has the focus.
func (m *Model) moved() tea.Cmd {
	cmd := m.followCursor()
	m.opts.Source.Focus(m.path())
	return cmd
}

func (m *Model) focusPane(p pane) tea.Cmd {
	m.visited.leave(m.here())
	m.list().Pin()
	m.pane = max(spacesPane, min(p, sessionsPane))
	m.lay()
	return m.moved()
}

// open goes in: to the next pane, or from elsewhere to the item's place in Browse.
func (m *Model) open(r request) tea.Cmd {
	if m.view == browseView {
		return m.focusPane(m.pane + 1)
	}
	k := r.on.Key
	k.Entry = 0
	if k.Session != "" && !m.exists(k) {
		k.Session = "" // an entry of the activity about a session that has ended
	}
	return m.goTo(k)
}

func (m *Model) back() tea.Cmd { return m.focusPane(m.pane - 1) }

// dismiss closes one thing: the dialog on top, else the filter, else the pane or the view. It never ends the program.
func (m *Model) dismiss() tea.Cmd {
	switch {
	case m.overlay.open():
		m.overlay.dismiss(m)
		return nil
	case m.list().Filtered() != "":
		cmd := m.filterBy("")
		m.lay()
		return cmd
	case m.view == browseView && m.pane > spacesPane:
		return m.back()
	case m.view != browseView:
		return m.show(browseView)
	}
	m.say("Press " + m.keys.Key(keymap.Quit) + " to quit")
	return nil
}

// goTo opens Browse with the cursor on k, and drops the filters that could hide it.
func (m *Model) goTo(k table.Key) tea.Cmd {
	if !m.exists(k) {
		m.say("It no longer exists")
		return nil
	}
	m.visited.leave(m.here())
	m.view, m.pane = browseView, paneOf(k)
	var cmds []tea.Cmd
	for p := spacesPane; p <= m.pane; p++ {
		if l := m.browse.pane(p); l.Filtered() != "" {
			_ = l.SetFilter("") // the empty filter is one
			cmds = append(cmds, l.Arrange(m.now))
		}
	}
	cmds = append(cmds, m.browse.point(k, m.now))
	m.lay()
	return tea.Batch(append(cmds, m.reload(), m.moved())...)
}

func paneOf(k table.Key) pane {
	if k.Session != "" {
		return sessionsPane
	}
	return pane(max(0, int(k.Path.Kind())-1))
}

// path is what has the focus, as deep as the cursors go. The fetcher reads it and everything above it first.
func (m *Model) path() types.Path {
	if m.view == browseView {
		return m.browse.path()
	}
	k, _ := m.list().Selected()
	return k.Path
}

// listPath names the list that has the keys.
func (m *Model) listPath() types.Path {
	if m.view != browseView {
		return m.path()
	}
	p := m.browse.path()
	switch m.pane {
	case spacesPane:
		return types.Path{}
	case projectsPane:
		return types.Path{Space: p.Space}
	case devEnvsPane:
		return types.Path{Space: p.Space, Project: p.Project}
	}
	return p
}
