package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui/cell"
)

// loginLayer shows the code to compare in the browser in large letters, while the lists behind it stay live.
type loginLayer struct {
	step LoginStep
}

func (m *Model) login() tea.Cmd {
	m.overlay.show(m, &loginLayer{})
	return m.opts.Identity.Login()
}

func (m *Model) onLoginStep(step LoginStep) {
	for i, l := range m.overlay.layers {
		layer, ok := l.(*loginLayer)
		if !ok {
			continue
		}
		if step.Done {
			m.overlay.layers = append(m.overlay.layers[:i:i], m.overlay.layers[i+1:]...)
			return
		}
		layer.step = step
		return
	}
}

func (l *loginLayer) title(*Model) []cell.Span {
	return []cell.Span{{Role: styles.Strong, Text: "Sign in"}}
}

func (l *loginLayer) size(m *Model, w, h int) (int, int) {
	const glyph = 8 // cells of a letter and the gap after it
	widest := max(56, glyph*len(l.step.Code)+2)
	return min(w, widest), min(h, len(l.lines(m, min(w, widest))))
}

func (l *loginLayer) prepare(*Model, int, int) {}

func (l *loginLayer) row(m *Model, c *cell.Canvas, y, w int) {
	lines := l.lines(m, w)
	if y < len(lines) {
		c.Spans(lines[y], w)
	}
}

func (l *loginLayer) lines(m *Model, w int) [][]cell.Span {
	if l.step.Failed != "" {
		return append(wrapped(l.step.Failed, w, styles.Bad), nil, []cell.Span{{Role: styles.Accent, Text: "enter"}, {Role: styles.Dim, Text: " try again   "}, {Role: styles.Accent, Text: m.keys.Key(keymap.Dismiss)}, {Role: styles.Dim, Text: " close"}})
	}
	if l.step.Code == "" {
		return [][]cell.Span{{{Role: styles.Busy, Text: "Requesting a code" + m.theme.More}}}
	}
	lines := append(wrapped("Open this page and check that it shows the same code:", w, styles.Text), wrapped(l.step.URL, w, styles.Accent)...)
	lines = append(lines, nil)
	if big := bigText(l.step.Code, m.theme.Block); len([]rune(big[0])) <= w {
		for _, row := range big {
			lines = append(lines, []cell.Span{{Role: styles.Strong, Text: row}})
		}
		lines = append(lines, nil)
	}
	// In plain letters, too: at three dots' width, M, N and W are hard to tell apart.
	lines = append(lines, []cell.Span{{Role: styles.Strong, Text: l.step.Code}, {Role: styles.Dim, Text: "   waiting for you, " + cell.Duration(max(0, l.step.Expires.Sub(m.now)).Round(time.Second)) + " left"}})
	if l.step.Trouble != "" {
		lines = append(lines, wrapped("but "+l.step.Trouble, w, styles.Busy)...)
	}
	return append(lines, []cell.Span{
		{Role: styles.Accent, Text: "o"}, {Role: styles.Dim, Text: " open   "}, {Role: styles.Accent, Text: "y"}, {Role: styles.Dim, Text: " copy the link   "},
		{Role: styles.Accent, Text: "c"}, {Role: styles.Dim, Text: " copy the code   "}, {Role: styles.Accent, Text: m.keys.Key(keymap.Dismiss)}, {Role: styles.Dim, Text: " cancel"}})
}

func wrapped(text string, w int, r styles.Role) [][]cell.Span {
	var lines [][]cell.Span
	for _, l := range wrap([]textLine{{body: text}}, w) {
		lines = append(lines, []cell.Span{{Role: r, Text: l.body}})
	}
	return lines
}

func (l *loginLayer) key(m *Model, a keymap.Action, k string) (tea.Cmd, bool) {
	switch {
	case k == "enter" && l.step.Failed != "":
		l.step = LoginStep{}
		return m.opts.Identity.Login(), false
	case k == "o" && l.step.Full != "":
		return m.browseTo(l.step.Full), false
	case k == "y" && l.step.Full != "":
		return m.copy(copyable{"link", "", l.step.Full}), false
	case k == "c" && l.step.Code != "":
		return m.copy(copyable{"code", "", l.step.Code}), false
	}
	m.notHere(a, k)
	return nil, false
}

// closed cancels the sign-in when its layer is closed.
func (l *loginLayer) closed(m *Model) { m.opts.Identity.CancelLogin() }

func (l *loginLayer) offers() []keymap.Action { return []keymap.Action{keymap.Dismiss} }

// bigText writes a code in letters three dots wide and five high, legible from across the room.
func bigText(code, dot string) []string {
	rows := make([]string, 5)
	for _, r := range strings.ToUpper(code) {
		glyph, ok := bigGlyphs[r]
		if !ok {
			glyph = bigGlyphs['-']
		}
		for y := range rows {
			rows[y] += bigRow(glyph[y], dot) + "  "
		}
	}
	return rows
}

// bigRow turns three bits into cells, two for each so that the letters are not too narrow.
func bigRow(bits byte, dot string) string {
	row := ""
	for mask := byte(4); mask > 0; mask >>= 1 {
		if bits&mask != 0 {
			row += dot
		} else {
			row += "  "
		}
	}
	return row
}
