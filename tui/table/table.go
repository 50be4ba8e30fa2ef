package table

import (
	"maps"
	"slices"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/filter"
	"catwatch/styles"
	"catwatch/tui/cell"
)

// Key is what a row is, whatever its position: a space, project or dev environment by its path, a session by the path of
// its environment and its id, an entry of the activity by its number.
type Key struct {
	Path    types.Path
	Session string
	Entry   uint64
}

// Column is one column of a table of R.
type Column[R any] struct {
	Name     string                                 // as :columns and the sort picker call it
	Title    string                                 // the heading; "" for a column of marks
	Min, Max int                                    // cells
	Keep     int                                    // columns with the lowest go first where the width does not suffice; 0 stays whatever happens
	Extra    bool                                   // shown only when it is asked for
	Cell     func(c *cell.Canvas, r *R) styles.Role // writes the text to c.text
	Width    func(r *R) int                         // of the longest text, where min to max is a range
	Less     func(a, b *R) int                      // nil: cannot be sorted by
	Down     bool                                   // the first time it is chosen, it sorts from large to small
}

// TextColumn is a column of texts between least and most cells wide, in one role, sorted as texts.
func TextColumn[R any](name, title string, least, most, keep int, role styles.Role, of func(*R) string) Column[R] {
	return Column[R]{Name: name, Title: title, Min: least, Max: most, Keep: keep,
		Cell:  func(c *cell.Canvas, r *R) styles.Role { c.Str(of(r)); return role },
		Width: func(r *R) int { return cell.TextWidth(of(r)) },
		Less:  func(a, b *R) int { return ByText(of(a), of(b)) }}
}

// Sorting is what a table is sorted by.
type Sorting struct {
	Column string // "" leaves the rows as they come
	Down   bool
}

// Table shows rows of one kind. The cursor is a key: it stays on its row while others come, go and re-sort around it.
type Table[R any] struct {
	Columns []Column[R]
	chosen  []string // names of the columns the user wants; nil: those that fit
	KeyOf   func(*R) Key
	Mark    func(r *R, c *cell.Canvas) styles.Surface // a row that changed or has just gone; nil: all plain

	rows     []R
	sorted   []int32 // all rows, as sortedBy says
	sortedBy Sorting
	order    []int32 // those of sorted that match
	widths   []int   // of the columns' texts, over all rows
	Sort     Sorting
	filter   *filter.Filter
	RowOf    func(*R) inventory.Row // as a filter sees it
	Same     func(a, b *R) bool     // whether b shows what a showed; nil: never
	texts    []string               // what plain words looked at, by row; nil when none has been looked for

	cursor Key
	wanted Key  // to be taken as soon as its row comes; a move gives it up
	held   bool // somebody put the cursor where it is; until then it stays on the first row, whichever that is
	pos    int  // of the cursor in order
	top    int  // first visible row
	height int  // rows visible
	scroll int  // columns scrolled away behind the first
	marks  map[Key]struct{}

	gone, goneShown int // rows that have just gone: shown for a while, but not counted
}

// arrangement is the outcome of sorting and filtering, which large tables do off the screen's goroutine.
type arrangement[R any] struct {
	rows          []R
	sorted, order []int32
	sortedBy      Sorting
	widths        []int
	texts         []string
	sought        [2]Key // the wanted row and the cursor's when it was planned,
	places        [2]int // and where they are in order, -1 where they are not
	lost          []Key  // marks whose rows are no longer there
	gone          int    // rows at the end that have just gone,
	goneShown     int    // and how many of them are in order
}

// plan captures all that an arrangement rests on, so that it may run on another goroutine while the table goes on. What
// the last one worked out about the same rows is taken over: a keystroke in a filter does not sort.
func (t *Table[R]) plan(load Snapshot[R], now int64) func() arrangement[R] {
	less, by, columns, keyOf := t.less(), t.Sort, t.Columns, t.KeyOf
	last := arrangement[R]{rows: t.rows, sorted: t.sorted, sortedBy: t.sortedBy, widths: t.widths}
	p := matching[R]{filter: t.filter, row: t.RowOf, same: t.Same, now: now, rows: t.rows, texts: t.texts}
	sought, marks := [2]Key{t.wanted, t.cursor}, maps.Clone(t.marks)
	return func() arrangement[R] {
		rows, gone := load()
		a := arrangement[R]{rows: rows, gone: gone, sortedBy: by, sought: sought}
		known := sameRows(a.rows, last.rows)
		if known && by == last.sortedBy {
			a.sorted = last.sorted
		} else {
			a.sorted = sortRows(a.rows, less, by.Down)
		}
		if a.widths = last.widths; !known || a.widths == nil {
			a.widths = measure(a.rows, columns)
		}
		a.order, a.texts = p.match(a.rows, a.sorted)
		a.goneShown = countFrom(a.order, len(rows)-gone)
		for i, k := range sought {
			a.places[i] = indexOf(a.rows, a.order, keyOf, k)
		}
		if !known {
			a.lost = missing(a.rows, keyOf, marks)
		}
		return a
	}
}

