package tui

import (
	"cmp"
	"slices"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/styles"
)

// spaceRow and projectRow are a space and a project with what stands under them.
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

func (m *Model) loadSpaces() (snapshot[spaceRow], int) {
	l, _ := m.inv.List(types.Path{})
	rows := make([]spaceRow, len(l.Items.Spaces))
	for i := range rows {
		s := &l.Items.Spaces[i]
		p := types.Path{Space: s.Name}
		under, _ := m.inv.List(p)
		rows[i] = spaceRow{s, m.inv.Totals(p), bare(under)}
	}
	var gone []spaceRow
	for _, g := range m.news.gone {
		if g.space != nil && !slices.ContainsFunc(rows, func(r spaceRow) bool { return r.Name == g.space.Name }) {
			gone = append(gone, spaceRow{Space: g.space})
		}
	}
	return ready(rows, gone)
}

func (m *Model) loadProjects() (snapshot[projectRow], int) {
	parent := m.lists.projects.parent
	if parent.Space == "" {
		return ready[projectRow](nil, nil)
	}
	l, _ := m.inv.List(parent)
	rows := make([]projectRow, len(l.Items.Projects))
	for i := range rows {
		pr := &l.Items.Projects[i]
		p := types.Path{Space: parent.Space, Project: pr.Name}
		under, _ := m.inv.List(p)
		rows[i] = projectRow{pr, parent.Space, m.inv.Totals(p), bare(under)}
	}
	var gone []projectRow
	for _, g := range m.news.gone {
		if g.project != nil && g.key.path.Space == parent.Space && !slices.ContainsFunc(rows, func(r projectRow) bool { return r.Name == g.project.Name }) {
			gone = append(gone, projectRow{Project: g.project, space: parent.Space})
		}
	}
	return ready(rows, gone)
}

// bare is the state of a list without its items.
func bare(l inventory.List) inventory.List {
	l.Items = types.Items{}
	return l
}

func (m *Model) spaceColumns() []column[spaceRow] {
	return holderColumns(6, func(r *spaceRow) holder { return holder{r.Name, r.DisplayName, r.totals, r.list} },
		column[spaceRow]{name: "region", title: "REGION", min: 10, keep: 1,
			cell: func(c *canvas, r *spaceRow) styles.Role { c.str(r.Region.String()); return styles.Dim },
			less: func(a, b *spaceRow) int { return byText(a.Region.String(), b.Region.String()) }})
}

func (m *Model) projectColumns() []column[projectRow] {
	return holderColumns(12, func(r *projectRow) holder { return holder{r.Name, r.DisplayName, r.totals, r.list} })
}

// holder is what spaces and projects have in common.
type holder struct {
	name, title string
	totals      inventory.Totals
	list        inventory.List
}

// holderColumns are the columns of what holds others; the names take at least so many cells, and more come before the
// title.
func holderColumns[R any](least int, of func(*R) holder, more ...column[R]) []column[R] {
	name := textColumn("name", "NAME", least, 63, 0, styles.Text, func(r *R) string { return of(r).name })
	name.cell = func(c *canvas, r *R) styles.Role { h := of(r); c.str(h.name); return nameRole(h.list) }
	number := func(name, title string, least, keep int, role styles.Role, get func(inventory.Totals) int) column[R] {
		return column[R]{name: name, title: title, min: least, keep: keep, down: true,
			cell: func(c *canvas, r *R) styles.Role { return some(c, get(of(r).totals), role) },
			less: func(a, b *R) int { return cmp.Compare(get(of(a).totals), get(of(b).totals)) }}
	}
	cols := []column[R]{
		name,
		{name: "state", title: "", min: 1, keep: 8,
			cell: func(c *canvas, r *R) styles.Role { h := of(r); return stateGlyph(c, h.list, h.totals) }},
		{name: "running", title: "RUN", min: 5, max: 9, keep: 7, down: true,
			cell:  func(c *canvas, r *R) styles.Role { h := of(r); return stateWord(c, h.list, h.totals) },
			width: func(r *R) int { return wordWidth(of(r).list) },
			less:  func(a, b *R) int { return cmp.Compare(of(a).totals.Running, of(b).totals.Running) }},
		number("unused", "UNUSED", 6, 2, styles.Unused, func(t inventory.Totals) int { return t.Unused }),
		number("environments", "ENVS", 5, 1, styles.Dim, func(t inventory.Totals) int { return t.DevEnvs }),
	}
	return append(append(cols, more...),
		textColumn("title", "TITLE", 8, 30, 1, styles.Dim, func(r *R) string { return of(r).title }))
}

func nameRole(l inventory.List) styles.Role {
	if l.State == inventory.Lacking {
		return styles.Dim
	}
	return styles.Text
}

// stateGlyph is one mark for all that stands under an item: refused, something running, nothing but failures, unread.
func stateGlyph(c *canvas, l inventory.List, t inventory.Totals) styles.Role {
	switch {
	case refused(l):
		c.str(c.Denied)
		return styles.Dim
	case t.Running > 0:
		c.str(c.Running)
		return styles.Good
	case t.Failed > 0:
		c.str(c.Failed)
		return styles.Bad
	case l.State == inventory.Unread:
		c.str(c.Moving)
		return styles.Busy
	}
	c.str(c.None)
	return styles.Dim
}

func stateWord(c *canvas, l inventory.List, t inventory.Totals) styles.Role {
	switch {
	case refused(l):
		if word := deniedWord(l); len(word) <= c.room {
			c.str(word) // else the mark before it has to do
		}
		return styles.Dim
	case t.AtLeast:
		c.str(c.AtLeast)
		c.num(t.Running)
		c.str(" " + c.Stale)
		return styles.Busy
	case t.Running > 0:
		c.num(t.Running)
		return styles.Text
	}
	return styles.Dim
}

// wordWidth is the room that stateWord wants.
func wordWidth(l inventory.List) int {
	if refused(l) {
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

func refused(l inventory.List) bool {
	return l.Err != nil && (l.Err.Reason == types.Denied || l.Err.Reason == types.Gone)
}

// some is a number worth showing, blank for none.
func some(c *canvas, n int, r styles.Role) styles.Role {
	if n > 0 {
		c.num(n)
	}
	return r
}
