package tui

import (
	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// viewEnvironments shows every dev environment there is.
func viewEnvironments() view {
	return view{
		action: keymap.Environments, tab: "Environments", title: "Dev environments",
		help:  "Every dev environment there is. Filter and sort it, and go to a row's place in Browse.",
		list:  func(m *Model) table.View { return newAllDevEnvs(m) },
		notes: (*Model).missingLists, empty: (*Model).noneListed,
	}
}

func newAllDevEnvs(m *Model) *table.List[devEnvRow] {
	l, rows := newDevEnvs(m, true), newRowCache[devEnvRow](m)
	l.Load = func() (table.Snapshot[devEnvRow], int) {
		if rows.Refresh(m.devEnvRows) {
			l.Stale()
		}
		return rows.All(m.removedDevEnvs(types.Path{}))
	}
	return l
}

// devEnvRow is one dev environment with how it is used, as it was when the row was loaded.
type devEnvRow struct {
	*types.DevEnv
	owner string
	use   inventory.Use
}

// newDevEnvs is a list of dev environments: of one project, or with all those there are.
func newDevEnvs(m *Model, all bool) *table.List[devEnvRow] {
	return &table.List[devEnvRow]{
		SubjectOf: func(r *devEnvRow) table.Subject { return table.Subject{Env: r.DevEnv} },
		Filters:   inventory.Fields(types.DevEnvs),
		Table: table.Table[devEnvRow]{
			Columns: m.devEnvColumns(all), Sort: table.Sorting{Column: "status"},
			KeyOf:  func(r *devEnvRow) table.Key { return table.Key{Path: r.Path()} },
			Reader: table.ReadAs(func(r *devEnvRow) inventory.Row { return inventory.DevEnvRow(r.DevEnv, r.use, r.owner) }),
			Same:   func(a, b *devEnvRow) bool { return a.DevEnv == b.DevEnv && a.owner == b.owner },
			Mark: func(r *devEnvRow, c *cell.Canvas) styles.Surface {
				return m.recent.surface(table.Key{Path: r.Path()}, c.Now)
			},
		},
	}
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

// removedDevEnvs are the environments that were just removed from under parent.
func (m *Model) removedDevEnvs(parent types.Path) (rows []devEnvRow) {
	for _, r := range m.recent.removed {
		if r.env != nil && parent.Contains(r.key.Path) && m.inv.DevEnv(r.key.Path) == nil {
			rows = append(rows, devEnvRow{DevEnv: r.env, owner: m.owner(r.env)})
		}
	}
	return rows
}

func (r *devEnvRow) unused() bool { return !r.use.Since.IsZero() }
