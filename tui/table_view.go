package tui

import (
	"slices"

	"catwatch/styles"
)

// fitted is a column as it is shown: its index and the cells it has.
type fitted struct{ index, width int }

// The cells between two columns, and between a column of marks and the next.
const gutter, tight = 2, 1

// fit chooses the columns that w cells can hold. What the user named comes in his order, scrolled. Otherwise the columns
// nobody would miss go first; then the texts get narrower; then the columns go that somebody would miss; and last the
// widest of those that must stay is cut.
func (t *table[R]) fit(w int) []fitted {
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
func (t *table[R]) slackest(cols []fitted) int {
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

func (t *table[R]) anchored(f fitted) bool { return t.columns[f.index].keep == 0 }

func (t *table[R]) least(f fitted) int { return t.columns[f.index].min }

func (t *table[R]) candidates() []fitted {
	cols := make([]fitted, 0, len(t.columns))
	add := func(i int) {
		c := t.columns[i]
		w := c.min
		if i < len(t.widths) {
			w = max(w, t.widths[i])
		}
		head := len(c.title)
		if c.name == t.sort.column && head > 0 {
			head += 2 // the arrow
		}
		cols = append(cols, fitted{i, max(w, head)})
	}
	for i, c := range t.columns {
		if t.chosen == nil && !c.extra || c.keep == 0 {
			add(i)
		}
	}
	for _, name := range t.chosen {
		if i := t.index(name); i >= 0 && t.columns[i].keep != 0 {
			add(i)
		}
	}
	return t.scrolled(cols)
}

// scrolled leaves out the columns scrolled away; the first ones, which say what the row is, stay.
func (t *table[R]) scrolled(cols []fitted) []fitted {
	anchor := 0
	for anchor < len(cols) && t.anchored(cols[anchor]) {
		anchor++
	}
	n := min(t.scroll, max(0, len(cols)-anchor-1))
	return slices.Delete(cols, anchor, anchor+n)
}

func (t *table[R]) index(name string) int {
	return slices.IndexFunc(t.columns, func(c column[R]) bool { return c.name == name })
}

func (t *table[R]) breadth(cols []fitted) int {
	w := 1 // the cursor's bar
	for i, f := range cols {
		w += f.width
		if i < len(cols)-1 {
			w += t.gutterAfter(f)
		}
	}
	return w
}

func (t *table[R]) gutterAfter(f fitted) int {
	if t.columns[f.index].title == "" {
		return tight
	}
	return gutter
}

// expendable is the column to drop next of those kept less than below, -1 when there is none. In an order of the user's
// what does not fit goes from the right.
func (t *table[R]) expendable(cols []fitted, below int) int {
	worst, at := below, -1
	for i, f := range cols {
		k := t.columns[f.index].keep
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

func (t *table[R]) widest(cols []fitted) int {
	at := 0
	for i, f := range cols {
		if f.width > cols[at].width {
			at = i
		}
	}
	return at
}

// heading writes the columns' titles in w cells; the one sorted by carries an arrow.
func (t *table[R]) heading(c *canvas, cols []fitted, w int, focused bool) {
	c.begin()
	c.gap(1, styles.Plain)
	for i, f := range cols {
		col := t.columns[f.index]
		c.text = append(c.text[:0], col.title...)
		role := styles.Dim
		if col.name == t.sort.column && col.title != "" {
			if focused {
				role = styles.Accent
			}
			t.arrow(c, f.width)
		}
		c.cell(role, styles.Plain, f.width)
		if i < len(cols)-1 {
			c.gap(t.gutterAfter(f), styles.Plain)
		}
	}
	c.until(w)
}

// arrow follows the title, or covers its end where there is no room.
func (t *table[R]) arrow(c *canvas, w int) {
	glyph := c.Up
	if t.sort.down {
		glyph = c.Down
	}
	c.text = c.text[:max(0, min(len(c.text), w-2))]
	c.text = append(append(c.text, ' '), glyph...)
}

// row writes visible row i in w cells, blanks where there is none.
func (t *table[R]) row(c *canvas, cols []fitted, i, w int, focused bool) {
	c.begin()
	if i += t.top; i >= len(t.order) {
		c.until(w)
		return
	}
	r := t.at(i)
	s := t.surface(c, r, i, focused)
	t.bar(c, r, i, s)
	c.light(t.filter)
	for n, f := range cols {
		col := &t.columns[f.index]
		c.text, c.room = c.text[:0], f.width
		role := col.cell(c, r)
		c.cell(role, s, f.width)
		if n < len(cols)-1 {
			c.gap(t.gutterAfter(f), s)
		}
	}
	c.light(nil)
	c.gap(c.left(w), s)
	c.until(w)
}

func (t *table[R]) surface(c *canvas, r *R, i int, focused bool) styles.Surface {
	switch {
	case i == t.pos && focused:
		return styles.Cursor
	case t.mark != nil && t.mark(r, c) != styles.Plain:
		return t.mark(r, c)
	case i == t.pos:
		return styles.Shadow
	}
	return styles.Plain
}

func (t *table[R]) bar(c *canvas, r *R, i int, s styles.Surface) {
	switch {
	case len(t.marks) > 0 && t.isMarked(t.keyOf(r)):
		c.put(styles.Accent, s, c.Mark, 1)
	case i == t.pos:
		c.put(styles.Accent, s, c.Bar, 1)
	case s == styles.Plain:
		c.off()
		c.space(1)
	default:
		c.gap(1, s)
	}
}

// columnAt is the index of the column at cell x of a line of the table, -1 beside them.
func (t *table[R]) columnAt(cols []fitted, x int) int {
	at := 1
	for _, f := range cols {
		if x >= at && x < at+f.width {
			return f.index
		}
		at += f.width + t.gutterAfter(f)
	}
	return -1
}
