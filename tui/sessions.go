package tui

import (
	"cmp"
	"strings"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// viewSessions shows every session there is.
func viewSessions() view {
	return view{
		action: keymap.Sessions, tab: "Sessions", title: "Sessions",
		help:  "Every active session there is, newest first.",
		list:  func(m *Model) table.View { return newAllSessions(m) },
		notes: (*Model).missingLists, empty: (*Model).noneListed,
	}
}

func newAllSessions(m *Model) *table.List[sessionRow] {
	l, rows := newSessions(m, true), newRowCache[sessionRow](m)
	l.Load = func() (table.Snapshot[sessionRow], int) {
		if rows.Refresh(m.sessionsUnder) {
			l.Stale()
		}
		return rows.All(m.endedSessions(types.Path{}))
	}
	return l
}

// sessionRow is one active session with the dev environment it belongs to.
type sessionRow struct {
	env *types.DevEnv
	types.Session
	owner string
}

// newSessions is a list of sessions: of one dev environment, or with all those there are.
func newSessions(m *Model, all bool) *table.List[sessionRow] {
	keyOf := func(r *sessionRow) table.Key { return table.Key{Path: r.env.Path(), Session: r.ID} }
	return &table.List[sessionRow]{
		SubjectOf: func(r *sessionRow) table.Subject { return table.Subject{Env: r.env, Session: &r.Session} },
		Filters:   inventory.Fields(types.Sessions),
		Table: table.Table[sessionRow]{
			Columns: m.sessionColumns(all), Sort: table.Sorting{Column: "started", Down: true}, KeyOf: keyOf,
			Reader: table.ReadAs(func(r *sessionRow) inventory.Row { return inventory.SessionRow(r.env, &r.Session, r.owner) }),
			Same:   func(a, b *sessionRow) bool { return a.env == b.env && a.ID == b.ID && a.owner == b.owner },
			Mark:   func(r *sessionRow, c *cell.Canvas) styles.Surface { return m.recent.surface(keyOf(r), c.Now) },
		},
	}
}

func (m *Model) sessionsUnder(project types.Path) (rows []sessionRow) {
	l, _ := m.inv.List(project)
	for i := range l.Items.DevEnvs {
		if e := &l.Items.DevEnvs[i]; e.Status == types.Running {
			rows = m.sessionRows(rows, e)
		}
	}
	return rows
}

func (m *Model) sessionRows(rows []sessionRow, env *types.DevEnv) []sessionRow {
	l, _ := m.inv.List(env.Path())
	owner := m.owner(env)
	for _, s := range l.Items.Sessions {
		rows = append(rows, sessionRow{env, s, owner})
	}
	return rows
}

// endedSessions are the sessions under parent that have just ended.
func (m *Model) endedSessions(parent types.Path) (rows []sessionRow) {
	for _, g := range m.recent.removed {
		if env := m.inv.DevEnv(g.key.Path); g.session != nil && parent.Contains(g.key.Path) && env != nil {
			rows = append(rows, sessionRow{env, *g.session, m.owner(env)})
		}
	}
	return rows
}

func (m *Model) sessionColumns(all bool) []table.Column[sessionRow] {
	cols := []table.Column[sessionRow]{
		{Name: "state", Title: "", Min: 1, Cell: func(c *cell.Canvas, _ *sessionRow) styles.Role { c.Str(c.Theme.Session); return styles.Info }},
		{Name: "session", Title: "SESSION", Min: 8, Max: 40,
			Cell:  func(c *cell.Canvas, r *sessionRow) styles.Role { c.Str(r.ID); return styles.Text },
			Width: func(r *sessionRow) int { return cell.TextWidth(r.ID) },
			Less:  func(a, b *sessionRow) int { return strings.Compare(a.ID, b.ID) }},
	}
	if all {
		cols = append(cols, table.TextColumn("environment", "ENVIRONMENT", 11, 40, 8, styles.Text, func(r *sessionRow) string { return r.env.Name() }))
		cols = append(cols, placeColumns(func(r *sessionRow) *types.DevEnv { return r.env })...)
	}
	cols = append(cols, table.Column[sessionRow]{Name: "started", Title: "STARTED", Min: 10, Keep: 9, Down: true,
		Cell: func(c *cell.Canvas, r *sessionRow) styles.Role { return startedAgo(c, r) },
		Less: func(a, b *sessionRow) int { return cmp.Compare(a.Started, b.Started) }})
	if all {
		cols = append(cols, table.TextColumn("owner", "OWNER", 5, 20, 5, styles.Text, func(r *sessionRow) string { return r.owner }))
	}
	return cols
}

func startedAgo(c *cell.Canvas, r *sessionRow) styles.Role {
	if r.Started == 0 {
		return styles.Dim
	}
	c.Age(r.Started)
	c.Str(" ago")
	return styles.Dim
}
