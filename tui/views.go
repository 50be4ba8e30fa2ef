package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/inventory"
	"catwatch/filter"
	"catwatch/keymap"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// view is everything in which one view differs from the others: tabs, flags, configuration, keys and help come from it.
type view struct {
	action keymap.Action // shows it; its name in commands, flags and the configuration, too
	tab    string
	title  string // heads its frame
	help   string // what the help says about the place, a sentence or two
	// list makes its list, with its columns, its default sort and where its rows come from. It is called at the start and
	// whenever another identity takes over.
	list  func(m *Model) table.View
	notes func(m *Model) []cell.Span // follow the title and say what the rows lack; nil for nothing
	empty func(m *Model) string      // said if there are no rows; nil for "None"
}

// registry is every view in the order of the tabs. Browse is the first, since it differs from all others: it shows four
// panes.
func registry() []view {
	return []view{viewBrowse(), viewEnvironments(), viewSessions(), viewActivity()}
}

// viewID is the position of a view in the registry.
type viewID int

const browseView viewID = 0

// openView is a view with its list.
type openView struct {
	view
	list table.View
}

// ViewNames are the names of the views, in the order of the tabs.
func ViewNames() []string {
	var names []string
	for _, v := range registry() {
		names = append(names, string(v.action))
	}
	return names
}

// ViewFields are the fields that filters may use in the named view.
func ViewFields(name string) filter.Set {
	m := &Model{inv: inventory.New()}
	m.openViews(registry())
	return m.views[m.viewOf(name)].list.Fields()
}

// openViews makes the list of each view.
func (m *Model) openViews(views []view) {
	m.views, m.rowCaches = nil, nil
	for _, v := range views {
		m.views = append(m.views, openView{v, v.list(m)})
	}
	m.allStale()
}

// reopenViews makes the lists again, with nothing in them.
func (m *Model) reopenViews() {
	var views []view
	for _, v := range m.views {
		views = append(views, v.view)
	}
	m.openViews(views)
}

// bindViews lets a view that has no key be shown by its command all the same.
func (m *Model) bindViews() {
	for _, v := range m.views {
		m.keys.AddCommand(keymap.Binding{Action: v.action, Short: string(v.action), Help: v.help, Group: keymap.Views})
	}
}

func (m *Model) viewNamed(name string) (viewID, bool) {
	i := slices.IndexFunc(m.views, func(v openView) bool { return string(v.action) == name })
	return viewID(max(0, i)), i >= 0
}

// viewOf is the named view, Browse if there is none of that name.
func (m *Model) viewOf(name string) viewID {
	id, _ := m.viewNamed(name)
	return id
}

// show switches to view v.
func (m *Model) show(v viewID) tea.Cmd {
	if v == m.view {
		return nil
	}
	m.visited.leave(m.here())
	m.view = v
	m.lay()
	return tea.Batch(m.reload(), m.moved())
}
