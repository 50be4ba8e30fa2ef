package table

import (
	"slices"

	"catwatch/styles"
	"catwatch/tui/cell"
)

// Fitted is a column as it is shown: its index and the cells it has.
type Fitted struct{ index, width int }

// The cells between two columns, and between a column of marks and the next.
const columnGap, markGap = 2, 1

// Fit chooses the columns that w cells can hold. What the user named comes in his order, scrolled. Otherwise the columns
// nobody would miss go first; then the texts get narrower; then the columns go that somebody would miss; and last the
// widest of those that must stay is cut.
func (t *Table[R]) Fit(w int) []Fitted {
	cols := t.candidates()
	for {
		lacking := t.breadth(cols) - w
		if lacking <= 0 {
			return cols
		}
		if i := t.expendable(cols, dear); i >= 0 {
			cols = slices.Delete(cols, i, i+1)
			continue
		}
		if i := t.slackest(cols); i >= 0 {
			cols[i].width = max(cols[i].width-lacking, t.least(cols[i]))
			continue
		}
		if i := t.expendable(cols, dearest); i >= 0 {
			cols = slices.Delete(cols, i, i+1)
			continue
		}
		i := t.widest(cols)
		if cols[i].width <= 1 {
			return cols
		}
		cols[i].width = max(1, cols[i].width-lacking)
	}
}

// Columns below dear go before any text is cut; all go before the ones that say what the row is are.
const (
	dear    = 5
	dearest = 1 << 30
)

// slackest is the column whose text can give up most, -1 when none can. What says what the row is gives last.
func (t *Table[R]) slackest(cols []Fitted) int {
	most, at := 0, -1
	for _, anchored := range []bool{false, true} {
		for i, f := range cols {
			if slack := f.width - t.least(f); slack > most && t.anchored(f) == anchored {
				most, at = slack, i
			}
		}
		if at >= 0 {
			break
		}
	}
	return at
}

func (t *Table[R]) anchored(f Fitted) bool { return t.Columns[f.index].Keep == 0 }

func (t *Table[R]) least(f Fitted) int { return t.Columns[f.index].Min }

func (t *Table[R]) candidates() []Fitted {
	cols := make([]Fitted, 0, len(t.Columns))
	add := func(i int) {
		c := t.Columns[i]
		w := c.Min
		if i < len(t.widths) {
			w = max(w, t.widths[i])
		}
		head := len(c.Title)
		if c.Name == t.Sort.Column && head > 0 {
			head += 2 // the arrow
		}
		cols = append(cols, Fitted{i, max(w, head)})
	}
	for i, c := range t.Columns {
		if t.chosen == nil && !c.Extra || c.Keep == 0 {
			add(i)
		}
	}
	for _, name := range t.chosen {
		if i := t.index(name); i >= 0 && t.Columns[i].Keep != 0 {
			add(i)
		}
	}
	return t.scrolled(cols)
}

// scrolled leaves out the columns scrolled away; the first ones, which say what the row is, stay.
func (t *Table[R]) scrolled(cols []Fitted) []Fitted {
	anchor := 0
	for anchor < len(cols) && t.anchored(cols[anchor]) {
		anchor++
	}
	n := min(t.scroll, max(0, len(cols)-anchor-1))
	return slices.Delete(cols, anchor, anchor+n)
}

func (t *Table[R]) index(name string) int {
	return slices.IndexFunc(t.Columns, func(c Column[R]) bool { return c.Name == name })
}

func (t *Table[R]) breadth(cols []Fitted) int {
	w := 1 // the cursor's bar
	for i, f := range cols {
		w += f.width
		if i < len(cols)-1 {
			w += t.gutterAfter(f)
		}
	}
	return w
}

func (t *Table[R]) gutterAfter(f Fitted) int {
	if t.Columns[f.index].Title == "" {
		return markGap
	}
	return columnGap
}

// expendable is the column to drop next of those kept less than below, -1 when there is none. In an order of the user's
// what does not fit goes from the right.
func (t *Table[R]) expendable(cols []Fitted, below int) int {
	worst, at := below, -1
	for i, f := range cols {
		k := t.Columns[f.index].Keep
		if k == 0 {
			continue
		}
		if t.chosen != nil || t.scroll > 0 {
			k = 1
		}
		if k < below && k <= worst {
			worst, at = k, i
		}
	}
	return at
}

func (t *Table[R]) widest(cols []Fitted) int {
	at := 0
	for i, f := range cols {
		if f.width > cols[at].width {
			at = i
		}
	}
	return at
}

// Heading writes the columns' titles in w cells; the one sorted by carries an arrow.
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

// arrow follows the title, or covers its end where there is no room.
func (t *Table[R]) arrow(c *cell.Canvas, w int) {
	glyph := c.Up
	if t.Sort.Down {
		glyph = c.Down
	}
	c.Text = c.Text[:max(0, min(len(c.Text), w-2))]
	c.Text = append(append(c.Text, ' '), glyph...)
}

// Row writes visible row i in w cells, blanks where there is none.
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

// ColumnAt is the index of the column at cell x of a line of the table, -1 beside them.
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
