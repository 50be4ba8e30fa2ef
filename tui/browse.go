package tui

import (
	"strconv"
	"time"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/filter"
	"catwatch/styles"
)

func newLists(m *Model) lists {
	s := lists{}
	s.spaces = list[spaceRow]{load: m.loadSpaces,
		thing: func(r *spaceRow) subject { return subject{space: r.Space} },
		table: table[spaceRow]{columns: m.spaceColumns(), sort: ordering{column: "name"},
			keyOf: func(r *spaceRow) key { return key{path: types.Path{Space: r.Name}} }}}
	s.projects = list[projectRow]{load: m.loadProjects,
		thing: func(r *projectRow) subject { return subject{project: r.Project} },
		table: table[projectRow]{columns: m.projectColumns(), sort: ordering{column: "name"},
			keyOf: func(r *projectRow) key { return key{path: types.Path{Space: r.space, Project: r.Name}} }}}
	s.devEnvs = newDevEnvs(m, false)
	s.allDevEnvs = newDevEnvs(m, true)
	s.sessions = newSessions(m, false)
	s.allSessions = newSessions(m, true)
	s.activity = list[activityRow]{load: m.loadActivity,
		thing: func(r *activityRow) subject { return subject{change: &r.Change, env: m.inv.DevEnv(r.Path)} },
		table: table[activityRow]{columns: m.activityColumns(), sort: ordering{column: "time", down: true},
			keyOf: func(r *activityRow) key {
				return key{path: r.Path, session: r.Session, entry: r.number}
			}}}
	s.spaces.asks, s.projects.asks = inventory.Fields(types.Spaces), inventory.Fields(types.Projects)
	s.spaces.mark = func(r *spaceRow, c *canvas) styles.Surface {
		return m.news.surface(key{path: types.Path{Space: r.Name}}, c.now)
	}
	s.projects.mark = func(r *projectRow, c *canvas) styles.Surface {
		return m.news.surface(key{path: types.Path{Space: r.space, Project: r.Name}}, c.now)
	}
	s.spaces.rowOf = func(r *spaceRow) inventory.Row { return inventory.SpaceRow(r.Space) }
	s.projects.rowOf = func(r *projectRow) inventory.Row { return inventory.ProjectRow(r.space, r.Project) }
	s.activity.asks = filter.Of(filter.Space, filter.Project, filter.Env, filter.ID)
	s.activity.rowOf = func(r *activityRow) inventory.Row { return inventory.ChangeRow(&r.Change, m.happened(&r.Change)) }
	s.activity.same = func(a, b *activityRow) bool { return a.number == b.number && a.others == b.others }
	s.allStale()
	return s
}

func newDevEnvs(m *Model, fleet bool) list[devEnvRow] {
	l := list[devEnvRow]{load: m.loadDevEnvs,
		thing: func(r *devEnvRow) subject { return subject{env: r.DevEnv} },
		table: table[devEnvRow]{columns: m.devEnvColumns(fleet), sort: ordering{column: "status"},
			keyOf: func(r *devEnvRow) key { return key{path: r.Path()} }}}
	l.asks = inventory.Fields(types.DevEnvs)
	l.rowOf = func(r *devEnvRow) inventory.Row { return inventory.DevEnvRow(r.DevEnv, r.use, r.owner) }
	l.same = func(a, b *devEnvRow) bool { return a.DevEnv == b.DevEnv && a.owner == b.owner }
	l.mark = func(r *devEnvRow, c *canvas) styles.Surface { return m.news.surface(key{path: r.Path()}, c.now) }
	if fleet {
		l.load = m.loadAllDevEnvs
	}
	return l
}

func newSessions(m *Model, fleet bool) list[sessionRow] {
	keyOf := func(r *sessionRow) key { return key{path: r.env.Path(), session: r.ID} }
	l := list[sessionRow]{load: m.loadSessions,
		thing: func(r *sessionRow) subject { return subject{env: r.env, session: &r.Session} },
		table: table[sessionRow]{columns: m.sessionColumns(fleet), sort: ordering{column: "started", down: true}, keyOf: keyOf}}
	l.asks = inventory.Fields(types.Sessions)
	l.rowOf = func(r *sessionRow) inventory.Row { return inventory.SessionRow(r.env, &r.Session, r.owner) }
	l.same = func(a, b *sessionRow) bool { return a.env == b.env && a.ID == b.ID && a.owner == b.owner }
	l.mark = func(r *sessionRow, c *canvas) styles.Surface { return m.news.surface(keyOf(r), c.now) }
	if fleet {
		l.load = m.loadAllSessions
	}
	return l
}

// boxes are the framed lists of the view, from the left.
func (m *Model) boxes() []box {
	if m.view != browseView {
		return []box{m.box(m.at.body, m.list(), m.fleetTitle(), true)}
	}
	boxes := make([]box, 0, 4)
	for p := spacesPane; p <= sessionsPane; p++ {
		if r := m.at.panes[p]; r.w > 0 {
			boxes = append(boxes, m.box(r, m.lists.pane(p), m.paneTitle(p), p == m.pane))
		}
	}
	return boxes
}

func (m *Model) box(r rect, l sheet, title []piece, focused bool) box {
	b := box{rect: r, list: l, title: title, focused: focused, cols: l.fit(r.inner().w)}
	if focused {
		b.title[0].role = styles.Strong
	}
	if _, shown, _ := l.place(); shown == 0 {
		e := m.emptiness(l)
		b.empty = wrapped(e.text, r.inner().w-emptyMargin, e.role)
	}
	return b
}

var paneTitles = [...]string{"Spaces", "Projects", "Dev environments", "Sessions"}

