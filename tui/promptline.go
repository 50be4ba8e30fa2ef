package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"catwatch/styles"
)

// promptLine is the line that is typed into, or the filter in force.
func (m *Model) promptLine(c *canvas, w int) {
	sign, note := "/", m.promptNote()
	if m.prompt.purpose == typingCommand {
		sign = ":"
	}
	c.put(styles.Accent, styles.Plain, sign+" ", w)
	text := m.list().filtered()
	if m.prompt.purpose != notTyping {
		text = m.prompt.text()
	}
	room := max(1, c.left(w)-cells(c, note)-3)
	c.put(styles.Text, styles.Plain, tail(text, room), room+1)
	c.gap(min(3, c.left(w)), styles.Plain)
	write(c, note, w)
}

// tail is the end of a text that is longer than w cells: where the cursor is.
func tail(text string, w int) string {
	if n := ansi.StringWidth(text); n > w {
		return ansi.TruncateLeft(text, n-w, "")
	}
	return text
}

func (m *Model) promptNote() []piece {
	p := &m.prompt
	switch {
	case p.purpose != notTyping && len(p.offers) > 1:
		return []piece{{styles.Dim, strings.Join(lastWords(p.offers), "  ")}}
	case p.purpose == typingFilter && p.problem != "":
		return []piece{{styles.Busy, p.problem}}
	case p.purpose == typingCommand:
		return []piece{{styles.Dim, m.commandHint()}}
	}
	shown, all, _ := m.list().count()
	note := []piece{{styles.Text, count(shown) + "/" + count(all)}}
	if s := m.list().sorting(); s.column != "" {
		note = append(note, piece{styles.Dim, " " + m.theme.Dot + " sorted by " + s.column + " " + map[bool]string{true: m.theme.Down, false: m.theme.Up}[s.down]})
	}
	return note
}

func lastWords(offers []string) []string {
	words := make([]string, 0, 8)
	for _, o := range offers[:min(8, len(offers))] {
		words = append(words, o[strings.LastIndexByte(o, ' ')+1:])
	}
	return words
}

// commandHint is what the command being typed does.
func (m *Model) commandHint() string {
	name, _, _ := strings.Cut(strings.TrimSpace(m.prompt.text()), " ")
	if name == "" {
		return "tab completes"
	}
	a, problem := m.resolve(name)
	if problem != "" {
		return ""
	}
	b := m.keys.Binding(a)
	if b.Args != "" {
		return b.Args + "  " + b.Help
	}
	return b.Help
}

// count is a number with its thousands apart.
func count(n int) string {
	digits := itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// cursor is where the terminal's cursor stands: in the line being typed, else hidden.
func (m *Model) cursor() *tea.Cursor {
	if m.prompt.purpose == notTyping || m.at.tooSmall {
		return nil
	}
	at := m.at.prompt
	if m.prompt.purpose == typingSearch {
		at = m.at.footer
	}
	before := m.prompt.text()
	if pos := m.prompt.input.Position(); pos < len([]rune(before)) {
		before = string([]rune(before)[:pos])
	}
	x := min(2+ansi.StringWidth(before), at.w-1)
	return tea.NewCursor(x, at.y)
}
