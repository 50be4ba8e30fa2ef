package table

// selection is where the cursor and the window are, and what is marked.
type selection struct {
	cursor Key
	wanted Key  // taken as soon as its row comes; moving the cursor gives it up
	pinned bool // somebody put the cursor where it is; until then it stays on the first row, whichever that is
	pos    int  // of the cursor in the order
	top    int  // first visible row
	height int  // rows visible
	marks  map[Key]struct{}
}

// clampCursor brings cursor and window back into what there is. If the cursor's row is gone, its neighbour takes over.
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

// find is the position of k, -1 if it is not shown. In a table that did not change, that is where it was.
func (t *Table[R]) find(k Key) int {
	if t.pos < len(t.order) && t.KeyOf(t.at(t.pos)) == k {
		return t.pos
	}
	return indexOf(t.rows, t.order, t.KeyOf, k)
}

// Move moves the cursor down by n rows, stopping at the ends.
func (t *Table[R]) Move(n int) { t.MoveTo(t.pos + n) }

// MoveTo puts the cursor on the row at position i, or on the nearest one.
func (t *Table[R]) MoveTo(i int) {
	t.pos, t.wanted, t.pinned = i, Key{}, true
	t.clampCursor()
}

// Choose puts the cursor on k, now or as soon as k comes.
func (t *Table[R]) Choose(k Key) {
	if i := t.find(k); i >= 0 {
		t.MoveTo(i)
		return
	}
	t.wanted, t.pinned = k, true
}

// Pin keeps the cursor on its row from now on.
func (t *Table[R]) Pin() { t.pinned = true }

// ScrollBy moves the window, and the cursor only as far as needed to stay inside it, as a mouse wheel does.
func (t *Table[R]) ScrollBy(n int) {
	t.top = max(0, min(t.top+n, len(t.order)-t.height))
	t.pos = max(t.top, min(t.pos, t.top+t.height-1))
	t.clampCursor()
}

// SetHeight sets how many rows are visible.
func (t *Table[R]) SetHeight(h int) {
	if h == t.height {
		return
	}
	t.height = max(0, h)
	t.clampCursor()
}

// ToggleMark marks the row under the cursor, or removes its mark.
func (t *Table[R]) ToggleMark() {
	r := t.Current()
	if r == nil {
		return
	}
	k := t.KeyOf(r)
	if t.isMarked(k) {
		delete(t.marks, k)
		return
	}
	if t.marks == nil {
		t.marks = map[Key]struct{}{}
	}
	t.marks[k] = struct{}{}
}

func (t *Table[R]) isMarked(k Key) bool { _, is := t.marks[k]; return is }

// Unmark removes all marks.
func (t *Table[R]) Unmark() { t.marks = nil }
