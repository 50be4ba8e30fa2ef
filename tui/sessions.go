package tui

import (
	"cmp"
	"strings"

	"catwatch/fetch/types"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// sessionRow is one active session with the dev environment it is a session of.
type sessionRow struct {
	env *types.DevEnv
	types.Session
	owner string
}

func (m *Model) loadSessions() (table.Snapshot[sessionRow], int) {
	parent := m.lists.sessions.Parent
	env := m.inv.DevEnv(parent)
	if env == nil {
		return table.Ready[sessionRow](nil, nil)
	}
	return table.Ready(m.sessionRows(nil, env), m.ended(parent))
}

func (m *Model) loadAllSessions() (table.Snapshot[sessionRow], int) {
	if m.lists.sessionRows.Refresh(m.sessionsUnder) {
		m.lists.allSessions.Stale()
	}
	return m.lists.sessionRows.All(m.ended(types.Path{}))
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

// ended are the sessions under parent that have just ended.
func (m *Model) ended(parent types.Path) (rows []sessionRow) {
	for _, g := range m.news.gone {
		if env := m.inv.DevEnv(g.key.Path); g.session != nil && parent.Contains(g.key.Path) && env != nil {
			rows = append(rows, sessionRow{env, *g.session, m.owner(env)})
		}
	}
	return rows
}

func (m *Model) sessionColumns(fleet bool) []table.Column[sessionRow] {
	cols := []table.Column[sessionRow]{
		{Name: "state", Title: "", Min: 1, Cell: func(c *cell.Canvas, _ *sessionRow) styles.Role { c.Str(c.Theme.Session); return styles.Info }},
		{Name: "session", Title: "SESSION", Min: 8, Max: 40,
			Cell:  func(c *cell.Canvas, r *sessionRow) styles.Role { c.Str(r.ID); return styles.Text },
			Width: func(r *sessionRow) int { return cell.TextWidth(r.ID) },
			Less:  func(a, b *sessionRow) int { return strings.Compare(a.ID, b.ID) }},
	}
	if fleet {
		cols = append(cols, table.TextColumn("environment", "ENVIRONMENT", 11, 40, 8, styles.Text, func(r *sessionRow) string { return r.env.Name() }))
		cols = append(cols, placeColumns(func(r *sessionRow) *types.DevEnv { return r.env })...)
	}
	cols = append(cols, table.Column[sessionRow]{Name: "started", Title: "STARTED", Min: 10, Keep: 9, Down: true,
		Cell: func(c *cell.Canvas, r *sessionRow) styles.Role { return startedAgo(c, r) },
		Less: func(a, b *sessionRow) int { return cmp.Compare(a.Started, b.Started) }})
	if fleet {
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
