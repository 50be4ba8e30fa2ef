package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// list is the list that has the keys.
func (m *Model) list() table.View {
	if m.view == browseView {
		return m.browse.pane(m.pane)
	}
	return m.views[m.view].list
}

// reload brings what is on screen up to date.
func (m *Model) reload() tea.Cmd {
	var cmd tea.Cmd
	if m.view == browseView {
		cmd = m.browse.reload(m.now)
	} else {
		cmd = m.list().Reload(m.now)
	}
	m.overlay.prune(m, m.exists)
	return tea.Batch(cmd, m.followCursor())
}

// readAgain has the list that has the keys read again now, by the fetcher or by its own query.
func (m *Model) readAgain() tea.Cmd {
	m.opts.Source.Touch(m.listPath())
	m.list().Requery()
	return m.list().Reload(m.now)
}

// allStale has every list load its rows again the next time it is shown.
func (m *Model) allStale() {
	for _, l := range m.browse.all() {
		l.Stale()
	}
	for _, v := range m.views {
		v.list.Stale()
	}
}

// rowCache holds rows that are built from the inventory.
type rowCache interface {
	Invalidate(types.Path)
	InvalidateLater()
}

// newRowCache is a cache that learns of what changes in the inventory.
func newRowCache[R any](m *Model) *table.RowCache[R] {
	c := &table.RowCache[R]{}
	m.rowCaches = append(m.rowCaches, c)
	return c
}

// invalidate has the cached rows that e is about rebuilt. People's names may appear in any.
func (m *Model) invalidate(e types.Event) {
	for _, c := range m.rowCaches {
		if len(e.Users) > 0 {
			c.InvalidateLater()
		} else {
			c.Invalidate(e.Path)
		}
	}
}

// rebuildRows has all rows rebuilt.
func (m *Model) rebuildRows() {
	for _, c := range m.rowCaches {
		c.Invalidate(types.Path{})
	}
	m.allStale()
}

// resizeLists gives each list its height.
func (m *Model) resizeLists() {
	for _, v := range m.views[browseView+1:] {
		v.list.SetHeight(rowsIn(m.at.body))
	}
	for p := spacesPane; p <= sessionsPane; p++ {
		m.browse.pane(p).SetHeight(rowsIn(m.at.panes[p]))
	}
}

// rowsIn is how many rows a framed list in r shows below its heading.
func rowsIn(r cell.Rect) int {
	h := r.Inner().H
	if r.H > 3 {
		h--
	}
	return max(0, h)
}

// exists reports whether what k names is still known. Rows that are not from the inventory always count as known.
func (m *Model) exists(k table.Key) bool {
	above, _ := m.inv.List(k.Path.Parent())
	switch {
	case k.Entry != 0 || k.Other != "" || k == (table.Key{}):
		return true
	case k.Session != "":
		l, _ := m.inv.List(k.Path)
		return find(l.Items.Sessions, func(s *types.Session) bool { return s.ID == k.Session }) != nil
	case k.Path.DevEnv != "":
		return m.inv.DevEnv(k.Path) != nil
	case k.Path.Project != "":
		return find(above.Items.Projects, func(p *types.Project) bool { return p.Name == k.Path.Project }) != nil
	}
	return find(above.Items.Spaces, func(s *types.Space) bool { return s.Name == k.Path.Space }) != nil
}

// sortBy and filterBy change the list that has the keys.
func (m *Model) sortBy(name string) tea.Cmd {
	if err := m.list().SortBy(name, true); err != nil {
		m.complain(err.Error())
		return nil
	}
	return m.rearrange()
}

func (m *Model) filterBy(text string) tea.Cmd {
	m.prompt.problem = ""
	if err := m.list().SetFilter(text); err != nil {
		m.prompt.problem = err.Error()
		// Keep what was typed before the bad term. The letters of the term itself were taken for a word while it was
		// being typed, which they turned out not to be.
		if m.list().SetFilter(text[:1+strings.LastIndexByte(text, ' ')]) != nil {
			return nil
		}
	}
	return m.rearrange()
}

func (m *Model) rearrange() tea.Cmd {
	cmd := m.list().Arrange(m.now)
	return tea.Batch(cmd, m.followCursor())
}

func (m *Model) onResult(msg table.Result) (tea.Cmd, effect) {
	if !msg.Take() {
		return nil, unchanged
	}
	return m.reload(), changed
}
