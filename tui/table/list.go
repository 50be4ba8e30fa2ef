package table

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/filter"
)

// List is a table together with where its rows come from. Exactly one of Load and Query is set.
type List[R any] struct {
	Table[R]
	Load       func() (rows Snapshot[R], about int) // rows at hand, and about how many there are
	Query      Query[R]                             // rows from elsewhere
	QueryEvery time.Duration                        // how often that is, while the list is on screen
	SubjectOf  func(*R) Subject
	Filters    filter.Set // the fields that filters may use

	Parent  types.Path         // Browse: whose items these are
	cursors map[types.Path]Key // Browse: where the cursor was under other parents
	text    string             // the filter as it was typed
	loading[R]
}

// Aim shows the items of another parent, with the cursor where it was there.
func (l *List[R]) Aim(parent types.Path, now time.Time) tea.Cmd {
	if parent == l.Parent {
		return nil
	}
	if l.cursors == nil {
		l.cursors = map[types.Path]Key{}
	}
	l.cursors[l.Parent] = l.cursor
	l.Parent, l.cursor = parent, Key{}
	l.pos, l.top, l.rows, l.sorted, l.order, l.texts = 0, 0, nil, nil, nil, nil
	if k, ok := l.cursors[parent]; ok && l.wanted == (Key{}) {
		l.wanted = k
	}
	l.pinned = l.wanted != (Key{})
	l.supersede()
	return l.Reload(now)
}

// Filtered is the filter as it was typed.
func (l *List[R]) Filtered() string { return l.text }

// SetFilter keeps the last good filter if text is not one.
func (l *List[R]) SetFilter(text string) error {
	f, err := filter.Parse(text, l.Filters)
	if err != nil {
		return err
	}
	l.text, l.Table.filter = strings.TrimSpace(text), f
	return nil
}

// Timed reports whether rows may come and go merely because time passes.
func (l *List[R]) Timed() bool { return l.Table.filter.DependsOnTime() }

// Fields are the fields that filters may use.
func (l *List[R]) Fields() filter.Set { return l.Filters }

// SortedBy is the column the list is sorted by.
func (l *List[R]) SortedBy() Sorting { return l.Sort }

// SortBy sorts by a column; the same column again reverses.
func (l *List[R]) SortBy(name string, again bool) error {
	i := l.index(name)
	if i < 0 || l.Columns[i].Less == nil {
		return fmt.Errorf("there is no column %q to sort by here: %s", name, strings.Join(l.Sortable(), ", "))
	}
	down := l.Columns[i].Down
	if again && l.Sort.Column == name {
		down = !l.Sort.Down
	}
	l.Sort = Sorting{name, down}
	return nil
}

// Sortable are the names of the columns that can be sorted by.
func (l *List[R]) Sortable() []string {
	var names []string
	for _, c := range l.Columns {
		if c.Less != nil {
			names = append(names, c.Name)
		}
	}
	return names
}

// ColumnName is the name of column i, as ColumnAt counts.
func (l *List[R]) ColumnName(i int) string { return l.Columns[i].Name }

// ColumnNames are the names of all columns that have a heading.
func (l *List[R]) ColumnNames() []string {
	var names []string
	for _, c := range l.Columns {
		if c.Title != "" {
			names = append(names, c.Name)
		}
	}
	return names
}

// ChooseColumns shows the named columns; none restores the default ones.
func (l *List[R]) ChooseColumns(names []string) error {
	for _, n := range names {
		if l.index(n) < 0 {
			return fmt.Errorf("there is no column %q here: %s", n, strings.Join(l.ColumnNames(), ", "))
		}
	}
	l.chosen, l.scroll = nil, 0
	if len(names) > 0 {
		l.chosen = names
	}
	return nil
}

// ScrollColumns scrolls the columns behind those that identify the row by n, and reports whether there was anything to
// scroll.
func (l *List[R]) ScrollColumns(n int) bool {
	before := l.scroll
	l.scroll = 0
	cols := l.candidates()
	first := slices.IndexFunc(cols, func(f Fitted) bool { return !l.anchored(f) })
	if first >= 0 {
		l.scroll = max(0, min(before+n, len(cols)-first-1))
	}
	return l.scroll != before
}

// Position is the cursor's position, how many rows match the filter and how many are visible.
func (l *List[R]) Position() (pos, shown, height int) { return l.pos, len(l.order), l.height }

// Count is how many rows match the filter, how many there are and how many are marked. Rows that were just removed do not
// count.
func (l *List[R]) Count() (shown, all, marked int) {
	return len(l.order) - l.removedShown, len(l.rows) - l.removed, len(l.marks)
}

// Selected is the key under the cursor. In an empty list it is the parent's, and false.
func (l *List[R]) Selected() (Key, bool) {
	if l.Current() == nil {
		return Key{Path: l.Parent}, false
	}
	return l.cursor, true
}

// Line is the position of visible row i, -1 if there is none.
func (l *List[R]) Line(i int) int {
	if i += l.top; i < len(l.order) {
		return i
	}
	return -1
}

// Subject is the thing under the cursor. In an empty list only its key is set, to the parent's.
func (l *List[R]) Subject() Subject {
	r := l.Current()
	if r == nil {
		return Subject{Key: Key{Path: l.Parent}}
	}
	return l.subject(r)
}

func (l *List[R]) subject(r *R) (s Subject) {
	if l.SubjectOf != nil {
		s = l.SubjectOf(r)
	}
	s.Key = l.KeyOf(r)
	return s
}

// MarkedSubjects are the marked things, in the order of the list.
func (l *List[R]) MarkedSubjects() (all []Subject) {
	if len(l.marks) == 0 {
		return nil
	}
	for _, i := range l.sorted {
		if r := &l.rows[i]; l.isMarked(l.KeyOf(r)) {
			all = append(all, l.subject(r))
		}
	}
	return all
}
