package tui

import (
	"strconv"
	"time"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/filter"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

func newLists(m *Model) lists {
	s := lists{}
	s.spaces = table.List[spaceRow]{Load: m.loadSpaces,
		Thing: func(r *spaceRow) table.Subject { return table.Subject{Space: r.Space} },
		Table: table.Table[spaceRow]{Columns: m.spaceColumns(), Sort: table.Sorting{Column: "name"},
			KeyOf: func(r *spaceRow) table.Key { return table.Key{Path: types.Path{Space: r.Name}} }}}
	s.projects = table.List[projectRow]{Load: m.loadProjects,
		Thing: func(r *projectRow) table.Subject { return table.Subject{Project: r.Project} },
		Table: table.Table[projectRow]{Columns: m.projectColumns(), Sort: table.Sorting{Column: "name"},
			KeyOf: func(r *projectRow) table.Key { return table.Key{Path: types.Path{Space: r.space, Project: r.Name}} }}}
	s.devEnvs = newDevEnvs(m, false)
	s.allDevEnvs = newDevEnvs(m, true)
	s.sessions = newSessions(m, false)
	s.allSessions = newSessions(m, true)
	s.activity = table.List[activityRow]{Load: m.loadActivity,
		Thing: func(r *activityRow) table.Subject { return table.Subject{Change: &r.Change, Env: m.inv.DevEnv(r.Path)} },
		Table: table.Table[activityRow]{Columns: m.activityColumns(), Sort: table.Sorting{Column: "time", Down: true},
			KeyOf: func(r *activityRow) table.Key {
				return table.Key{Path: r.Path, Session: r.Session, Entry: r.number}
			}}}
	s.spaces.Asks, s.projects.Asks = inventory.Fields(types.Spaces), inventory.Fields(types.Projects)
	s.spaces.Mark = func(r *spaceRow, c *cell.Canvas) styles.Surface {
		return m.news.surface(table.Key{Path: types.Path{Space: r.Name}}, c.Now)
	}
	s.projects.Mark = func(r *projectRow, c *cell.Canvas) styles.Surface {
		return m.news.surface(table.Key{Path: types.Path{Space: r.space, Project: r.Name}}, c.Now)
	}
	s.spaces.RowOf = func(r *spaceRow) inventory.Row { return inventory.SpaceRow(r.Space) }
	s.projects.RowOf = func(r *projectRow) inventory.Row { return inventory.ProjectRow(r.space, r.Project) }
	s.activity.Asks = filter.Of(filter.Space, filter.Project, filter.Env, filter.ID)
	s.activity.RowOf = func(r *activityRow) inventory.Row { return inventory.ChangeRow(&r.Change, m.happened(&r.Change)) }
	s.activity.Same = func(a, b *activityRow) bool { return a.number == b.number && a.others == b.others }
	s.allStale()
	return s
}

func newDevEnvs(m *Model, fleet bool) table.List[devEnvRow] {
	l := table.List[devEnvRow]{Load: m.loadDevEnvs,
		Thing: func(r *devEnvRow) table.Subject { return table.Subject{Env: r.DevEnv} },
		Table: table.Table[devEnvRow]{Columns: m.devEnvColumns(fleet), Sort: table.Sorting{Column: "status"},
			KeyOf: func(r *devEnvRow) table.Key { return table.Key{Path: r.Path()} }}}
	l.Asks = inventory.Fields(types.DevEnvs)
	l.RowOf = func(r *devEnvRow) inventory.Row { return inventory.DevEnvRow(r.DevEnv, r.use, r.owner) }
	l.Same = func(a, b *devEnvRow) bool { return a.DevEnv == b.DevEnv && a.owner == b.owner }
	l.Mark = func(r *devEnvRow, c *cell.Canvas) styles.Surface {
		return m.news.surface(table.Key{Path: r.Path()}, c.Now)
	}
	if fleet {
		l.Load = m.loadAllDevEnvs
	}
	return l
}

func newSessions(m *Model, fleet bool) table.List[sessionRow] {
	keyOf := func(r *sessionRow) table.Key { return table.Key{Path: r.env.Path(), Session: r.ID} }
	l := table.List[sessionRow]{Load: m.loadSessions,
		Thing: func(r *sessionRow) table.Subject { return table.Subject{Env: r.env, Session: &r.Session} },
		Table: table.Table[sessionRow]{Columns: m.sessionColumns(fleet), Sort: table.Sorting{Column: "started", Down: true}, KeyOf: keyOf}}
	l.Asks = inventory.Fields(types.Sessions)
	l.RowOf = func(r *sessionRow) inventory.Row { return inventory.SessionRow(r.env, &r.Session, r.owner) }
	l.Same = func(a, b *sessionRow) bool { return a.env == b.env && a.ID == b.ID && a.owner == b.owner }
	l.Mark = func(r *sessionRow, c *cell.Canvas) styles.Surface { return m.news.surface(keyOf(r), c.Now) }
	if fleet {
		l.Load = m.loadAllSessions
	}
	return l
}

// boxes are the framed lists of the view, from the left.
func (m *Model) boxes() []table.Box {
	if m.view != browseView {
		return []table.Box{m.box(m.at.body, m.list(), m.fleetTitle(), true)}
	}
	boxes := make([]table.Box, 0, 4)
	for p := spacesPane; p <= sessionsPane; p++ {
		if r := m.at.panes[p]; r.W > 0 {
			boxes = append(boxes, m.box(r, m.lists.pane(p), m.paneTitle(p), p == m.pane))
		}
	}
	return boxes
}

func (m *Model) box(r cell.Rect, l table.View, title []cell.Span, focused bool) table.Box {
	b := table.Box{Rect: r, List: l, Title: title, Focused: focused, Cols: l.Fit(r.Inner().W)}
	if focused {
		b.Title[0].Role = styles.Strong
	}
	if _, shown, _ := l.Position(); shown == 0 {
		e := m.emptiness(l)
		b.Empty = wrapped(e.Text, r.Inner().W-table.EmptyMargin, e.Role)
	}
	return b
}

var paneTitles = [...]string{"Spaces", "Projects", "Dev environments", "Sessions"}

// parentOf is the list that pane p shows.
func (m *Model) parentOf(p pane) types.Path {
	switch p {
	case projectsPane:
		return m.lists.projects.Parent
	case devEnvsPane:
		return m.lists.devEnvs.Parent
	case sessionsPane:
		return m.lists.sessions.Parent
	}
	return types.Path{}
}

func (m *Model) paneTitle(p pane) []cell.Span {
	ps := []cell.Span{{Role: styles.Dim, Text: paneTitles[p] + m.countOf(m.lists.pane(p))}}
	parent := m.parentOf(p)
	if int(parent.Kind()) != int(p) {
		return ps
	}
	l, known := m.inv.List(parent)
	ps = append(ps, m.listState(l, known, parent)...)
	if p == devEnvsPane {
		if t := m.inv.Totals(parent); t.Running > 0 {
			ps = append(ps, cell.Span{Role: styles.Good, Text: m.theme.Running + " " + strconv.Itoa(t.Running) + " running"})
		}
	}
	return append(ps, m.filterNote(m.lists.pane(p))...)
}

func (m *Model) fleetTitle() []cell.Span {
	l := m.list()
	ps := []cell.Span{{Role: styles.Strong, Text: [...]string{"", "Dev environments", "Sessions", "Activity"}[m.view] + m.countOf(l)}}
	f := m.inv.Freshness()
	note := func(n int, what string, r styles.Role) {
		if n > 0 {
			ps = append(ps, cell.Span{Role: r, Text: strconv.Itoa(n) + plural(n, " list") + " " + what})
		}
	}
	note(f.Denied+f.Gone, m.theme.Denied+" not accessible", styles.Dim)
	note(f.Stale, "stale", styles.Busy)
	note(f.Unread, "not read yet", styles.Busy)
	return ps
}

// countOf is the number of rows, with the ones a filter leaves and the marked ones where there are any.
func (m *Model) countOf(l table.View) string {
	shown, all, marked := l.Count()
	text := " " + count(all)
	if l.Filtered() != "" {
		text = " " + count(shown) + "/" + count(all)
	}
	if marked > 0 {
		text += " " + m.theme.Mark + count(marked)
	}
	return text
}

func (m *Model) filterNote(l table.View) []cell.Span {
	if l.Filtered() == "" {
		return nil
	}
	return []cell.Span{{Role: styles.Accent, Text: "/" + l.Filtered()}}
}

// listState says what a list is if it is not simply fresh.
func (m *Model) listState(l inventory.List, known bool, p types.Path) []cell.Span {
	switch {
	case p.Kind() == types.Sessions && !m.running(p):
		return nil
	case l.Err != nil:
		return m.trouble(l)
	case l.More:
		return []cell.Span{{Role: styles.Busy, Text: "reading " + strconv.Itoa(l.Items.Len()) + m.theme.More}}
	case !known || l.At.IsZero():
		return []cell.Span{{Role: styles.Busy, Text: "reading" + m.theme.More}}
	}
	return nil
}

func (m *Model) running(p types.Path) bool {
	e := m.inv.DevEnv(p)
	return e != nil && e.Status == types.Running
}

// trouble is why a list is not fresh, how old it is, and when it is tried again.
func (m *Model) trouble(l inventory.List) []cell.Span {
	switch l.Err.Reason {
	case types.Denied:
		return []cell.Span{{Role: styles.Bad, Text: m.theme.Denied + " no access"}}
	case types.Gone:
		return []cell.Span{{Role: styles.Bad, Text: m.theme.Denied + " gone"}}
	}
	text := troubleWord(l.Err.Reason)
	if !l.At.IsZero() {
		text = cell.Duration(m.now.Sub(l.At)) + " old " + m.theme.Dot + " " + text
	}
	ps := []cell.Span{{Role: styles.Busy, Text: text}}
	if wait := l.Retry.Sub(m.now); !l.Retry.IsZero() && wait > -time.Second {
		ps = append(ps, cell.Span{Role: styles.Busy, Text: m.theme.Dot + " retrying in " + cell.Duration(wait+time.Second/2)})
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
func (m *Model) emptiness(s table.View) cell.Span {
	if _, all, _ := s.Count(); all > 0 {
		return cell.Span{Role: styles.Dim, Text: "Nothing matches the filter"}
	}
	if m.view != browseView {
		return cell.Span{Role: styles.Dim, Text: m.fleetEmptiness()}
	}
	for p := spacesPane; p <= sessionsPane; p++ {
		if m.lists.pane(p) == s {
			return m.paneEmptiness(p)
		}
	}
	return cell.Span{}
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

func (m *Model) paneEmptiness(p pane) cell.Span {
	parent := m.parentOf(p)
	if int(parent.Kind()) != int(p) {
		return cell.Span{}
	}
	l, known := m.inv.List(parent)
	switch {
	case p == sessionsPane && !m.running(parent):
		return cell.Span{Role: styles.Dim, Text: "Not running"}
	case l.Err != nil:
		return cell.Span{Role: styles.Bad, Text: m.briefReason(l.Err)}
	case !known || l.At.IsZero():
		return cell.Span{Role: styles.Busy, Text: "Reading" + m.theme.More}
	case p == sessionsPane:
		return cell.Span{Role: styles.Unused, Text: "Nobody is connected"}
	case p == devEnvsPane:
		return cell.Span{Role: styles.Dim, Text: "No dev environments"}
	}
	return cell.Span{Role: styles.Dim, Text: "None"}
}
