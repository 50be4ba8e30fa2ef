package table

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/filter"
)

// From how many rows on a list is sorted and filtered off the screen's goroutine, and from how many on it is not loaded
// more often than a few times a second; nor does arranging it take more than a tenth of a processor.
const (
	manyRows    = 20_000
	severalRows = 2_000
	loadEvery   = 250 * time.Millisecond
	loadShare   = 10
)

// Snapshot is the rows of a list as they were when it was taken; so many at the end have just gone. It is called on whichever goroutine arranges them.
type Snapshot[R any] func() (rows []R, gone int)

// List is a table and where its rows come from.
type List[R any] struct {
	Table[R]
	Load  func() (rows Snapshot[R], n int) // n: about how many there are
	Thing func(*R) Subject
	Asks  filter.Set // what filters may ask

	Parent   types.Path         // Browse: whose items these are
	cursors  map[types.Path]Key // Browse: where the cursor was under other parents
	text     string             // the filter as it was typed
	isStale  bool
	loadedAt time.Time
	loaded   Snapshot[R] // the newest, which the table need not have yet
	about    int         // how many rows that has
	flying   bool        // an arrangement is being made elsewhere
	newest   *order      // the arrangement asked for last; what an older one brings is dropped
	took     time.Duration
}

// order stands for one arrangement asked for.
type order struct{ _ byte }

// Arranged is a list's new order, made on another goroutine; take runs on the screen's.
type Arranged struct{ Take func() }

// Reload loads the rows anew where they are stale, at once where they are few.
func (l *List[R]) Reload(now time.Time) tea.Cmd {
	if !l.isStale || l.flying || len(l.rows) > severalRows && now.Sub(l.loadedAt) < max(loadEvery, loadShare*l.took) {
		return nil
	}
	l.isStale, l.loadedAt = false, now
	l.loaded, l.about = l.Load()
	return l.Arrange(now)
}

// Arrange sorts and filters the rows. What a later arrangement has overtaken is dropped.
func (l *List[R]) Arrange(now time.Time) tea.Cmd {
	if l.loaded == nil {
		return nil
	}
	plan := l.plan(l.loaded, now.Unix())
	mine := &order{}
	l.newest = mine
	if l.about <= manyRows {
		l.flying = false
		l.adopt(plan())
		return nil
	}
	l.flying = true
	return func() tea.Msg {
		began := time.Now()
		a := plan()
		took := time.Since(began)
		return Arranged{func() {
			if mine == l.newest {
				l.flying, l.took = false, took
				l.adopt(a)
			}
		}}
	}
}

// Timed reports whether rows may come and go because time passes.
func (l *List[R]) Timed() bool { return l.Table.filter.DependsOnTime() }

func (l *List[R]) Fields() filter.Set { return l.Asks }

// Aim shows the items of another parent, the cursor where it was there.
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
	l.held = l.wanted != (Key{})
	l.isStale, l.flying, l.newest = true, false, nil
	return l.Reload(now)
}

func (l *List[R]) Filtered() string { return l.text }

// SetFilter keeps the last good filter where text is not one.
func (l *List[R]) SetFilter(text string) error {
	f, err := filter.Parse(text, l.Asks)
	if err != nil {
		return err
	}
	l.text, l.Table.filter = strings.TrimSpace(text), f
	return nil
}

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

func (l *List[R]) Sortable() []string {
	var names []string
	for _, c := range l.Columns {
		if c.Less != nil {
			names = append(names, c.Name)
		}
	}
	return names
}

func (l *List[R]) ColumnName(i int) string { return l.Columns[i].Name }

func (l *List[R]) ColumnNames() []string {
	var names []string
	for _, c := range l.Columns {
		if c.Title != "" {
			names = append(names, c.Name)
		}
	}
	return names
}

// ChooseColumns shows the named columns; none shows the usual ones.
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

// ScrollColumns scrolls by n columns and reports whether there was anything to scroll.
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

func (l *List[R]) Position() (pos, shown, height int) { return l.pos, len(l.order), l.height }

func (l *List[R]) Count() (shown, all, marked int) {
	return len(l.order) - l.goneShown, len(l.rows) - l.gone, len(l.marks)
}

func (l *List[R]) Selected() (Key, bool) {
	if l.Current() == nil {
		return Key{Path: l.Parent}, false
	}
	return l.cursor, true
}

func (l *List[R]) Line(i int) int {
	if i += l.top; i < len(l.order) {
		return i
	}
	return -1
}

func (l *List[R]) Subject() Subject {
	r := l.Current()
	if r == nil {
		return Subject{Key: Key{Path: l.Parent}}
	}
	s := l.Thing(r)
	s.Key = l.KeyOf(r)
	return s
}

// MarkedSubjects are what is marked, in the order of the list.
func (l *List[R]) MarkedSubjects() (all []Subject) {
	if len(l.marks) == 0 {
		return nil
	}
	for _, i := range l.sorted {
		r := &l.rows[i]
		if k := l.KeyOf(r); l.isMarked(k) {
			s := l.Thing(r)
			s.Key = k
			all = append(all, s)
		}
	}
	return all
}

func (l *List[R]) Stale() { l.isStale = true }

// ByText orders texts as people do, whatever the case; equal ones by their bytes.
func ByText(a, b string) int {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x >= 0x80 || y >= 0x80 {
			// Past ASCII the library knows; it allocates, so it is asked only there.
			return cmp.Or(strings.Compare(strings.ToLower(a[i:]), strings.ToLower(b[i:])), strings.Compare(a, b))
		}
		if x, y = lower(x), lower(y); x != y {
			return cmp.Compare(x, y)
		}
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
