package table

import (
	"strconv"

	"catwatch/styles"
	"catwatch/tui/cell"
)

// Box is one framed list on the screen.
type Box struct {
	cell.Rect
	List    View
	Title   []cell.Span // the most important first; what does not fit is left out
	Cols    []Fitted
	Focused bool
	Empty   [][]cell.Span // what to say if there are no rows, a line each
}

// Line writes line y of the box.
func (b *Box) Line(c *cell.Canvas, y int) {
	switch y {
	case 0:
		b.TopLine(c)
	case b.H - 1:
		b.bottomLine(c)
	default:
		b.bodyLine(c, y-1)
	}
}

func (b *Box) frame() styles.Role {
	if b.Focused {
		return styles.Accent
	}
	return styles.Frame
}

// TopLine writes the upper edge with the title.
func (b *Box) TopLine(c *cell.Canvas) {
	c.Begin()
	c.Put(b.frame(), styles.Plain, c.TopLeft, 1)
	for i, p := range b.Title {
		room := c.Left(b.W) - 3
		_, n := c.Fit(p.Text, 1<<20)
		if i > 0 && n > room {
			break
		}
		if i > 0 || room > 0 {
			c.Gap(1, styles.Plain)
			c.Put(p.Role, styles.Plain, p.Text, room)
		}
	}
	if len(b.Title) > 0 && c.Left(b.W) > 1 {
		c.Gap(1, styles.Plain)
	}
	b.Rule(c, c.Left(b.W)-1)
	c.Put(b.frame(), styles.Plain, c.TopRight, 1)
}

// Rule writes n cells of the frame's edge.
func (b *Box) Rule(c *cell.Canvas, n int) {
	c.Repeat(b.frame(), c.Horizontal, n)
}

// bottomLine shows the position if the list is longer than the box.
func (b *Box) bottomLine(c *cell.Canvas) {
	c.Begin()
	c.Put(b.frame(), styles.Plain, c.BottomLeft, 1)
	where := b.position()
	b.Rule(c, c.Left(b.W)-1-len(where))
	if len(where) <= b.W-2 {
		c.Put(styles.Dim, styles.Plain, where, len(where))
	}
	c.Put(b.frame(), styles.Plain, c.BottomRight, 1)
}

func (b *Box) position() string {
	pos, shown, height := b.List.Position()
	if shown <= height || b.W < 16 {
		return ""
	}
	return " " + strconv.Itoa(pos+1) + "/" + strconv.Itoa(shown) + " "
}

// hasHeading reports whether the box is high enough to head its columns.
func (b *Box) hasHeading() bool { return b.H > 3 }

func (b *Box) bodyLine(c *cell.Canvas, y int) {
	w := b.W - 2
	c.Put(b.frame(), styles.Plain, c.Vertical, 1)
	switch {
	case !b.hasHeading():
		b.rowLine(c, y, w)
	case y == 0:
		b.List.Heading(c, b.Cols, w, b.Focused)
	default:
		b.rowLine(c, y-1, w)
	}
	c.Off()
	c.Put(b.frame(), styles.Plain, c.Vertical, 1)
}

func (b *Box) rowLine(c *cell.Canvas, i, w int) {
	if i >= len(b.Empty) {
		b.List.Row(c, b.Cols, i, w, b.Focused)
		return
	}
	c.Begin()
	c.Gap(EmptyMargin, styles.Plain)
	c.Spans(b.Empty[i], w)
	c.Until(w)
}

// EmptyMargin is the cells before what is said in an empty box.
const EmptyMargin = 2
