package tui

import (
	tea "charm.land/bubbletea/v2"

	"catwatch/keymap"
	"catwatch/tui/table"
)

// handler is the run of an action.
type handler = func(m *Model, r request) tea.Cmd

// plain is a handler that needs to know nothing of its request.
func plain(do func(*Model) tea.Cmd) handler {
	return func(m *Model, _ request) tea.Cmd { return do(m) }
}

// sends is a handler that leaves everything to Bubble Tea.
func sends(cmd tea.Cmd) handler { return func(*Model, request) tea.Cmd { return cmd } }

// shows is a handler that opens a dialog.
func shows(dialog func(m *Model, on table.Subject) layer) handler {
	return func(m *Model, r request) tea.Cmd {
		m.overlay.show(m, dialog(m, r.on))
		return nil
	}
}

// onText is a handler for the text on top. Its action needs a disabled reason that holds where there is none.
func onText(do func(r *reader, m *Model) tea.Cmd) handler {
	return func(m *Model, _ request) tea.Cmd { return do(m.overlay.text(), m) }
}

// suggest offers the same few arguments whatever was typed.
func suggest(arguments ...string) func(*Model, string) []string {
	return func(*Model, string) []string { return arguments }
}

// moves is an action that moves the cursor by so many rows.
func moves(by func(page, all int) int) action {
	return action{disabled: emptyList, stride: by, run: func(m *Model, _ request) tea.Cmd {
		l := m.list()
		_, shown, height := l.Position()
		l.Move(by(height, shown))
		return m.moved()
	}}
}

func toPane(by pane) handler {
	return func(m *Model, _ request) tea.Cmd { return m.focusPane(m.pane + by) }
}

func toVisit(by int) handler {
	return func(m *Model, _ request) tea.Cmd { return m.revisit(by) }
}

func toScope(s Scope) handler {
	return func(m *Model, _ request) tea.Cmd { return m.useScope(s) }
}

func (m *Model) refresh() tea.Cmd {
	m.say("Refreshing this list")
	return m.readAgain()
}

func (m *Model) refreshAll() tea.Cmd {
	m.opts.Source.Refresh()
	m.say("Refreshing every list")
	return nil
}

func (m *Model) pause() tea.Cmd {
	m.paused = !m.paused
	m.opts.Source.Pause(m.paused)
	if m.paused {
		m.say("Paused. Press " + m.keys.Key(keymap.Pause) + " to resume")
	} else {
		m.say("Resumed")
	}
	return nil
}

func (m *Model) toggleMouse() tea.Cmd {
	m.mouse = !m.mouse
	if m.mouse {
		m.say("Mouse on: click and scroll in catwatch")
	} else {
		m.say("Mouse off: select text with it. Press " + m.keys.Key(keymap.Mouse) + " to turn it on again")
	}
	return nil
}

func (m *Model) typeCommand() tea.Cmd { return m.startTyping(typingCommand, "") }

// help explains what is on top; on the help itself the same key closes it.
func (m *Model) help() tea.Cmd {
	if r := m.overlay.text(); r != nil && r.heading == helpHeading {
		m.overlay.dismiss(m)
		return nil
	}
	m.overlay.show(m, newHelp(m))
	return nil
}
