package tui

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/keymap"
)

// key hands a key to the line being typed, else to the dialog on top, else to the lists.
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
		m.say("No action for " + strconv.Quote(k) + ". Press " + m.keys.Key(keymap.Help) + " for keys")
	}
	return nil
}

// notHere says of an action, or of a key, why the dialog on top does nothing with it.
func (m *Model) notHere(a keymap.Action, k string) {
	b := m.keys.Binding(cmp.Or(a, m.keys.Lookup(k, keymap.Tables)))
	if b.Action == "" {
		m.unknownKey(k)
		return
	}
	m.say(cmp.Or(m.keys.Key(b.Action), string(b.Action)) + " (" + b.Short + ") does not work here. Press " + m.keys.Key(keymap.Dismiss) + " to close this first")
}

// paste inserts text at the cursor as one line; a column of names becomes words.
func (m *Model) paste(text string) tea.Cmd {
	text = strings.Join(strings.Fields(types.Clean(text)), " ")
	if m.prompt.purpose == notTyping {
		if text != "" {
			m.say("Paste ignored. Press " + m.keys.Key(keymap.Filter) + " first to filter by it")
		}
		return nil
	}
	var cmd tea.Cmd
	m.prompt.input, cmd = m.prompt.input.Update(tea.PasteMsg{Content: text})
	m.prompt.dropCompletions()
	return tea.Batch(cmd, m.edited())
}

// typed edits the line. The few keys that do something else there are fixed.
func (m *Model) typed(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "ctrl+z":
		return tea.Suspend
	case "enter":
		return m.entered()
	case "esc":
		return m.cancelTyping()
	case "tab", "shift+tab":
		m.prompt.complete(msg.String() == "shift+tab", m.completions)
		return m.edited()
	case "up", "ctrl+p":
		return m.typedUp(-1)
	case "down", "ctrl+n":
		return m.typedUp(1)
	case "backspace":
		if m.prompt.text() == "" {
			return m.cancelTyping()
		}
	}
	var cmd tea.Cmd
	before := m.prompt.text()
	m.prompt.input, cmd = m.prompt.input.Update(msg)
	if m.prompt.text() == before {
		return cmd
	}
	m.prompt.dropCompletions()
	return tea.Batch(cmd, m.edited())
}

// typedUp goes through earlier commands, or through the rows below the filter being typed.
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

// edited applies the text: filters and searches work while they are typed.
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

// filterEntered keeps the filter. If what was typed is not one, that is said and the last good one stays.
func (m *Model) filterEntered() tea.Cmd {
	if m.prompt.problem != "" {
		m.complain("Invalid filter: " + m.prompt.problem)
		m.prompt.problem = ""
	}
	m.list().Pin()
	return m.moved()
}

// cancelTyping ends typing and drops what was typed: the filter or search ends, and what was shown when it began is back.
func (m *Model) cancelTyping() tea.Cmd {
	purpose, began := m.prompt.purpose, m.prompt.began
	m.stopTyping()
	switch purpose {
	case typingSearch:
		if r := m.overlay.text(); r != nil {
			r.cancelSearch()
		}
	case typingFilter:
		cmd := m.filterBy("")
		if m.exists(began) {
			m.list().Choose(began)
		}
		m.lay()
		return tea.Batch(cmd, m.moved())
	}
	return nil
}

func (m *Model) stopTyping() {
	m.prompt.end()
	m.lay()
}

func (m *Model) startTyping(why purpose, text string) tea.Cmd {
	m.prompt.began, _ = m.list().Selected()
	cmd := m.prompt.begin(why, text)
	m.lay()
	return cmd
}
