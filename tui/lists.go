package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch"
	"catwatch/filter"
)

// From how many rows on a list is sorted and filtered off the screen's goroutine, and from how many on it is not loaded
// more often than a few times a second.
const (
	manyRows    = 20_000
	severalRows = 2_000
	loadEvery   = 250 * time.Millisecond
)

// list is a table and where its rows come from.
type list[R any] struct {
	table[R]
	name  string
	load  func() []R
	thing func(*R) subject
	asks  filter.Set // what filters may ask

	parent   fetch.Path         // Browse: whose items these are
	cursors  map[fetch.Path]key // Browse: where the cursor was under other parents
	text     string             // the filter as it was typed
	isStale  bool
	loadedAt time.Time
}

// arranged is a list's new order, made on another goroutine; take runs on the screen's.
type arranged struct{ take func() }

func (m *Model) arranged(msg arranged) tea.Cmd {
	msg.take()
	return m.follow()
}

// reload loads the rows anew where they are stale, at once where they are few.
func (l *list[R]) reload(now time.Time) tea.Cmd {
	if !l.isStale || len(l.rows) > severalRows && now.Sub(l.loadedAt) < loadEvery {
		return nil
	}
	l.isStale, l.loadedAt = false, now
	return l.arrange(l.load(), now)
}

// arrange sorts and filters rows. The number drops what a later arrangement has overtaken.
func (l *list[R]) arrange(rows []R, now time.Time) tea.Cmd {
	plan := l.plan(rows, now.Unix())
	l.seq++
	if len(rows) <= manyRows {
		l.adopt(plan())
		return nil
	}
	seq := l.seq
	return func() tea.Msg {
		a := plan()
		return arranged{func() {
			if seq == l.seq {
				l.adopt(a)
			}
		}}
	}
}

func (l *list[R]) again(now time.Time) tea.Cmd { return l.arrange(l.rows, now) }

// timed reports whether rows may come and go because time passes.
func (l *list[R]) timed() bool { return l.table.filter.Timed() }

func (l *list[R]) fields() filter.Set { return l.asks }

// aim shows the items of another parent, the cursor where it was there.
func (l *list[R]) aim(parent fetch.Path, now time.Time) {
	if parent == l.parent {
		return
	}
	if l.cursors == nil {
		l.cursors = map[fetch.Path]key{}
	}
	l.cursors[l.parent] = l.cursor
	l.parent, l.cursor = parent, key{}
	l.pos, l.top, l.rows, l.order = 0, 0, nil, nil
	if k, ok := l.cursors[parent]; ok && l.wanted == (key{}) {
		l.wanted = k
	}
	l.held = l.wanted != (key{})
	l.isStale = true
	l.reload(now)
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
	l.chosen, l.scroll = names, 0
	return nil
}

func (l *list[R]) scrollColumns(n int) {
	l.scroll = max(0, min(l.scroll+n, len(l.columns)-1))
}

func (l *list[R]) place() (pos, shown, height int) { return l.pos, len(l.order), l.height }