// countFrom is how many positions in order are of the row at from or one behind it.
func countFrom(order []int32, from int) (n int) {
	for _, i := range order {
		if int(i) >= from {
			n++
		}
	}
	return n
}

// indexOf is where k is in order, -1 where it is not.
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

// sameRows reports whether a and b are one slice.
func sameRows[R any](a, b []R) bool {
	return len(a) == len(b) && len(a) > 0 && &a[0] == &b[0]
}

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

func (t *Table[R]) less() func(a, b *R) int {
	for _, c := range t.Columns {
		if c.Name == t.Sort.Column {
			return c.Less
		}
	}
	return nil
}

// sortRows is the order of rows. Equal ones stay as they came, whichever way round; without less all do.
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

// adopt takes an arrangement over. The cursor's row keeps its line on the screen where that is possible.
func (t *Table[R]) adopt(a arrangement[R]) {
	line, atTop := t.pos-t.top, t.top == 0
	t.rows, t.sorted, t.sortedBy, t.order, t.widths, t.texts = a.rows, a.sorted, a.sortedBy, a.order, a.widths, a.texts
	t.gone, t.goneShown = a.gone, a.goneShown
	if i := t.place(a, t.wanted); i >= 0 {
		t.pos, t.wanted = i, Key{}
	} else if i := t.place(a, t.cursor); !t.held {
		t.pos = 0
	} else if i >= 0 {
		t.pos, t.top = i, i-line
	}
	if atTop {
		// Somebody who looks at the top wants to see what comes there.
		t.top = 0
	}
	t.clampCursor()
	for _, k := range a.lost {
		delete(t.marks, k) // no action may reach what nobody sees
	}
}

// place is where k is; the arrangement knows unless the cursor has moved since it was planned.
func (t *Table[R]) place(a arrangement[R], k Key) int {
	if i := slices.Index(a.sought[:], k); i >= 0 {
		return a.places[i]
	}
	return t.find(k)
}

// clampCursor brings cursor and scroll position back into what there is. A cursor whose row is gone passes to its neighbour.
func (t *Table[R]) clampCursor() {
	t.pos = max(0, min(t.pos, len(t.order)-1))
	if len(t.order) > 0 {
		t.cursor = t.KeyOf(t.at(t.pos))
	}
	if t.height > 0 {
		t.top = max(t.pos-t.height+1, min(t.top, t.pos))
		t.top = max(0, min(t.top, len(t.order)-t.height))
	}
}

func (t *Table[R]) at(i int) *R { return &t.rows[t.order[i]] }

// find is the position of k, -1 when it is not shown. Where the table did not change it is where it was.
func (t *Table[R]) find(k Key) int {
	if t.pos < len(t.order) && t.KeyOf(t.at(t.pos)) == k {
		return t.pos
	}
	return indexOf(t.rows, t.order, t.KeyOf, k)
}

// Current is the row under the cursor, nil in an empty table.
func (t *Table[R]) Current() *R {
	if t.pos >= len(t.order) {
		return nil
	}
	return t.at(t.pos)
}

// Move puts the cursor n rows further, stopping at the ends.
func (t *Table[R]) Move(n int) { t.MoveTo(t.pos + n) }

func (t *Table[R]) MoveTo(i int) {
	t.pos, t.wanted, t.held = i, Key{}, true
	t.clampCursor()
}

// Choose puts the cursor on k, or as soon as k comes.
func (t *Table[R]) Choose(k Key) {
	if i := t.find(k); i >= 0 {
		t.MoveTo(i)
		return
	}
	t.wanted, t.held = k, true
}

// Hold keeps the cursor on its row from now on.
func (t *Table[R]) Hold() { t.held = true }

// ScrollBy moves the window, and the cursor only as far as it must stay inside: what a wheel does.
func (t *Table[R]) ScrollBy(n int) {
	t.top = max(0, min(t.top+n, len(t.order)-t.height))
	t.pos = max(t.top, min(t.pos, t.top+t.height-1))
	t.clampCursor()
}

func (t *Table[R]) SetHeight(h int) {
	if h == t.height {
		return
	}
	t.height = max(0, h)
	t.clampCursor()
}

func (t *Table[R]) ToggleMark() {
	r := t.Current()
	if r == nil {
		return
	}
	k := t.KeyOf(r)
	if t.isMarked(k) {
		delete(t.marks, k)
	} else {
		if t.marks == nil {
			t.marks = map[Key]struct{}{}
		}
		t.marks[k] = struct{}{}
	}
}

func (t *Table[R]) isMarked(k Key) bool { _, is := t.marks[k]; return is }

func (t *Table[R]) Unmark() { t.marks = nil }
