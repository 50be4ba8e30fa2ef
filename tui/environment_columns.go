package tui

import (
	"cmp"
	"strings"

	"catwatch/fetch/types"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

func (m *Model) devEnvColumns(all bool) []table.Column[devEnvRow] {
	cols := []table.Column[devEnvRow]{
		{Name: "state", Title: "", Min: 1, Cell: func(c *cell.Canvas, r *devEnvRow) styles.Role { return devEnvGlyph(c, r) }},
		table.TextColumn("name", "NAME", 16, 40, 0, styles.Text, func(r *devEnvRow) string { return r.Name() }),
	}
	if all {
		cols = append(cols, placeColumns(func(r *devEnvRow) *types.DevEnv { return r.DevEnv })...)
	}
	cols = append(cols, m.stateColumns(all)...)
	return append(cols, m.moreColumns()...)
}

// placeColumns say where an environment is, for views that show those of every project.
func placeColumns[R any](env func(*R) *types.DevEnv) []table.Column[R] {
	return []table.Column[R]{
		table.TextColumn("space", "SPACE", 7, 24, 7, styles.Dim, func(r *R) string { return env(r).Space.String() }),
		table.TextColumn("project", "PROJECT", 7, 24, 8, styles.Dim, func(r *R) string { return env(r).Project.String() }),
	}
}

func (m *Model) stateColumns(all bool) []table.Column[devEnvRow] {
	cols := []table.Column[devEnvRow]{
		{Name: "status", Title: "STATUS", Min: 8, Max: 16, Keep: 9,
			Cell:  func(c *cell.Canvas, r *devEnvRow) styles.Role { c.Str(r.StatusWord()); return statusRole(r) },
			Width: func(r *devEnvRow) int { return cell.TextWidth(r.StatusWord()) },
			Less:  func(a, b *devEnvRow) int { return cmp.Compare(urgency(a), urgency(b)) }},
		{Name: "size", Title: "SIZE", Min: 6, Keep: 5,
			Cell: func(c *cell.Canvas, r *devEnvRow) styles.Role { c.Str(r.Size()); return styles.Dim },
			Less: func(a, b *devEnvRow) int { return cmp.Compare(sizeOrder(a.Size()), sizeOrder(b.Size())) }, Down: true},
		{Name: "stops", Title: "STOPS", Min: 6, Keep: 6,
			Cell: func(c *cell.Canvas, r *devEnvRow) styles.Role { return stops(c, r) },
			Less: func(a, b *devEnvRow) int { return cmp.Compare(stopsAfter(a), stopsAfter(b)) }, Down: true},
	}
	use := table.Column[devEnvRow]{Name: "use", Title: "IN USE", Min: 13, Max: 44, Keep: 7,
		Cell:  func(c *cell.Canvas, r *devEnvRow) styles.Role { return inUse(c, r) },
		Width: func(r *devEnvRow) int { return max(13, cell.TextWidth(r.Reason.String())) },
		Less:  func(a, b *devEnvRow) int { return cmp.Compare(a.use.Sessions, b.use.Sessions) }, Down: true}
	if !all {
		return append(cols, use)
	}
	return append(cols,
		table.Column[devEnvRow]{Name: "sessions", Title: "SESSIONS", Min: 8, Keep: 7, Down: true,
			Cell: func(c *cell.Canvas, r *devEnvRow) styles.Role { return sessionCount(c, r) },
			Less: func(a, b *devEnvRow) int { return cmp.Compare(a.use.Sessions, b.use.Sessions) }},
		table.Column[devEnvRow]{Name: "unused", Title: "UNUSED", Min: 8, Keep: 8, Down: true,
			Cell: func(c *cell.Canvas, r *devEnvRow) styles.Role { return unusedFor(c, r) },
			Less: func(a, b *devEnvRow) int { return -a.use.Since.Compare(b.use.Since) * known(a, b) }})
}

// known is 1 if both or neither are unused, so that they compare by how long; else it sorts the unused one up.
func known(a, b *devEnvRow) int {
	if a.unused() == b.unused() {
		return 1
	}
	return -1
}

func (m *Model) moreColumns() []table.Column[devEnvRow] {
	return []table.Column[devEnvRow]{
		table.TextColumn("owner", "OWNER", 5, 20, 4, styles.Dim, func(r *devEnvRow) string { return r.owner }),
		table.TextColumn("repository", "REPOSITORY", 10, 32, 3, styles.Dim, func(r *devEnvRow) string { return r.Repos.String() }),
		{Name: "changed", Title: "CHANGED", Min: 7, Keep: 2, Down: true,
			Cell: func(c *cell.Canvas, r *devEnvRow) styles.Role { return ago(c, r.Updated) },
			Less: func(a, b *devEnvRow) int { return cmp.Compare(a.Updated, b.Updated) }},
		extra(table.TextColumn("ide", "IDE", 6, 20, 1, styles.Dim, func(r *devEnvRow) string { return r.IDE.String() })),
		extra(table.TextColumn("vpc", "VPC", 3, 20, 1, styles.Dim, func(r *devEnvRow) string { return r.VPC.String() })),
		extra(table.Column[devEnvRow]{Name: "disk", Title: "DISK", Min: 5, Keep: 1, Down: true,
			Cell: func(c *cell.Canvas, r *devEnvRow) styles.Role { return some(c, int(r.Storage), styles.Dim) },
			Less: func(a, b *devEnvRow) int { return cmp.Compare(a.Storage, b.Storage) }}),
		extra(table.TextColumn("reason", "REASON", 6, 40, 1, styles.Bad, func(r *devEnvRow) string { return r.Reason.String() })),
		extra(table.TextColumn("id", "ID", 8, 36, 1, styles.Dim, func(r *devEnvRow) string { return r.ID })),
	}
}

// extra is a column that is shown only on request.
func extra[R any](c table.Column[R]) table.Column[R] {
	c.Extra = true
	return c
}

func devEnvGlyph(c *cell.Canvas, r *devEnvRow) styles.Role {
	switch {
	case r.unused():
		c.Str(c.Unused)
	case r.Status == types.Running:
		c.Str(c.Running)
	case r.Status == types.Stopped:
		c.Str(c.Stopped)
	case r.Status == types.Failed:
		c.Str(c.Failed)
	case r.Status.Transitional():
		c.Str(c.InTransition)
	default:
		c.Str(c.Other)
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

// urgencies order statuses by how soon somebody should look. Unused RUNNING environments come right after FAILED ones.
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

// stopsAfter orders inactivity time-outs, with never as the longest.
func stopsAfter(r *devEnvRow) int {
	if r.Timeout == 0 {
		return 1 << 20
	}
	return int(r.Timeout)
}

func stops(c *cell.Canvas, r *devEnvRow) styles.Role {
	c.Text = types.AppendTimeout(c.Text, r.Timeout)
	if r.Timeout == 0 && r.Status == types.Running {
		return styles.Bad
	}
	return styles.Dim
}

func inUse(c *cell.Canvas, r *devEnvRow) styles.Role {
	switch {
	case r.use.Sessions > 0:
		return sessionsInUse(c, r)
	case r.unused():
		c.Str("unused ")
		return unusedFor(c, r)
	case r.Status == types.Running:
		c.Str(c.More)
		return styles.Dim
	case r.Status.Transitional():
		c.Str(strings.ToLower(r.StatusWord()))
		return styles.Busy
	}
	c.Str(r.Reason.String())
	return styles.Bad
}

func sessionsInUse(c *cell.Canvas, r *devEnvRow) styles.Role {
	markDated(c, r)
	c.Num(r.use.Sessions)
	c.Str(plural(r.use.Sessions, " session"))
	return styles.Info
}

func sessionCount(c *cell.Canvas, r *devEnvRow) styles.Role {
	switch {
	case r.Status != types.Running:
		return styles.Dim
	case !r.use.Known:
		c.Str(c.More)
		return styles.Dim
	case r.use.Sessions == 0:
		markDated(c, r)
		c.Str("0")
		return styles.Dim
	}
	markDated(c, r)
	c.Num(r.use.Sessions)
	return styles.Info
}

// markDated marks a number of sessions that is only known as it was some time ago.
func markDated(c *cell.Canvas, r *devEnvRow) {
	if !r.use.Current {
		c.Str(c.About)
	}
}

// unusedFor is for how long nobody has been connected: at least so long, if the beginning was not observed. It stands still
// while the sessions cannot be read.
func unusedFor(c *cell.Canvas, r *devEnvRow) styles.Role {
	if !r.unused() {
		return styles.Unused
	}
	markDated(c, r)
	if r.use.Current && r.use.AtLeast {
		c.Str(c.AtLeast)
	}
	c.Text = cell.AppendDuration(c.Text, r.use.Unused(c.Now))
	return styles.Unused
}

func ago(c *cell.Canvas, unix int64) styles.Role {
	if unix > 0 {
		c.Age(unix)
	}
	return styles.Dim
}
