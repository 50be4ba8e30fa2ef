package tui

import (
	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/tui/table"
)

// act does what a key, a command or a click asks for, or says why it cannot be done here.
func (m *Model) act(a keymap.Action) tea.Cmd {
	if why := m.whyNot(a); why != "" {
		m.say(why)
		return nil
	}
	if m.moves(a) {
		return m.moved()
	}
	switch a {
	case keymap.Open:
		return m.open()
	case keymap.Back:
		return m.back()
	case keymap.Dismiss:
		return m.peel()
	case keymap.NextPane:
		return m.focusPane(m.pane + 1)
	case keymap.PrevPane:
		return m.focusPane(m.pane - 1)
	case keymap.Earlier:
		return m.revisit(-1)
	case keymap.Later:
		return m.revisit(1)
	case keymap.Browse, keymap.Environments, keymap.Sessions, keymap.Activity:
		return m.show(viewOf(string(a)))
	case keymap.Attention:
		return m.nextAttention()
	case keymap.Filter:
		return m.startTyping(typingFilter, m.list().Filtered())
	case keymap.Quit:
		return tea.Quit
	}
	return m.actMore(a)
}

func (m *Model) actMore(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.CommandLine:
		return m.startTyping(typingCommand, "")
	case keymap.Sort:
		m.overlay.show(m, newSortPicker(m))
	case keymap.Details:
		m.overlay.show(m, newDetails(m.list().Subject()))
	case keymap.Copy:
		m.overlay.show(m, newCopyPicker(m))
	case keymap.Console:
		return m.console()
	case keymap.Help:
		m.overlay.show(m, newHelp(m))
	case keymap.Errors:
		m.overlay.show(m, newMessagesText())
	case keymap.Info:
		m.overlay.show(m, newInfo())
	case keymap.SignIn:
		return m.login()
	case keymap.Refresh:
		m.opts.Source.Touch(m.listPath())
		m.say("Reading this list again")
	case keymap.RefreshAll:
		m.opts.Source.Refresh()
		m.say("Reading everything again")
	default:
		return m.actOnProgram(a)
	}
	return nil
}

func (m *Model) actOnProgram(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Pause:
		m.pause()
	case keymap.Hidden:
		return m.toggleHidden()
	case keymap.Mouse:
		m.mouse = !m.mouse
		m.say(map[bool]string{true: "The mouse is catwatch's again", false: "The mouse is the terminal's: select text, " + m.keys.Key(keymap.Mouse) + " takes it back"}[m.mouse])
	case keymap.Redraw:
		return tea.ClearScreen
	case keymap.Suspend:
		return tea.Suspend
	case keymap.Interrupt:
		return tea.Quit
	}
	return m.glance(a)
}

// glance shows the environments that a counter of the header counts.
func (m *Model) glance(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Running:
		return m.useScope(Scope{View: "environments", Filter: "status:running"})
	case keymap.Unused:
		return m.useScope(Scope{View: "environments", Filter: "status:running sessions:0", Sort: "-unused"})
	case keymap.Failed:
		return m.useScope(Scope{View: "environments", Filter: "status:failed"})
	}
	return nil
}

func (m *Model) pause() {
	m.paused = !m.paused
	m.opts.Source.Pause(m.paused)
	if m.paused {
		m.say("Nothing is read until " + m.keys.Key(keymap.Pause) + " is pressed again")
		return
	}
	m.say("Reading again")
}

func (m *Model) toggleHidden() tea.Cmd {
	m.hidden = !m.hidden
	m.say(map[bool]string{true: "Environments that are being deleted are shown", false: "Environments that are being deleted are hidden"}[m.hidden])
	m.lists.envRows.Invalidate(types.Path{})
	m.lists.allStale()
	return m.reload()
}

