package tui

import (
	"cmp"
	"slices"
	"time"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/filter"
	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// viewActivity shows what changed, newest first.
func viewActivity() view {
	return view{
		action: keymap.Activity, tab: "Activity", title: "Activity",
		help:  "What changed while you watched, newest first. What came and went between two reads cannot be seen.",
		list:  func(m *Model) table.View { return newActivity(m) },
		notes: (*Model).missingLists,
		empty: func(*Model) string { return "No changes since you started watching" },
	}
}

func newActivity(m *Model) *table.List[activityRow] {
	return &table.List[activityRow]{
		Load:      m.loadActivity,
		SubjectOf: func(r *activityRow) table.Subject { return table.Subject{Change: &r.Change, Env: m.inv.DevEnv(r.Path)} },
		Filters:   filter.Of(filter.Space, filter.Project, filter.Env, filter.ID),
		Table: table.Table[activityRow]{
			Columns: m.activityColumns(), Sort: table.Sorting{Column: "time", Down: true},
			KeyOf:  func(r *activityRow) table.Key { return table.Key{Path: r.Path, Session: r.Session, Entry: r.number} },
			Reader: table.ReadAs(func(r *activityRow) inventory.Row { return inventory.ChangeRow(&r.Change, m.happened(&r.Change)) }),
			Same:   func(a, b *activityRow) bool { return a.number == b.number && a.others == b.others },
		},
	}
}

// How many changes are remembered; the oldest go first.
const activityKept = 5000

// activityRow is one thing that happened. Its number is its identity.
type activityRow struct {
	types.Change
	number uint64
	others int // more lists to which the same happened at about the same time
}

// record adds what happened, newest last; the table reverses it.
func (m *Model) record(changes []types.Change) {
	if len(changes) == 0 {
		return
	}
	log, next := m.changes, uint64(1)
	if n := len(log); n > 0 {
		next = log[n-1].number + 1
	}
	for i, c := range changes {
		log = append(log, activityRow{Change: c, number: next + uint64(i)})
	}
	if extra := len(log) - activityKept; extra > 0 {
		log = append(log[:0:0], log[extra:]...)
	}
	m.changes = log
}

// recordSignIn adds what became of the sign-in.
func (m *Model) recordSignIn(text string) {
	m.record([]types.Change{{Kind: types.SignInChanged, At: m.now, Name: "sign-in", Reason: text}})
	m.allStale()
}

// loadActivity reverses the changes. A lost network is one event, not one for each list.
func (m *Model) loadActivity() (table.Snapshot[activityRow], int) {
	const lately = 2 * time.Minute
	type cause struct {
		kind   types.ChangeKind
		reason string
	}
	rows, first := make([]activityRow, 0, len(m.changes)), map[cause]int{}
	for _, r := range m.changes {
		why := cause{r.Kind, r.Reason}
		if i, ok := first[why]; ok && r.At.Sub(rows[i].At) < lately {
			rows[i].others++
			continue
		}
		if r.Kind == types.ListLost || r.Kind == types.ListRegained {
			first[why] = len(rows)
		}
		rows = append(rows, r)
	}
	slices.Reverse(rows)
	return table.Ready(rows, nil)
}

// named is the name of what the row is about.
func (r *activityRow) named() string {
	if r.others > 0 {
		return count(r.others+1) + " lists"
	}
	return r.Name
}

// where is the space and project in which it happened, if it happened in a single one.
func (r *activityRow) where() types.Path {
	if r.others > 0 {
		return types.Path{}
	}
	return r.Path
}

func (m *Model) activityColumns() []table.Column[activityRow] {
	return []table.Column[activityRow]{
		{Name: "time", Title: "TIME", Min: 8, Down: true,
			Cell: func(c *cell.Canvas, r *activityRow) styles.Role {
				c.Text = r.At.AppendFormat(c.Text, "15:04:05")
				return styles.Dim
			},
			Less: func(a, b *activityRow) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.number, b.number)) }},
		{Name: "kind", Title: "", Min: 1, Cell: func(c *cell.Canvas, r *activityRow) styles.Role { return changeGlyph(c, r) }},
		table.TextColumn("name", "NAME", 10, 32, 0, styles.Text, (*activityRow).named),
		{Name: "what", Title: "WHAT HAPPENED", Min: 20, Max: 60, Keep: 9,
			Cell:  func(c *cell.Canvas, r *activityRow) styles.Role { c.Str(m.happened(&r.Change)); return changeRole(r) },
			Width: func(r *activityRow) int { return cell.TextWidth(m.happened(&r.Change)) },
			Less:  func(a, b *activityRow) int { return cmp.Compare(a.Kind, b.Kind) }},
		table.TextColumn("space", "SPACE", 5, 24, 7, styles.Dim, func(r *activityRow) string { return r.where().Space }),
		table.TextColumn("project", "PROJECT", 7, 24, 8, styles.Dim, func(r *activityRow) string { return r.where().Project }),
		table.TextColumn("reason", "REASON", 6, 60, 5, styles.Bad, func(r *activityRow) string { return reasonOf(&r.Change) }),
	}
}

// happened is a change in words.
func (m *Model) happened(c *types.Change) string {
	took := ""
	if c.Took > 0 {
		took = cell.Duration(c.Took)
		if c.AtLeast {
			took = m.theme.AtLeast + took
		}
	}
	switch c.Kind {
	case types.Appeared:
		return "created"
	case types.Disappeared:
		return "gone"
	case types.SessionStarted:
		return "session " + c.Session + " started"
	case types.SessionEnded:
		return "session " + c.Session + " ended" + after(took)
	case types.SignInChanged:
		return c.Reason
	case types.ListLost:
		return "cannot be read"
	case types.ListRegained:
		return "can be read again" + after(took)
	}
	return c.From.String() + " " + m.theme.Arrow + " " + c.To.String() + after(took)
}

// reasonOf is why a change happened, unless its words say so already.
func reasonOf(c *types.Change) string {
	if c.Kind == types.SignInChanged {
		return ""
	}
	return c.Reason
}

func after(took string) string {
	if took == "" {
		return ""
	}
	return " after " + took
}

func changeGlyph(c *cell.Canvas, r *activityRow) styles.Role {
	switch r.Kind {
	case types.Appeared:
		c.Str(c.Created)
	case types.Disappeared:
		c.Str(c.Removed)
	case types.SessionStarted:
		c.Str(c.Started)
	case types.SessionEnded:
		c.Str(c.Ended)
	case types.SignInChanged:
		c.Str(c.Regained)
	case types.ListLost:
		c.Str(c.Denied)
	case types.ListRegained:
		c.Str(c.Regained)
	default:
		e := devEnvRow{DevEnv: &types.DevEnv{Status: r.To}}
		return devEnvGlyph(c, &e)
	}
	return changeRole(r)
}

func changeRole(r *activityRow) styles.Role {
	switch r.Kind {
	case types.SessionStarted, types.SessionEnded:
		return styles.Info
	case types.ListLost:
		return styles.Bad
	case types.ListRegained, types.Appeared:
		return styles.Good
	case types.StatusChanged:
		return statusRole(&devEnvRow{DevEnv: &types.DevEnv{Status: r.To}})
	}
	return styles.Dim
}
