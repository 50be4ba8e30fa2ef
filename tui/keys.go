package tui

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/keymap"
)

// key gives a key to whoever has the keys: what is typed into, then what lies on top, then the lists.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	k := msg.String()
	if m.keys.Lookup(k, keymap.Tables) == keymap.Interrupt {
		return tea.Quit
	}
	switch {
	case m.prompt.purpose != notTyping:
		return m.typed(msg)
	case m.overlay.open():
		return m.overlay.key(m, k)
	}
	a := m.keys.Lookup(k, keymap.Tables)
	if a == "" {
		return m.unknownKey(k)
	}
	return m.act(a)
}

// unknownKey says so for keys somebody may have meant; a stray arrow with a modifier is not worth a message.
func (m *Model) unknownKey(k string) tea.Cmd {
	if utf8.RuneCountInString(k) == 1 {
		m.say(k + " does nothing here: " + m.keys.Key(keymap.Help) + " shows what does")
	}
	return nil
}

// notHere says what a key is for that means nothing to the dialog on top.
func (m *Model) notHere(k string) {
	b := m.keys.Binding(m.keys.Lookup(k, keymap.Tables))
	if b.Action == "" {
		m.unknownKey(k)
		return
	}
	m.say(m.keys.Key(b.Action) + " (" + b.Short + ") is for the lists: " + m.keys.Key(keymap.Dismiss) + " goes back to them")
}

// paste puts one line in where the cursor is; what was copied from a column of names becomes words.
func (m *Model) paste(text string) tea.Cmd {
	text = strings.Join(strings.Fields(types.Clean(text)), " ")
	if m.prompt.purpose == notTyping {
		if text != "" {
			m.say("Nothing is being typed: " + m.keys.Key(keymap.Filter) + " filters by what is pasted then")
		}
		return nil
	}
	var cmd tea.Cmd
	m.prompt.input, cmd = m.prompt.input.Update(tea.PasteMsg{Content: text})
	m.prompt.settle()
	return tea.Batch(cmd, m.edited())
}

// typed edits the line; the keys that mean something else there are few and fixed.
func (m *Model) typed(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "ctrl+z":
		return tea.Suspend
	case "enter":
		return m.entered()
	case "esc":
		return m.untype()
	case "tab", "shift+tab":
		m.prompt.complete(msg.String() == "shift+tab", m.completions)
		return m.edited()
	case "up", "ctrl+p":
		return m.typedUp(-1)
	case "down", "ctrl+n":
		return m.typedUp(1)
	case "backspace":
		if m.prompt.text() == "" {
			return m.untype()
		}
	}
	var cmd tea.Cmd
	before := m.prompt.text()
	m.prompt.input, cmd = m.prompt.input.Update(msg)
	if m.prompt.text() == before {
		return cmd
	}
	m.prompt.settle()
	return tea.Batch(cmd, m.edited())
}

// typedUp walks through old commands, or through the rows below the filter that is being typed.
func (m *Model) typedUp(by int) tea.Cmd {
	switch m.prompt.purpose {
	case typingCommand:
		m.prompt.walk(-by)
	case typingFilter:
		m.list().Move(by)
		return m.moved()
	}
	return nil
}

// edited follows the text: the filter and the search work as they are typed.
func (m *Model) edited() tea.Cmd {
	switch m.prompt.purpose {
	case typingFilter:
		return m.filterBy(m.prompt.text())
	case typingSearch:
		m.overlay.search(m.prompt.text())
	}
	return nil
}

func (m *Model) entered() tea.Cmd {
	why, text := m.prompt.purpose, strings.TrimSpace(m.prompt.text())
	m.stopTyping()
	switch why {
	case typingCommand:
		m.prompt.remember(text)
		return m.command(text)
	case typingFilter:
		return m.filterEntered()
	}
	return nil
}

// filterEntered keeps the filter; one that is none is said to be, and the last good one stays.
func (m *Model) filterEntered() tea.Cmd {
	if m.prompt.problem != "" {
		m.complain("Not a filter: " + m.prompt.problem)
		m.prompt.problem = ""
	}
	m.list().Hold()
	return m.moved()
}

// untype peels one layer: first the text, then the line.
func (m *Model) untype() tea.Cmd {
	if m.prompt.purpose == typingCommand || m.prompt.text() == "" {
		m.stopTyping()
		return nil
	}
	m.prompt.replace("")
	return m.edited()
}

func (m *Model) stopTyping() {
	m.prompt.end()
	m.lay()
}

func (m *Model) startTyping(why purpose, text string) tea.Cmd {
	cmd := m.prompt.begin(why, text)
	m.lay()
	return cmd
}
