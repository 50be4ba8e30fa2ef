package table

import (
	"maps"
	"slices"
)

// arrangement is rows sorted and filtered. Large tables work it out off the screen's goroutine.
type arrangement[R any] struct {
	rows     []R
	sorted   []int32 // all rows, in the order of sortedBy
	sortedBy Sorting
	order    []int32  // those of sorted that match the filter
	widths   []int    // of the columns' texts, over all rows
	texts    []string // the folded text of each row, in which words are looked for; nil if no word has been looked for yet

	removed      int // rows at the end that were just removed: shown for a while, but not counted
	removedShown int // how many of them are in order
}

// located is an arrangement together with what its table must know to adopt it.
type located[R any] struct {
	arrangement[R]
	keys      [2]Key // the wanted row and the cursor's when the arrangement was planned,
	positions [2]int // and where they are in order; -1 if they are not
	lost      []Key  // marks whose rows no longer exist
}

// plan captures everything an arrangement depends on, so that it may run on another goroutine while the table goes on. What
// the last one worked out about the same rows is reused: a keystroke in a filter does not sort.
func (t *Table[R]) plan(load Snapshot[R], now int64) func() located[R] {
	less, by, columns, keyOf := t.less(), t.Sort, t.Columns, t.KeyOf
	last := t.arrangement
	p := matching[R]{filter: t.filter, reader: t.Reader, same: t.Same, now: now, rows: last.rows, texts: last.texts}
	keys, marks := [2]Key{t.wanted, t.cursor}, maps.Clone(t.marks)
	return func() located[R] {
		rows, removed := load()
		a := located[R]{arrangement: arrangement[R]{rows: rows, removed: removed, sortedBy: by}, keys: keys}
		known := sameRows(rows, last.rows)
		if known && by == last.sortedBy {
			a.sorted = last.sorted
		} else {
			a.sorted = sortRows(rows, less, by.Down)
		}
		if a.widths = last.widths; !known || a.widths == nil {
			a.widths = measure(rows, columns)
		}
		a.order, a.texts = p.match(rows, a.sorted)
		a.removedShown = countFrom(a.order, len(rows)-removed)
		for i, k := range keys {
			a.positions[i] = indexOf(rows, a.order, keyOf, k)
		}
		if !known {
			a.lost = missing(rows, keyOf, marks)
		}
		return a
	}
}

// adopt takes an arrangement over. The cursor's row keeps its line on the screen if possible.
func (t *Table[R]) adopt(a located[R]) {
	line, atTop := t.pos-t.top, t.top == 0
	t.arrangement = a.arrangement
	if i := t.place(a, t.wanted); i >= 0 {
		t.pos, t.wanted = i, Key{}
	} else if i := t.place(a, t.cursor); !t.pinned {
		t.pos = 0
	} else if i >= 0 {
		t.pos, t.top = i, i-line
	}
	if atTop {
		// Somebody who looks at the top wants to see what arrives there.
		t.top = 0
	}
	t.clampCursor()
	for _, k := range a.lost {
		delete(t.marks, k) // no action may reach a row that nobody sees
	}
}

// place is the position of k. The arrangement knows it unless the cursor has moved since it was planned.
func (t *Table[R]) place(a located[R], k Key) int {
	if i := slices.Index(a.keys[:], k); i >= 0 {
		return a.positions[i]
	}
	return t.find(k)
}

func (t *Table[R]) less() func(a, b *R) int {
	for _, c := range t.Columns {
		if c.Name == t.Sort.Column {
			return c.Less
		}
	}
	return nil
}

// sortRows is the order of rows. Equal ones stay as they came, in either direction; without less all do.
func sortRows[R any](rows []R, less func(a, b *R) int, down bool) []int32 {
	order := make([]int32, len(rows))
	for i := range order {
		order[i] = int32(i)
	}
	if less == nil {
		return order
	}
	slices.SortFunc(order, func(i, j int32) int {
		by := less(&rows[i], &rows[j])
		switch {
		case by == 0:
			return int(i - j)
		case down:
			return -by
		}
		return by
	})
	return order
}

// measure is the width of the longest text of each column, within the column's limits.
func measure[R any](rows []R, columns []Column[R]) []int {
	widths := make([]int, len(columns))
	for c, col := range columns {
		widths[c] = col.Min
		if col.Width == nil {
			continue
		}
		for i := range rows {
			if w := col.Width(&rows[i]); w > widths[c] {
				widths[c] = min(w, col.Max)
				if w >= col.Max {
					break
				}
			}
		}
	}
	return widths
}

// countFrom is how many positions in order are of the row at from or of one behind it.
func countFrom(order []int32, from int) (n int) {
	for _, i := range order {
		if int(i) >= from {
			n++
		}
	}
	return n
}

// indexOf is the position of k in order, -1 if it is not there.
func indexOf[R any](rows []R, order []int32, keyOf func(*R) Key, k Key) int {
	if k == (Key{}) {
		return -1
	}
	return slices.IndexFunc(order, func(i int32) bool { return keyOf(&rows[i]) == k })
}

// missing are the marks that no row has.
func missing[R any](rows []R, keyOf func(*R) Key, marks map[Key]struct{}) []Key {
	for i := range rows {
		if len(marks) == 0 {
			return nil
		}
		delete(marks, keyOf(&rows[i]))
	}
	return slices.Collect(maps.Keys(marks))
}

// sameRows reports whether a and b are the same slice.
func sameRows[R any](a, b []R) bool {
	return len(a) == len(b) && len(a) > 0 && &a[0] == &b[0]
}
