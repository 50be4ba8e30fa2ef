package tui

import (
	"cmp"
	"strings"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/styles"
)

// devEnvRow is one dev environment with how it is used, as it was when the row was loaded.
type devEnvRow struct {
	*types.DevEnv
	owner string
	use   inventory.Use
}

func (m *Model) loadDevEnvs() (snapshot[devEnvRow], int) {
	parent := m.lists.devEnvs.parent
	if parent.Project == "" {
		return ready[devEnvRow](nil, nil)
	}
	return ready(m.devEnvRows(parent), m.buried(parent))
}

func (m *Model) loadAllDevEnvs() (snapshot[devEnvRow], int) {
	if m.lists.envShelf.mend(m.devEnvRows) {
		m.lists.allDevEnvs.stale()
	}
	return m.lists.envShelf.all(m.buried(types.Path{}))
}

func (m *Model) devEnvRows(project types.Path) []devEnvRow {
	l, _ := m.inv.List(project)
	rows := make([]devEnvRow, 0, len(l.Items.DevEnvs))
	for i := range l.Items.DevEnvs {
		e := &l.Items.DevEnvs[i]
		if e.Status.Hidden() && !m.hidden {
			continue
		}
		r := devEnvRow{DevEnv: e, owner: m.owner(e)}
		if e.Status == types.Running {
			r.use = m.inv.Use(e.Path())
		}
		rows = append(rows, r)
	}
	return rows
}

// buried are the environments that have just gone from under parent.
func (m *Model) buried(parent types.Path) (rows []devEnvRow) {
	for _, g := range m.news.gone {
		if g.env != nil && parent.Contains(g.key.path) && m.inv.DevEnv(g.key.path) == nil {
			rows = append(rows, devEnvRow{DevEnv: g.env, owner: m.owner(g.env)})
		}
	}
	return rows
}

func (r *devEnvRow) unused() bool { return !r.use.Since.IsZero() }

func (m *Model) devEnvColumns(fleet bool) []column[devEnvRow] {
	cols := []column[devEnvRow]{
		{name: "state", title: "", min: 1, cell: func(c *canvas, r *devEnvRow) styles.Role { return devEnvGlyph(c, r) }},
		textColumn("name", "NAME", 16, 40, 0, styles.Text, func(r *devEnvRow) string { return r.Name() }),
	}
	if fleet {
		cols = append(cols, placeColumns(func(r *devEnvRow) *types.DevEnv { return r.DevEnv })...)
	}
	cols = append(cols, m.stateColumns(fleet)...)
	return append(cols, m.moreColumns()...)
}

// placeColumns say where an environment is, for the fleet-wide views.
func placeColumns[R any](env func(*R) *types.DevEnv) []column[R] {
	return []column[R]{
		textColumn("space", "SPACE", 7, 24, 7, styles.Dim, func(r *R) string { return env(r).Space.String() }),
		textColumn("project", "PROJECT", 7, 24, 8, styles.Dim, func(r *R) string { return env(r).Project.String() }),
	}
}

func (m *Model) stateColumns(fleet bool) []column[devEnvRow] {
	cols := []column[devEnvRow]{
		{name: "status", title: "STATUS", min: 8, max: 16, keep: 9,
			cell:  func(c *canvas, r *devEnvRow) styles.Role { c.str(r.StatusWord()); return statusRole(r) },
			width: func(r *devEnvRow) int { return textWidth(r.StatusWord()) },
			less:  func(a, b *devEnvRow) int { return cmp.Compare(urgency(a), urgency(b)) }},
		{name: "size", title: "SIZE", min: 6, keep: 5,
			cell: func(c *canvas, r *devEnvRow) styles.Role { c.str(r.Size()); return styles.Dim },
			less: func(a, b *devEnvRow) int { return cmp.Compare(sizeOrder(a.Size()), sizeOrder(b.Size())) }, down: true},
		{name: "stops", title: "STOPS", min: 6, keep: 6,
			cell: func(c *canvas, r *devEnvRow) styles.Role { return stops(c, r) },
			less: func(a, b *devEnvRow) int { return cmp.Compare(stopsAfter(a), stopsAfter(b)) }, down: true},
	}
	use := column[devEnvRow]{name: "use", title: "IN USE", min: 13, max: 44, keep: 7,
		cell:  func(c *canvas, r *devEnvRow) styles.Role { return inUse(c, r) },
		width: func(r *devEnvRow) int { return max(13, textWidth(r.Reason.String())) },
		less:  func(a, b *devEnvRow) int { return cmp.Compare(a.use.Sessions, b.use.Sessions) }, down: true}
	if !fleet {
		return append(cols, use)
	}
	return append(cols,
		column[devEnvRow]{name: "sessions", title: "SESSIONS", min: 8, keep: 7, down: true,
			cell: func(c *canvas, r *devEnvRow) styles.Role { return sessionCount(c, r) },
			less: func(a, b *devEnvRow) int { return cmp.Compare(a.use.Sessions, b.use.Sessions) }},
		column[devEnvRow]{name: "unused", title: "UNUSED", min: 8, keep: 8, down: true,
			cell: func(c *canvas, r *devEnvRow) styles.Role { return unusedFor(c, r) },
			less: func(a, b *devEnvRow) int { return -a.use.Since.Compare(b.use.Since) * known(a, b) }})
}

// known is 1 where both are unused, so that they compare by how long; else it sorts the unused one up.
func known(a, b *devEnvRow) int {
	if a.unused() == b.unused() {
		return 1
	}
	return -1
}

