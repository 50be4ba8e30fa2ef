package tui

import (
	"cmp"
	"fmt"
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

// snapshot is the rows of a list as they were when it was taken; so many at the end have just gone. It is called on whichever goroutine arranges them.
type snapshot[R any] func() (rows []R, gone int)

// list is a table and where its rows come from.
type list[R any] struct {
	table[R]
	load  func() (rows snapshot[R], n int) // n: about how many there are
	thing func(*R) subject
	asks  filter.Set // what filters may ask

	parent   types.Path         // Browse: whose items these are
	cursors  map[types.Path]key // Browse: where the cursor was under other parents
	text     string             // the filter as it was typed
	isStale  bool
	loadedAt time.Time
	loaded   snapshot[R] // the newest, which the table need not have yet
	about    int         // how many rows that has
	flying   bool        // an arrangement is being made elsewhere
	newest   *order      // the arrangement asked for last; what an older one brings is dropped
	took     time.Duration
}

// order stands for one arrangement asked for.
type order struct{ _ byte }

// arranged is a list's new order, made on another goroutine; take runs on the screen's.
type arranged struct{ take func() }

// reload loads the rows anew where they are stale, at once where they are few.
func (l *list[R]) reload(now time.Time) tea.Cmd {
	if !l.isStale || l.flying || len(l.rows) > severalRows && now.Sub(l.loadedAt) < max(loadEvery, loadShare*l.took) {
		return nil
	}
	l.isStale, l.loadedAt = false, now
	l.loaded, l.about = l.load()
	return l.arrange(now)
}

// arrange sorts and filters the rows. What a later arrangement has overtaken is dropped.
func (l *list[R]) arrange(now time.Time) tea.Cmd {
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
		return arranged{func() {
			if mine == l.newest {
				l.flying, l.took = false, took
				l.adopt(a)
			}
		}}
	}
}

// timed reports whether rows may come and go because time passes.
func (l *list[R]) timed() bool { return l.table.filter.Timed() }

func (l *list[R]) fields() filter.Set { return l.asks }

// aim shows the items of another parent, the cursor where it was there.
func (l *list[R]) aim(parent types.Path, now time.Time) tea.Cmd {
	if parent == l.parent {
		return nil
	}
	if l.cursors == nil {
		l.cursors = map[types.Path]key{}
	}
	l.cursors[l.parent] = l.cursor
	l.parent, l.cursor = parent, key{}
	l.pos, l.top, l.rows, l.sorted, l.order, l.texts = 0, 0, nil, nil, nil, nil
	if k, ok := l.cursors[parent]; ok && l.wanted == (key{}) {
		l.wanted = k
	}
	l.held = l.wanted != (key{})
	l.isStale, l.flying, l.newest = true, false, nil
	return l.reload(now)
}

func (l *list[R]) filtered() string { return l.text }

// setFilter keeps the last good filter where text is not one.
func (l *list[R]) setFilter(text string) error {
	f, err := filter.Parse(text, l.asks)
	if err != nil {
		return err
	}
	l.text, l.table.filter = strings.TrimSpace(text), f
	return nil
}

func (l *list[R]) sorting() ordering { return l.sort }

// sortBy sorts by a column; the same column again reverses.
func (l *list[R]) sortBy(name string, again bool) error {
	i := l.index(name)
	if i < 0 || l.columns[i].less == nil {
		return fmt.Errorf("there is no column %q to sort by here: %s", name, strings.Join(l.sortable(), ", "))
	}
	down := l.columns[i].down
	if again && l.sort.column == name {
		down = !l.sort.down
	}
	l.sort = ordering{name, down}
	return nil
}

func (l *list[R]) sortable() []string {
	var names []string
	for _, c := range l.columns {
		if c.less != nil {
			names = append(names, c.name)
		}
	}
	return names
}

func (l *list[R]) columnName(i int) string { return l.columns[i].name }

func (l *list[R]) columnNames() []string {
	var names []string
	for _, c := range l.columns {
		if c.title != "" {
			names = append(names, c.name)
		}
	}
	return names
}

// chooseColumns shows the named columns; none shows the usual ones.
func (l *list[R]) chooseColumns(names []string) error {
	for _, n := range names {
		if l.index(n) < 0 {
			return fmt.Errorf("there is no column %q here: %s", n, strings.Join(l.columnNames(), ", "))
		}
	}
	l.chosen, l.scroll = nil, 0
	if len(names) > 0 {
		l.chosen = names
	}
	return nil
}

func (l *list[R]) scrollColumns(n int) {
	l.scroll = max(0, min(l.scroll+n, len(l.columns)-1))
}

func (l *list[R]) place() (pos, shown, height int) { return l.pos, len(l.order), l.height }

func (l *list[R]) count() (shown, all, marked int) {
	return len(l.order) - l.goneShown, len(l.rows) - l.gone, len(l.marks)
}

func (l *list[R]) selected() (key, bool) {
	if l.current() == nil {
		return key{path: l.parent}, false
	}
	return l.cursor, true
}

func (l *list[R]) line(i int) int {
	if i += l.top; i < len(l.order) {
		return i
	}
	return -1
}

func (l *list[R]) subject() subject {
	r := l.current()
	if r == nil {
		return subject{key: key{path: l.parent}}
	}
	s := l.thing(r)
	s.key = l.keyOf(r)
	return s
}

// markedSubjects are what is marked, in the order of the list.
func (l *list[R]) markedSubjects() (all []subject) {
	if len(l.marks) == 0 {
		return nil
	}
	for _, i := range l.sorted {
		r := &l.rows[i]
		if k := l.keyOf(r); l.isMarked(k) {
			s := l.thing(r)
			s.key = k
			all = append(all, s)
		}
	}
	return all
}

func (l *list[R]) stale() { l.isStale = true }

// byText orders texts as people do, whatever the case; equal ones by their bytes.
func byText(a, b string) int {
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
