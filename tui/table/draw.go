package table

import (
	"catwatch/styles"
	"catwatch/tui/cell"
)

// Heading writes the columns' titles in w cells, with an arrow at the one sorted by.
func (t *Table[R]) Heading(c *cell.Canvas, cols []Fitted, w int, focused bool) {
	c.Begin()
	c.Gap(1, styles.Plain)
	for i, f := range cols {
		col := t.Columns[f.index]
		c.Text = append(c.Text[:0], col.Title...)
		role := styles.Dim
		if col.Name == t.Sort.Column && col.Title != "" {
			if focused {
				role = styles.Accent
			}
			t.arrow(c, f.width)
		}
		c.Cell(role, styles.Plain, f.width)
		if i < len(cols)-1 {
			c.Gap(t.gutterAfter(f), styles.Plain)
		}
	}
	c.Until(w)
}

// arrow follows the title, or covers its end if there is no room.
func (t *Table[R]) arrow(c *cell.Canvas, w int) {
	glyph := c.Up
	if t.Sort.Down {
		glyph = c.Down
	}
	c.Text = c.Text[:max(0, min(len(c.Text), w-2))]
	c.Text = append(append(c.Text, ' '), glyph...)
}

// Row writes visible row i in w cells, blanks if there is none.
func (t *Table[R]) Row(c *cell.Canvas, cols []Fitted, i, w int, focused bool) {
	c.Begin()
	if i += t.top; i >= len(t.order) {
		c.Until(w)
		return
	}
	r := t.at(i)
	s := t.surface(c, r, i, focused)
	t.bar(c, r, i, s)
	c.Highlight(t.filter)
	for n, f := range cols {
		col := &t.Columns[f.index]
		c.Text, c.Room = c.Text[:0], f.width
		role := col.Cell(c, r)
		c.Cell(role, s, f.width)
		if n < len(cols)-1 {
			c.Gap(t.gutterAfter(f), s)
		}
	}
	c.Highlight(nil)
	c.Gap(c.Left(w), s)
	c.Until(w)
}

func (t *Table[R]) surface(c *cell.Canvas, r *R, i int, focused bool) styles.Surface {
	switch {
	case i == t.pos && focused:
		return styles.Cursor
	case t.Mark != nil && t.Mark(r, c) != styles.Plain:
		return t.Mark(r, c)
	case i == t.pos:
		return styles.OtherCursor
	}
	return styles.Plain
}

func (t *Table[R]) bar(c *cell.Canvas, r *R, i int, s styles.Surface) {
	switch {
	case len(t.marks) > 0 && t.isMarked(t.KeyOf(r)):
		c.Put(styles.Accent, s, c.Mark, 1)
	case i == t.pos:
		c.Put(styles.Accent, s, c.Bar, 1)
	case s == styles.Plain:
		c.Off()
		c.Space(1)
	default:
		c.Gap(1, s)
	}
}

// ColumnAt is the index of the column at cell x of a line of the table, -1 between columns.
func (t *Table[R]) ColumnAt(cols []Fitted, x int) int {
	at := 1
	for _, f := range cols {
		if x >= at && x < at+f.width {
			return f.index
		}
		at += f.width + t.gutterAfter(f)
	}
	return -1
}
