package tui

import (
	"cmp"
	"strings"

	"catwatch/fetch/types"
	"catwatch/styles"
)

// sessionRow is one active session with the dev environment it is a session of.
type sessionRow struct {
	env *types.DevEnv
	types.Session
	owner string
}

func (m *Model) loadSessions() (snapshot[sessionRow], int) {
	parent := m.lists.sessions.parent
	env := m.inv.DevEnv(parent)
	if env == nil {
		return ready[sessionRow](nil, nil)
	}
	return ready(m.sessionRows(nil, env), m.ended(parent))
}

func (m *Model) loadAllSessions() (snapshot[sessionRow], int) {
	if m.lists.sessionShelf.mend(m.sessionsUnder) {
		m.lists.allSessions.stale()
	}
	return m.lists.sessionShelf.all(m.ended(types.Path{}))
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
		if env := m.inv.DevEnv(g.key.path); g.session != nil && parent.Contains(g.key.path) && env != nil {
			rows = append(rows, sessionRow{env, *g.session, m.owner(env)})
		}
	}
	return rows
}

func (m *Model) sessionColumns(fleet bool) []column[sessionRow] {
	cols := []column[sessionRow]{
		{name: "state", title: "", min: 1, cell: func(c *canvas, _ *sessionRow) styles.Role { c.str(c.Theme.Session); return styles.Info }},
		{name: "session", title: "SESSION", min: 8, max: 40,
			cell:  func(c *canvas, r *sessionRow) styles.Role { c.str(r.ID); return styles.Text },
			width: func(r *sessionRow) int { return textWidth(r.ID) },
			less:  func(a, b *sessionRow) int { return strings.Compare(a.ID, b.ID) }},
	}
	if fleet {
		cols = append(cols, textColumn("environment", "ENVIRONMENT", 11, 40, 8, styles.Text, func(r *sessionRow) string { return r.env.Name() }))
		cols = append(cols, placeColumns(func(r *sessionRow) *types.DevEnv { return r.env })...)
	}
	cols = append(cols, column[sessionRow]{name: "started", title: "STARTED", min: 10, keep: 9, down: true,
		cell: func(c *canvas, r *sessionRow) styles.Role { return startedAgo(c, r) },
		less: func(a, b *sessionRow) int { return cmp.Compare(a.Started, b.Started) }})
	if fleet {
		cols = append(cols, textColumn("owner", "OWNER", 5, 20, 5, styles.Text, func(r *sessionRow) string { return r.owner }))
	}
	return cols
}

func startedAgo(c *canvas, r *sessionRow) styles.Role {
	if r.Started == 0 {
		return styles.Dim
	}
	c.age(r.Started)
	c.str(" ago")
	return styles.Dim
}
