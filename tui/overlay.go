package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"catwatch/keymap"
	"catwatch/styles"
)

// layer is something that lies over the lists and takes the keys.
type layer interface {
	// title heads the frame.
	title(m *Model) []piece
	// size is how large it would like to be inside its frame, given what there is.
	size(m *Model, w, h int) (int, int)
	// row writes line y of w cells.
	row(m *Model, c *canvas, y, w int)
	// prepare is told the room it got, before its rows are written.
	prepare(m *Model, w, h int)
	// key takes an action or a key without one; done closes the layer.
	key(m *Model, a keymap.Action, k string) (cmd tea.Cmd, done bool)
	// offers are the actions for the footer.
	offers() []keymap.Action
}

// bound is a layer about one row; it closes when that row goes, so that nothing is ever done to another.
type bound interface{ about() key }

// overlay is the stack of layers, the last on top.
type overlay struct {
	layers []layer
	room   rect
}

func (o *overlay) open() bool { return len(o.layers) > 0 }

func (o *overlay) top() layer { return o.layers[len(o.layers)-1] }

func (o *overlay) offers() []keymap.Action { return o.top().offers() }

func (o *overlay) show(m *Model, l layer) {
	o.layers = append(o.layers, l)
	o.resize(m)
}

func (o *overlay) close() { o.layers = o.layers[:len(o.layers)-1] }

// resize gives the layers all between header and footer.
func (o *overlay) resize(m *Model) {
	o.room = rect{0, m.at.tabs.y, m.width, max(0, m.at.footer.y-m.at.tabs.y)}
}

func (o *overlay) key(m *Model, k string) tea.Cmd {
	a := m.keys.Lookup(k, keymap.Reader)
	if a == keymap.Peel {
		if l, ok := o.top().(*loginLayer); ok {
			l.closed(m)
		}
		o.close()
		return nil
	}
	cmd, done := o.top().key(m, a, k)
	if done && o.open() {
		o.close()
	}
	return cmd
}

func (o *overlay) search(text string) {
	if t, ok := o.top().(*reader); ok {
		t.search(text)
	}
}

// prune closes the layers whose row is no longer there, and says so.
func (o *overlay) prune(m *Model, there func(key) bool) {
	for i, l := range o.layers {
		if b, ok := l.(bound); ok && !there(b.about()) {
			o.layers = o.layers[:i]
			m.complain("What this was about has gone: closed")
			return
		}
	}
}

// over lays the top layer over the frame below.
func (o *overlay) over(m *Model, below string) string {
	if !o.open() {
		return below
	}
	l, c := o.top(), &m.canvas
	w, h := l.size(m, max(0, o.room.w-6), max(0, o.room.h-2))
	r := centre(o.room, w+4, h+2)
	if r.w < 5 || r.h < 3 {
		return below
	}
	l.prepare(m, r.w-4, r.h-2)
	lines := strings.Split(below, "\n")
	for y := range r.h {
		at := r.y + y
		if at < len(lines) {
			lines[at] = splice(lines[at], o.line(m, c, l, r, y), r.x, r.w, m.width)
		}
	}
	return strings.Join(lines, "\n")
}

// line writes line y of the framed layer.
func (o *overlay) line(m *Model, c *canvas, l layer, r rect, y int) string {
	c.out, c.on, c.col = c.out[:0], "", 0
	c.begin()
	b := box{rect: r, title: l.title(m), focused: true}
	switch y {
	case 0:
		b.topLine(c)
	case r.h - 1:
		c.put(styles.Accent, styles.Plain, c.BottomLeft, 1)
		b.rule(c, r.w-2)
		c.put(styles.Accent, styles.Plain, c.BottomRight, 1)
	default:
		c.put(styles.Accent, styles.Plain, c.Vertical, 1)
		c.gap(1, styles.Plain)
		c.begin()
		l.row(m, c, y-1, r.w-4)
		c.until(r.w - 4)
		c.off()
		c.space(1)
		c.put(styles.Accent, styles.Plain, c.Vertical, 1)
	}
	c.off()
	return string(c.out)
}

// splice puts piece of w cells into line at cell x.
func splice(line, piece string, x, w, width int) string {
	left := ansi.Truncate(line, x, "")
	right := ansi.TruncateLeft(line, x+w, "")
	pad := func(s string, n int) string {
		return strings.Repeat(" ", max(0, n-ansi.StringWidth(s)))
	}
	return left + styles.Off + pad(left, x) + piece + pad(right, width-x-w) + right + styles.Off
}