// moves carries out what only moves the cursor, the columns or the marks, and reports whether a was that.
func (m *Model) moves(a keymap.Action) bool {
	l := m.list()
	_, shown, height := l.Position()
	if n, ok := stride(a, height, shown); ok {
		l.Move(n)
		return true
	}
	switch a {
	case keymap.ScrollLeft:
		l.ScrollColumns(-1)
	case keymap.ScrollRight:
		l.ScrollColumns(1)
	case keymap.Mark:
		l.ToggleMark()
		l.Move(1)
	case keymap.Unmark:
		l.Unmark()
	default:
		return false
	}
	return true
}

// stride is how many rows a moves by, where a page and all there is are so many.
func stride(a keymap.Action, page, all int) (n int, ok bool) {
	switch a {
	case keymap.Up:
		return -1, true
	case keymap.Down:
		return 1, true
	case keymap.PageUp:
		return -page, true
	case keymap.PageDown:
		return page, true
	case keymap.HalfUp:
		return -page / 2, true
	case keymap.HalfDown:
		return page / 2, true
	case keymap.Top:
		return -all, true
	case keymap.Bottom:
		return all, true
	}
	return 0, false
}

// moved follows the cursor: the panes to the right show what is under it, and the fetcher learns what is looked at.
func (m *Model) moved() tea.Cmd {
	cmd := m.follow()
	m.opts.Source.Focus(m.path())
	return cmd
}

func (m *Model) focusPane(p pane) tea.Cmd {
	m.visited.leave(m.here())
	m.list().Hold()
	m.pane = max(spacesPane, min(p, sessionsPane))
	m.lay()
	return m.moved()
}

// open goes in: to the next pane, or from elsewhere to the item's place in Browse.
func (m *Model) open() tea.Cmd {
	if m.view == browseView {
		return m.focusPane(m.pane + 1)
	}
	k := m.list().Subject().Key
	k.Entry = 0
	if k.Session != "" && !m.there(k) {
		k.Session = "" // an entry of the activity about a session that has ended
	}
	return m.goTo(k)
}

func (m *Model) back() tea.Cmd { return m.focusPane(m.pane - 1) }

// peel takes one layer off: filter, then pane. It never ends the program.
func (m *Model) peel() tea.Cmd {
	switch {
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

// show switches to view v.
func (m *Model) show(v view) tea.Cmd {
	if v == m.view {
		return nil
	}
	m.visited.leave(m.here())
	m.view = v
	m.lay()
	return tea.Batch(m.reload(), m.moved())
}

func viewOf(name string) view {
	for i, n := range viewNames {
		if n == name {
			return view(i)
		}
	}
	return browseView
}

// goTo opens Browse at k, the cursor on it, whatever is filtered there.
func (m *Model) goTo(k table.Key) tea.Cmd {
	if !m.there(k) {
		m.say("That is no longer there")
		return nil
	}
	m.visited.leave(m.here())
	m.view, m.pane = browseView, paneOf(k)
	var cmds []tea.Cmd
	for p := spacesPane; p <= m.pane; p++ {
		if l := m.lists.pane(p); l.Filtered() != "" {
			_ = l.SetFilter("") // the empty filter is one
			cmds = append(cmds, l.Arrange(m.now))
		}
	}
	cmds = append(cmds, m.lists.point(k, m.now))
	m.lay()
	return tea.Batch(append(cmds, m.reload(), m.moved())...)
}

func paneOf(k table.Key) pane {
	if k.Session != "" {
		return sessionsPane
	}
	return pane(max(0, int(k.Path.Kind())-1))
}

// path is what is looked at, as deep as the cursors go: the fetcher reads it and all above it first.
func (m *Model) path() types.Path {
	if m.view == browseView {
		return m.lists.browsed()
	}
	k, _ := m.list().Selected()
	return k.Path
}

// listPath names the list that has the keys.
func (m *Model) listPath() types.Path {
	if m.view != browseView {
		return m.path()
	}
	p := m.lists.browsed()
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
