package table

import "slices"

// Fitted is a column as it is shown: its index and the cells it has.
type Fitted struct{ index, width int }

// The cells between two columns, and between a column of marks and the next.
const columnGap, markGap = 2, 1

// Fit chooses the columns that w cells can hold. Columns the user named come in the user's order, scrolled. Otherwise the
// columns that matter least are dropped first; then texts get narrower; then columns that matter more are dropped; and last
// the widest of those that must stay is cut.
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

// Columns kept less than dear are dropped before any text is cut. All are dropped before the columns that identify the row
// are cut.
const (
	dear    = 5
	dearest = 1 << 30
)

// slackest is the column whose text can give up most, -1 if none can. The columns that identify the row give up last.
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

// scrolled leaves out the columns scrolled out of sight. The first ones, which identify the row, stay.
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

// expendable is the column to drop next among those kept less than below, -1 if there is none. In an order chosen by the
// user, what does not fit is dropped from the right.
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
