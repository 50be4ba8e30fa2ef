package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"catwatch/styles"
	"catwatch/tui/cell"
)

// promptLine is the line being typed, or the filter in force.
func (m *Model) promptLine(c *cell.Canvas, w int) {
	switch m.prompt.purpose {
	case typingFilter:
		m.typingLine(c, "/", w)
	case typingCommand:
		m.typingLine(c, ":", w)
	default:
		c.Gap(margin, styles.Plain)
		c.Put(styles.Accent, styles.Plain, "/ ", w)
		c.Put(styles.Text, styles.Plain, m.list().Filtered(), c.Left(w))
		c.Gap(min(3, c.Left(w)), styles.Plain)
		c.Spans(m.matchNote(), w)
	}
}

// typingLine shows the part of the text around the cursor, followed by a note on it.
func (m *Model) typingLine(c *cell.Canvas, sign string, w int) {
	c.Gap(margin, styles.Plain)
	c.Put(styles.Accent, styles.Plain, sign+" ", w)
	shown, _ := m.prompt.window(m.canvas.Measure, m.promptRoom(w))
	c.Put(styles.Text, styles.Plain, shown, c.Left(w))
	c.Gap(min(3, c.Left(w)), styles.Plain)
	c.Spans(m.promptNote(), w)
}

// margin is the cells before the text of the lines above and below the lists.
const margin = 1

// promptRoom is how many of w cells the text being typed may take: what its note leaves, but never too few to type in.
func (m *Model) promptRoom(w int) int {
	const sign, gap, least = margin + 2, 3, 24
	return max(1, min(w-sign, max(least, w-sign-gap-cells(m.promptNote()))))
}

// window is the part of the text around the cursor that fits w cells, and where in it the cursor is.
func (p *prompt) window(by ansi.Method, w int) (shown string, at int) {
	text := p.text()
	runes := []rune(text)
	at = by.StringWidth(cell.Portable(string(runes[:min(p.input.Position(), len(runes))])))
	text = cell.Portable(text)
	if off := at - w + 1; off > 0 {
		text, at = by.TruncateLeft(text, off, ""), at-off
	}
	return by.Truncate(text, w, ""), at
}

// promptNote is what is wrong with the text being typed, what it matches, or what it could be completed to.
func (m *Model) promptNote() []cell.Span {
	p := &m.prompt
	switch {
	case len(p.completions) > 1:
		return p.completionSpans()
	case p.purpose == typingSearch:
		return []cell.Span{{Role: styles.Dim, Text: m.overlay.found()}}
	case p.purpose == typingCommand:
		return []cell.Span{{Role: styles.Dim, Text: m.commandHint()}}
	case p.problem != "":
		return append([]cell.Span{{Role: styles.Busy, Text: p.problem}, {Role: styles.Dim, Text: "  "}}, m.matchNote()...)
	}
	return m.matchNote()
}

// matchNote is how many rows match the filter, and how they are sorted.
func (m *Model) matchNote() []cell.Span {
	shown, all, _ := m.list().Count()
	note := []cell.Span{{Role: styles.Text, Text: count(shown) + "/" + count(all)}}
	if s := m.list().SortedBy(); s.Column != "" {
		note = append(note, cell.Span{Role: styles.Dim, Text: " " + m.theme.Dot + " sorted by " + s.Column + " " + m.arrow(s.Down)})
	}
	return note
}

func (m *Model) arrow(down bool) string {
	if down {
		return m.theme.Down
	}
	return m.theme.Up
}

// completionSpans are the completions around the one inserted, which is highlighted.
func (p *prompt) completionSpans() []cell.Span {
	const around = 3
	var ps []cell.Span
	words := lastWords(p.completions)
	from := max(0, p.completion-around)
	for i, w := range words[from:min(len(words), from+3*around)] {
		role := styles.Dim
		if from+i == p.completion {
			role = styles.Strong
		}
		ps = append(ps, cell.Span{Role: role, Text: w}, cell.Span{Role: styles.Dim, Text: "  "})
	}
	if rest := len(words) - from - 3*around; rest > 0 {
		ps = append(ps, cell.Span{Role: styles.Dim, Text: "+" + strconv.Itoa(rest)})
	}
	return ps
}

func lastWords(offers []string) []string {
	words := make([]string, 0, len(offers))
	for _, o := range offers {
		words = append(words, o[strings.LastIndexByte(o, ' ')+1:])
	}
	return words
}

// commandHint is what the command being typed does, or which commands begin so.
func (m *Model) commandHint() string {
	name, _, _ := strings.Cut(strings.TrimLeft(m.prompt.text(), " "), " ")
	if name == "" {
		return "tab completes, up recalls"
	}
	a, problem := m.resolve(name)
	if problem != "" {
		return strings.Join(m.commandsFrom(name), "  ")
	}
	b := m.keys.Binding(a)
	if b.Args != "" {
		return b.Args + "  " + b.Help
	}
	return b.Help
}

// count is a number with thousands separators.
func count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// cursor is where the terminal's cursor is: in the line being typed, else hidden.
func (m *Model) cursor() *tea.Cursor {
	if m.prompt.purpose == notTyping || m.at.tooSmall || m.width == 0 {
		return nil
	}
	at := m.at.prompt
	if m.prompt.purpose == typingSearch {
		at = m.at.footer
	}
	_, x := m.prompt.window(m.canvas.Measure, m.promptRoom(at.W))
	return tea.NewCursor(min(margin+2+x, at.W-1), at.Y)
}
