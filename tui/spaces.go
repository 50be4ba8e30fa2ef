package tui

import (
	"cmp"
	"slices"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// spaceRow and projectRow are a space and a project with the totals and the list of what is inside.
type (
	spaceRow struct {
		*types.Space
		totals inventory.Totals
		list   inventory.List
	}
	projectRow struct {
		*types.Project
		space  string
		totals inventory.Totals
		list   inventory.List
	}
)

func newSpaces(m *Model) *table.List[spaceRow] {
	keyOf := func(r *spaceRow) table.Key { return table.Key{Path: types.Path{Space: r.Name}} }
	return &table.List[spaceRow]{
		Load:      m.loadSpaces,
		SubjectOf: func(r *spaceRow) table.Subject { return table.Subject{Space: r.Space} },
		Filters:   inventory.Fields(types.Spaces),
		Table: table.Table[spaceRow]{
			Columns: m.spaceColumns(), Sort: table.Sorting{Column: "name"}, KeyOf: keyOf,
			Reader: table.ReadAs(func(r *spaceRow) inventory.Row { return inventory.SpaceRow(r.Space) }),
			Mark:   func(r *spaceRow, c *cell.Canvas) styles.Surface { return m.recent.surface(keyOf(r), c.Now) },
		},
	}
}

func newProjects(m *Model) *table.List[projectRow] {
	keyOf := func(r *projectRow) table.Key { return table.Key{Path: types.Path{Space: r.space, Project: r.Name}} }
	return &table.List[projectRow]{
		Load:      m.loadProjects,
		SubjectOf: func(r *projectRow) table.Subject { return table.Subject{Project: r.Project} },
		Filters:   inventory.Fields(types.Projects),
		Table: table.Table[projectRow]{
			Columns: m.projectColumns(), Sort: table.Sorting{Column: "name"}, KeyOf: keyOf,
			Reader: table.ReadAs(func(r *projectRow) inventory.Row { return inventory.ProjectRow(r.space, r.Project) }),
			Mark:   func(r *projectRow, c *cell.Canvas) styles.Surface { return m.recent.surface(keyOf(r), c.Now) },
		},
	}
}

func (m *Model) loadSpaces() (table.Snapshot[spaceRow], int) {
	l, _ := m.inv.List(types.Path{})
	rows := make([]spaceRow, len(l.Items.Spaces))
	for i := range rows {
		s := &l.Items.Spaces[i]
		p := types.Path{Space: s.Name}
		under, _ := m.inv.List(p)
		rows[i] = spaceRow{s, m.inv.Totals(p), bare(under)}
	}
	var removed []spaceRow
	for _, g := range m.recent.removed {
		if g.space != nil && !slices.ContainsFunc(rows, func(r spaceRow) bool { return r.Name == g.space.Name }) {
			removed = append(removed, spaceRow{Space: g.space})
		}
	}
	return table.Ready(rows, removed)
}

func (m *Model) loadProjects() (table.Snapshot[projectRow], int) {
	parent := m.browse.projects.Parent
	if parent.Space == "" {
		return table.Ready[projectRow](nil, nil)
	}
	l, _ := m.inv.List(parent)
	rows := make([]projectRow, len(l.Items.Projects))
	for i := range rows {
		pr := &l.Items.Projects[i]
		p := types.Path{Space: parent.Space, Project: pr.Name}
		under, _ := m.inv.List(p)
		rows[i] = projectRow{pr, parent.Space, m.inv.Totals(p), bare(under)}
	}
	var removed []projectRow
	for _, g := range m.recent.removed {
		if g.project != nil && g.key.Path.Space == parent.Space && !slices.ContainsFunc(rows, func(r projectRow) bool { return r.Name == g.project.Name }) {
			removed = append(removed, projectRow{Project: g.project, space: parent.Space})
		}
	}
	return table.Ready(rows, removed)
}

// bare is the state of a list without its items.
func bare(l inventory.List) inventory.List {
	l.Items = types.Items{}
	return l
}

func (m *Model) spaceColumns() []table.Column[spaceRow] {
	return holderColumns(6, func(r *spaceRow) holder { return holder{r.Name, r.DisplayName, r.totals, r.list} },
		table.Column[spaceRow]{Name: "region", Title: "REGION", Min: 10, Keep: 1,
			Cell: func(c *cell.Canvas, r *spaceRow) styles.Role { c.Str(r.Region.String()); return styles.Dim },
			Less: func(a, b *spaceRow) int { return table.ByText(a.Region.String(), b.Region.String()) }})
}

func (m *Model) projectColumns() []table.Column[projectRow] {
	return holderColumns(12, func(r *projectRow) holder { return holder{r.Name, r.DisplayName, r.totals, r.list} })
}

// holder is what spaces and projects have in common: both hold other things.
type holder struct {
	name, title string
	totals      inventory.Totals
	list        inventory.List
}

// holderColumns are the columns of a holder. Names take at least least cells; the columns more come before the title.
func holderColumns[R any](least int, of func(*R) holder, more ...table.Column[R]) []table.Column[R] {
	name := table.TextColumn("name", "NAME", least, 63, 0, styles.Text, func(r *R) string { return of(r).name })
	name.Cell = func(c *cell.Canvas, r *R) styles.Role { h := of(r); c.Str(h.name); return nameRole(h.list) }
	number := func(name, title string, least, keep int, role styles.Role, get func(inventory.Totals) int) table.Column[R] {
		return table.Column[R]{Name: name, Title: title, Min: least, Keep: keep, Down: true,
			Cell: func(c *cell.Canvas, r *R) styles.Role { return some(c, get(of(r).totals), role) },
			Less: func(a, b *R) int { return cmp.Compare(get(of(a).totals), get(of(b).totals)) }}
	}
	cols := []table.Column[R]{
		name,
		{Name: "state", Title: "", Min: 1, Keep: 8,
			Cell: func(c *cell.Canvas, r *R) styles.Role { h := of(r); return stateGlyph(c, h.list, h.totals) }},
		{Name: "running", Title: "RUN", Min: 5, Max: 9, Keep: 7, Down: true,
			Cell:  func(c *cell.Canvas, r *R) styles.Role { h := of(r); return stateWord(c, h.list, h.totals) },
			Width: func(r *R) int { return wordWidth(of(r).list) },
			Less:  func(a, b *R) int { return cmp.Compare(of(a).totals.Running, of(b).totals.Running) }},
		number("unused", "UNUSED", 6, 2, styles.Unused, func(t inventory.Totals) int { return t.Unused }),
		number("environments", "ENVS", 5, 1, styles.Dim, func(t inventory.Totals) int { return t.DevEnvs }),
	}
	return append(append(cols, more...),
		table.TextColumn("title", "TITLE", 8, 30, 1, styles.Dim, func(r *R) string { return of(r).title }))
}

func nameRole(l inventory.List) styles.Role {
	if l.State == inventory.Unavailable {
		return styles.Dim
	}
	return styles.Text
}

// stateGlyph is one glyph for everything inside an item: no access, something running, something failed, not read yet.
func stateGlyph(c *cell.Canvas, l inventory.List, t inventory.Totals) styles.Role {
	switch {
	case noAccess(l):
		c.Str(c.Denied)
		return styles.Dim
	case t.Running > 0:
		c.Str(c.Running)
		return styles.Good
	case t.Failed > 0:
		c.Str(c.Failed)
		return styles.Bad
	case l.State == inventory.Unread:
		c.Str(c.InTransition)
		return styles.Busy
	}
	c.Str(c.None)
	return styles.Dim
}

func stateWord(c *cell.Canvas, l inventory.List, t inventory.Totals) styles.Role {
	switch {
	case noAccess(l):
		if word := deniedWord(l); len(word) <= c.Room {
			c.Str(word) // else the glyph before it has to do
		}
		return styles.Dim
	case t.Dated || t.AtLeast:
		c.Str(total(c.Theme, t.Running, t))
		c.Str(" " + c.Stale)
		return styles.Busy
	case t.Running > 0:
		c.Num(t.Running)
		return styles.Text
	}
	return styles.Dim
}

// wordWidth is the room that stateWord wants.
func wordWidth(l inventory.List) int {
	if noAccess(l) {
		return len(deniedWord(l))
	}
	return 0
}

func deniedWord(l inventory.List) string {
	if l.Err.Reason == types.Gone {
		return "gone"
	}
	return "no access"
}

func noAccess(l inventory.List) bool {
	return l.Err != nil && (l.Err.Reason == types.Denied || l.Err.Reason == types.Gone)
}

// some writes a number, nothing for zero.
func some(c *cell.Canvas, n int, r styles.Role) styles.Role {
	if n > 0 {
		c.Num(n)
	}
	return r
}