func (m *Model) moreColumns() []column[devEnvRow] {
	return []column[devEnvRow]{
		textColumn("owner", "OWNER", 5, 20, 4, styles.Dim, func(r *devEnvRow) string { return r.owner }),
		textColumn("repository", "REPOSITORY", 10, 32, 3, styles.Dim, func(r *devEnvRow) string { return r.Repos.String() }),
		{name: "changed", title: "CHANGED", min: 7, keep: 2, down: true,
			cell: func(c *canvas, r *devEnvRow) styles.Role { return ago(c, r.Updated) },
			less: func(a, b *devEnvRow) int { return cmp.Compare(a.Updated, b.Updated) }},
		extra(textColumn("ide", "IDE", 6, 20, 1, styles.Dim, func(r *devEnvRow) string { return r.IDE.String() })),
		extra(textColumn("vpc", "VPC", 3, 20, 1, styles.Dim, func(r *devEnvRow) string { return r.VPC.String() })),
		extra(column[devEnvRow]{name: "disk", title: "DISK", min: 5, keep: 1, down: true,
			cell: func(c *canvas, r *devEnvRow) styles.Role { return some(c, int(r.Storage), styles.Dim) },
			less: func(a, b *devEnvRow) int { return cmp.Compare(a.Storage, b.Storage) }}),
		extra(textColumn("reason", "REASON", 6, 40, 1, styles.Bad, func(r *devEnvRow) string { return r.Reason.String() })),
		extra(textColumn("id", "ID", 8, 36, 1, styles.Dim, func(r *devEnvRow) string { return r.ID })),
	}
}

// extra is a column that is shown only when it is asked for.
func extra[R any](c column[R]) column[R] {
	c.extra = true
	return c
}

func devEnvGlyph(c *canvas, r *devEnvRow) styles.Role {
	switch {
	case r.unused():
		c.str(c.Unused)
	case r.Status == types.Running:
		c.str(c.Running)
	case r.Status == types.Stopped:
		c.str(c.Stopped)
	case r.Status == types.Failed:
		c.str(c.Failed)
	case r.Status.Transitional():
		c.str(c.Moving)
	default:
		c.str(c.Other)
	}
	return statusRole(r)
}

func statusRole(r *devEnvRow) styles.Role {
	switch {
	case r.unused():
		return styles.Unused
	case r.Status == types.Running:
		return styles.Good
	case r.Status == types.Failed:
		return styles.Bad
	case r.Status.Transitional() || r.Status == types.StatusUnknown:
		return styles.Busy
	}
	return styles.Dim
}

// urgencies order statuses by how soon somebody should look; what is RUNNING unused comes after what failed.
var urgencies = [...]int{
	types.Failed: 0, types.StatusUnknown: 2, types.Running: 3, types.Starting: 4, types.Pending: 5, types.Stopping: 6,
	types.Deleting: 7, types.Stopped: 8, types.Deleted: 9,
}

func urgency(r *devEnvRow) int {
	if r.unused() {
		return 1
	}
	return urgencies[min(int(r.Status), len(urgencies)-1)]
}

func sizeOrder(size string) int {
	for i, s := range []string{"small", "medium", "large", "xlarge"} {
		if s == size {
			return i + 1
		}
	}
	return 0
}

// stopsAfter orders time-outs with never as the longest.
func stopsAfter(r *devEnvRow) int {
	if r.Timeout == 0 {
		return 1 << 20
	}
	return int(r.Timeout)
}

func stops(c *canvas, r *devEnvRow) styles.Role {
	switch {
	case r.Timeout > 0 && r.Timeout%60 == 0 && r.Timeout > 60:
		c.num(int(r.Timeout / 60))
		c.str("h")
		return styles.Dim
	case r.Timeout > 0:
		c.num(int(r.Timeout))
		c.str("m")
		return styles.Dim
	}
	c.str("never")
	if r.Status == types.Running {
		return styles.Bad
	}
	return styles.Dim
}

func inUse(c *canvas, r *devEnvRow) styles.Role {
	switch {
	case r.use.Sessions > 0:
		return sessionsInUse(c, r)
	case r.unused():
		c.str("unused ")
		return unusedFor(c, r)
	case r.Status == types.Running:
		c.str(c.More)
		return styles.Dim
	case r.Status.Transitional():
		c.str(strings.ToLower(r.StatusWord()))
		return styles.Busy
	}
	c.str(r.Reason.String())
	return styles.Bad
}

func sessionsInUse(c *canvas, r *devEnvRow) styles.Role {
	c.num(r.use.Sessions)
	c.str(plural(r.use.Sessions, " session"))
	return styles.Info
}

func sessionCount(c *canvas, r *devEnvRow) styles.Role {
	switch {
	case r.Status != types.Running:
		return styles.Dim
	case !r.use.Known:
		c.str(c.More)
		return styles.Dim
	case r.use.Sessions == 0:
		c.str("0")
		return styles.Dim
	}
	c.num(r.use.Sessions)
	return styles.Info
}

// unusedFor is derived from watching, hence the ~.
func unusedFor(c *canvas, r *devEnvRow) styles.Role {
	if r.unused() {
		c.str(c.About)
		c.age(r.use.Since.Unix())
	}
	return styles.Unused
}

func ago(c *canvas, unix int64) styles.Role {
	if unix > 0 {
		c.age(unix)
	}
	return styles.Dim
}