func (l *list[R]) count() (shown, all, marked int) {
	return len(l.order), len(l.rows), len(l.marks)
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

func (l *list[R]) stale() { l.isStale = true }

// lists are all the lists there are: Browse's four and the three fleet-wide ones.
type lists struct {
	spaces   list[spaceRow]
	projects list[projectRow]
	devEnvs  list[devEnvRow]
	sessions list[sessionRow]

	allDevEnvs  list[devEnvRow]
	allSessions list[sessionRow]
	activity    list[activityRow]
	log         []activityRow
}

// list is the one that has the keys.
func (m *Model) list() sheet {
	switch m.view {
	case environmentsView:
		return &m.lists.allDevEnvs
	case sessionsView:
		return &m.lists.allSessions
	case activityView:
		return &m.lists.activity
	}
	return m.lists.pane(m.pane)
}

func (s *lists) pane(p pane) sheet {
	switch p {
	case spacesPane:
		return &s.spaces
	case projectsPane:
		return &s.projects
	case devEnvsPane:
		return &s.devEnvs
	}
	return &s.sessions
}

// reload brings what is on screen up to date.
func (m *Model) reload() tea.Cmd {
	s := &m.lists
	var cmd tea.Cmd
	switch m.view {
	case environmentsView:
		cmd = s.allDevEnvs.reload(m.now)
	case sessionsView:
		cmd = s.allSessions.reload(m.now)
	case activityView:
		cmd = s.activity.reload(m.now)
	default:
		cmd = tea.Batch(s.spaces.reload(m.now), s.projects.reload(m.now), s.devEnvs.reload(m.now), s.sessions.reload(m.now))
	}
	m.overlay.prune(m, m.there)
	return tea.Batch(cmd, m.follow())
}

// there reports whether what k names is still known.
func (m *Model) there(k key) bool {
	switch {
	case k.entry != 0 || k == (key{}):
		return true
	case k.session != "":
		l, _ := m.inv.List(k.path)
		return slices.ContainsFunc(l.Items.Sessions, func(s fetch.Session) bool { return s.ID == k.session })
	case k.path.DevEnv != "":
		return m.inv.DevEnv(k.path) != nil
	}
	return true
}

// follow has each pane show the items of what is under the cursor of the pane before.
func (m *Model) follow() tea.Cmd {
	if m.view != browseView {
		return nil
	}
	s := &m.lists
	before := s.browsed()
	s.aim(m.now)
	if after := s.browsed(); after != before {
		m.opts.Source.Focus(after)
	}
	return nil
}

func (s *lists) aim(now time.Time) {
	if r := s.spaces.current(); r != nil {
		s.projects.aim(fetch.Path{Space: r.Name}, now)
	} else {
		s.projects.aim(fetch.Path{}, now)
	}
	if r := s.projects.current(); r != nil {
		s.devEnvs.aim(fetch.Path{Space: r.space, Project: r.Name}, now)
	} else {
		s.devEnvs.aim(s.projects.parent, now)
	}
	if r := s.devEnvs.current(); r != nil {
		s.sessions.aim(r.Path(), now)
	} else {
		s.sessions.aim(s.devEnvs.parent, now)
	}
}

// browsed is the path under Browse's cursors, as deep as they go.
func (s *lists) browsed() fetch.Path { return s.sessions.parent }

// point puts Browse's cursors on k and all above it.
func (s *lists) point(k key) {
	p := k.path
	if p.Space != "" {
		s.spaces.choose(key{path: fetch.Path{Space: p.Space}})
		s.aim(s.spaces.loadedAt)
	}
	if p.Project != "" {
		s.projects.choose(key{path: fetch.Path{Space: p.Space, Project: p.Project}})
		s.aim(s.projects.loadedAt)
	}
	if p.DevEnv != "" {
		s.devEnvs.choose(key{path: p})
		s.aim(s.devEnvs.loadedAt)
	}
	if k.session != "" {
		s.sessions.choose(k)
	}
}

func (s *lists) allStale() {
	s.spaces.stale()
	s.projects.stale()
	s.devEnvs.stale()
	s.sessions.stale()
	s.allDevEnvs.stale()
	s.allSessions.stale()
	s.activity.stale()
}

// resize gives each list its height.
func (s *lists) resize(m *Model) {
	for p := spacesPane; p <= sessionsPane; p++ {
		s.pane(p).setHeight(rowsIn(m.at.panes[p]))
	}
	for _, l := range []sheet{&s.allDevEnvs, &s.allSessions, &s.activity} {
		l.setHeight(rowsIn(m.at.body))
	}
}

// rowsIn is how many rows a framed list in r shows below its heading.
func rowsIn(r rect) int {
	h := r.inner().h
	if r.h > 3 {
		h--
	}
	return max(0, h)
}

// sortBy and filterBy change the list that has the keys.
func (m *Model) sortBy(name string) tea.Cmd {
	if err := m.list().sortBy(name, true); err != nil {
		m.complain(err.Error())
		return nil
	}
	return m.rearrange()
}

func (m *Model) filterBy(text string) tea.Cmd {
	if err := m.list().setFilter(text); err != nil {
		m.prompt.problem = err.Error()
		return nil
	}
	m.prompt.problem = ""
	return m.rearrange()
}

func (m *Model) rearrange() tea.Cmd {
	cmd := m.list().again(m.now)
	return tea.Batch(cmd, m.follow())
}

func byText(a, b string) int {
	return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
}