// parentOf is the list that pane p shows.
func (m *Model) parentOf(p pane) types.Path {
	switch p {
	case projectsPane:
		return m.lists.projects.parent
	case devEnvsPane:
		return m.lists.devEnvs.parent
	case sessionsPane:
		return m.lists.sessions.parent
	}
	return types.Path{}
}

func (m *Model) paneTitle(p pane) []piece {
	ps := []piece{{styles.Dim, paneTitles[p] + m.countOf(m.lists.pane(p))}}
	parent := m.parentOf(p)
	if int(parent.Kind()) != int(p) {
		return ps
	}
	l, known := m.inv.List(parent)
	ps = append(ps, m.listState(l, known, parent)...)
	if p == devEnvsPane {
		if t := m.inv.Totals(parent); t.Running > 0 {
			ps = append(ps, piece{styles.Good, m.theme.Running + " " + strconv.Itoa(t.Running) + " running"})
		}
	}
	return append(ps, m.filterNote(m.lists.pane(p))...)
}

func (m *Model) fleetTitle() []piece {
	l := m.list()
	ps := []piece{{styles.Strong, [...]string{"", "Dev environments", "Sessions", "Activity"}[m.view] + m.countOf(l)}}
	f := m.inv.Freshness()
	note := func(n int, what string, r styles.Role) {
		if n > 0 {
			ps = append(ps, piece{r, strconv.Itoa(n) + plural(n, " list") + " " + what})
		}
	}
	note(f.Denied+f.Gone, m.theme.Denied+" not accessible", styles.Dim)
	note(f.Stale, "stale", styles.Busy)
	note(f.Unread, "not read yet", styles.Busy)
	return ps
}

// countOf is the number of rows, with the ones a filter leaves and the marked ones where there are any.
func (m *Model) countOf(l sheet) string {
	shown, all, marked := l.count()
	text := " " + count(all)
	if l.filtered() != "" {
		text = " " + count(shown) + "/" + count(all)
	}
	if marked > 0 {
		text += " " + m.theme.Mark + count(marked)
	}
	return text
}

func (m *Model) filterNote(l sheet) []piece {
	if l.filtered() == "" {
		return nil
	}
	return []piece{{styles.Accent, "/" + l.filtered()}}
}

// listState says what a list is if it is not simply fresh.
func (m *Model) listState(l inventory.List, known bool, p types.Path) []piece {
	switch {
	case p.Kind() == types.Sessions && !m.running(p):
		return nil
	case l.Err != nil:
		return m.trouble(l)
	case l.More:
		return []piece{{styles.Busy, "reading " + strconv.Itoa(l.Items.Len()) + m.theme.More}}
	case !known || l.At.IsZero():
		return []piece{{styles.Busy, "reading" + m.theme.More}}
	}
	return nil
}

func (m *Model) running(p types.Path) bool {
	e := m.inv.DevEnv(p)
	return e != nil && e.Status == types.Running
}

// trouble is why a list is not fresh, how old it is, and when it is tried again.
func (m *Model) trouble(l inventory.List) []piece {
	switch l.Err.Reason {
	case types.Denied:
		return []piece{{styles.Bad, m.theme.Denied + " no access"}}
	case types.Gone:
		return []piece{{styles.Bad, m.theme.Denied + " gone"}}
	}
	text := troubleWord(l.Err.Reason)
	if !l.At.IsZero() {
		text = span(m.now.Sub(l.At)) + " old " + m.theme.Dot + " " + text
	}
	ps := []piece{{styles.Busy, text}}
	if wait := l.Retry.Sub(m.now); !l.Retry.IsZero() && wait > -time.Second {
		ps = append(ps, piece{styles.Busy, m.theme.Dot + " retrying in " + span(wait+time.Second/2)})
	}
	return ps
}

func troubleWord(r types.Reason) string {
	switch r {
	case types.SignIn:
		return "not signed in"
	case types.Throttled:
		return "throttled"
	case types.Unreachable:
		return "unreachable"
	case types.TLS:
		return "not trusted"
	case types.Blocked:
		return "blocked"
	case types.Incomplete:
		return "incomplete"
	}
	return "failed"
}

// emptiness is what to say where there are no rows.
func (m *Model) emptiness(s sheet) piece {
	if _, all, _ := s.count(); all > 0 {
		return piece{styles.Dim, "Nothing matches the filter"}
	}
	if m.view != browseView {
		return piece{styles.Dim, m.fleetEmptiness()}
	}
	for p := spacesPane; p <= sessionsPane; p++ {
		if m.lists.pane(p) == s {
			return m.paneEmptiness(p)
		}
	}
	return piece{}
}

func (m *Model) fleetEmptiness() string {
	if m.view == activityView {
		return "Nothing has changed since you began to watch"
	}
	if m.inv.Freshness().Unread > 0 {
		return "Reading" + m.theme.More
	}
	return "None"
}

func (m *Model) paneEmptiness(p pane) piece {
	parent := m.parentOf(p)
	if int(parent.Kind()) != int(p) {
		return piece{}
	}
	l, known := m.inv.List(parent)
	switch {
	case p == sessionsPane && !m.running(parent):
		return piece{styles.Dim, "Not running"}
	case l.Err != nil:
		return piece{styles.Bad, m.briefReason(l.Err)}
	case !known || l.At.IsZero():
		return piece{styles.Busy, "Reading" + m.theme.More}
	case p == sessionsPane:
		return piece{styles.Unused, "Nobody is connected"}
	case p == devEnvsPane:
		return piece{styles.Dim, "No dev environments"}
	}
	return piece{styles.Dim, "None"}
}
