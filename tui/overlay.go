package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// layer is a dialog or text that lies over the lists and takes the keys.
type layer interface {
	// title heads the frame.
	title(m *Model) []cell.Span
	// size is how large it would like to be inside its frame, if w by h cells are available.
	size(m *Model, w, h int) (int, int)
	// row writes line y of w cells.
	row(m *Model, c *cell.Canvas, y, w int)
	// prepare tells it the room it gets, before its rows are written.
	prepare(m *Model, w, h int)
	// key takes an action, or a key that has none; done closes the layer.
	key(m *Model, a keymap.Action, k string) (cmd tea.Cmd, done bool)
	// offers are the actions that the footer names.
	offers() []keymap.Action
}

// clickable is a layer whose lines can be clicked.
type clickable interface {
	clicked(m *Model, line int) (cmd tea.Cmd, done bool)
}

// closer is a layer that has something to cancel when somebody closes it.
type closer interface{ closed(m *Model) }

// bound is a layer about one row. It closes when that row is removed, so that nothing is ever done to another.
type bound interface{ about() table.Key }

// overlay is the stack of layers, the last on top.
type overlay struct {
	layers []layer
	room   cell.Rect
	at     cell.Rect // of the top layer, as it was drawn last
}

func (o *overlay) open() bool { return len(o.layers) > 0 }

func (o *overlay) top() layer { return o.layers[len(o.layers)-1] }

func (o *overlay) offers() []keymap.Action { return o.top().offers() }

func (o *overlay) show(m *Model, l layer) {
	o.layers = append(o.layers, l)
	o.resize(m)
}

func (o *overlay) close() { o.layers = o.layers[:len(o.layers)-1] }

// dismiss closes the top layer because somebody wants it closed.
func (o *overlay) dismiss(m *Model) {
	if l, ok := o.top().(closer); ok {
		l.closed(m)
	}
	o.close()
}

// resize gives the layers everything between header and footer, except for the line being typed.
func (o *overlay) resize(m *Model) {
	y := m.at.tabs.Y
	if m.at.prompt.H > 0 {
		y = m.at.prompt.Y + m.at.prompt.H
	}
	o.room = cell.Rect{X: 0, Y: y, W: m.width, H: max(0, m.at.footer.Y-y)}
}

// text is the text on top, nil when there is none.
func (o *overlay) text() *reader {
	if !o.open() {
		return nil
	}
	r, _ := o.top().(*reader)
	return r
}

// key gives a key to the top layer; the key that quits closes the layer instead.
func (o *overlay) key(m *Model, k string) tea.Cmd {
	a := m.keys.Lookup(k, keymap.Reader)
	if a == keymap.Quit {
		a = keymap.Dismiss
	}
	return o.act(m, a, k)
}

// act does what an action, or a key that has none among texts, means to the top layer.
func (o *overlay) act(m *Model, a keymap.Action, k string) tea.Cmd {
	if m.actions[a].overDialogs {
		return m.act(a)
	}
	cmd, done := o.top().key(m, a, k)
	if done && o.open() {
		o.close()
	}
	return cmd
}

// clicked hands a click to the top layer. One outside closes it, unless it has something to cancel.
func (o *overlay) clicked(m *Model, x, y int) tea.Cmd {
	if !o.at.Contains(x, y) {
		if _, ok := o.top().(closer); !ok {
			o.close()
		}
		return nil
	}
	c, ok := o.top().(clickable)
	line := y - o.at.Inner().Y
	if !ok || line < 0 || line >= o.at.Inner().H {
		return nil
	}
	cmd, done := c.clicked(m, line)
	if done && o.open() {
		o.close()
	}
	return cmd
}

func (o *overlay) search(text string) {
	if r := o.text(); r != nil {
		r.search(text)
	}
}

// found is how many lines of the text on top match the search.
func (o *overlay) found() string {
	r := o.text()
	if r == nil || r.query == "" {
		return ""
	}
	return strconv.Itoa(len(r.hits)) + plural(len(r.hits), " line")
}

// prune closes the layers whose row no longer exists, and says so.
func (o *overlay) prune(m *Model, there func(table.Key) bool) {
	for i, l := range o.layers {
		if b, ok := l.(bound); ok && !there(b.about()) {
			o.layers = o.layers[:i]
			m.complain("Closed: what this was about no longer exists")
			return
		}
	}
}

// over draws the top layer over the frame below.
func (o *overlay) over(m *Model, below string) string {
	if !o.open() {
		return below
	}
	l, c := o.top(), &m.canvas
	w, h := l.size(m, max(0, o.room.W-6), max(0, o.room.H-2))
	r := cell.Centre(o.room, w+4, h+2)
	if o.at = r; r.W < 5 || r.H < 3 {
		return below
	}
	l.prepare(m, r.W-4, r.H-2)
	lines := strings.Split(below, "\n")
	for y := range r.H {
		at := r.Y + y
		if at < len(lines) {
			lines[at] = splice(lines[at], o.line(m, c, l, r, y), r.X, r.W, m.width, c.Measure)
		}
	}
	return strings.Join(lines, "\n")
}

// line writes line y of the framed layer.
func (o *overlay) line(m *Model, c *cell.Canvas, l layer, r cell.Rect, y int) string {
	c.Reset(c.Now)
	c.Begin()
	b := table.Box{Rect: r, Title: l.title(m), Focused: true}
	switch y {
	case 0:
		b.TopLine(c)
	case r.H - 1:
		c.Put(styles.Accent, styles.Plain, c.BottomLeft, 1)
		b.Rule(c, r.W-2)
		c.Put(styles.Accent, styles.Plain, c.BottomRight, 1)
	default:
		c.Put(styles.Accent, styles.Plain, c.Vertical, 1)
		c.Gap(1, styles.Plain)
		c.Begin()
		l.row(m, c, y-1, r.W-4)
		c.Until(r.W - 4)
		c.Off()
		c.Space(1)
		c.Put(styles.Accent, styles.Plain, c.Vertical, 1)
	}
	c.Off()
	return c.String()
}

// splice puts piece, w cells wide, into line at cell x. A character that it covers half of is dropped, whatever the library
// cuts it to.
func splice(line, piece string, x, w, width int, by ansi.Method) string {
	left, right := by.Truncate(line, x, ""), by.TruncateLeft(line, x+w, "")
	for n := 1; by.StringWidth(left) > x; n++ {
		left = by.Truncate(line, x-n, "")
	}
	for n := 1; by.StringWidth(right) > width-x-w; n++ {
		right = by.TruncateLeft(line, x+w+n, "")
	}
	pad := func(s string, n int) string {
		return strings.Repeat(" ", max(0, n-by.StringWidth(s)))
	}
	return left + styles.Off + pad(left, x) + piece + pad(right, width-x-w) + right + styles.Off
}
