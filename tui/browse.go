package tui

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// viewBrowse shows four lists side by side, each with the items of what is selected in the one before. Its settings are
// those of the dev environments.
func viewBrowse() view {
	return view{
		action: keymap.Browse, tab: "Browse",
		help: "Four panes, each showing what is inside the selected row of the one before: spaces, projects, dev environments, sessions.",
		list: func(m *Model) table.View {
			m.browse = newBrowse(m)
			return m.browse.devEnvs
		},
	}
}

// pane is one of Browse's four, from the left.
type pane int

const (
	spacesPane pane = iota
	projectsPane
	devEnvsPane
	sessionsPane
)

// browse is the lists in Browse's panes.
type browse struct {
	spaces   *table.List[spaceRow]
	projects *table.List[projectRow]
	devEnvs  *table.List[devEnvRow]
	sessions *table.List[sessionRow]
}

func newBrowse(m *Model) browse {
	b := browse{newSpaces(m), newProjects(m), newDevEnvs(m, false), newSessions(m, false)}
	b.devEnvs.Load = func() (table.Snapshot[devEnvRow], int) {
		parent := b.devEnvs.Parent
		if parent.Project == "" {
			return table.Ready[devEnvRow](nil, nil)
		}
		return table.Ready(m.devEnvRows(parent), m.removedDevEnvs(parent))
	}
	b.sessions.Load = func() (table.Snapshot[sessionRow], int) {
		env := m.inv.DevEnv(b.sessions.Parent)
		if env == nil {
			return table.Ready[sessionRow](nil, nil)
		}
		return table.Ready(m.sessionRows(nil, env), m.endedSessions(env.Path()))
	}
	return b
}

func (b *browse) all() []table.View {
	return []table.View{b.spaces, b.projects, b.devEnvs, b.sessions}
}

func (b *browse) pane(p pane) table.View {
	switch p {
	case spacesPane:
		return b.spaces
	case projectsPane:
		return b.projects
	case devEnvsPane:
		return b.devEnvs
	}
	return b.sessions
}

func (b *browse) reload(now time.Time) tea.Cmd {
	return tea.Batch(b.spaces.Reload(now), b.projects.Reload(now), b.devEnvs.Reload(now), b.sessions.Reload(now))
}

// followCursor has each pane show the items of what is under the cursor of the pane before.
func (m *Model) followCursor() tea.Cmd {
	if m.view != browseView {
		return nil
	}
	b := &m.browse
	before := b.path()
	cmd := b.aim(m.now)
	if after := b.path(); after != before {
		m.opts.Source.Focus(after)
	}
	return cmd
}

func (b *browse) aim(now time.Time) tea.Cmd {
	var projects, devEnvs, sessions types.Path
	if r := b.spaces.Current(); r != nil {
		projects = types.Path{Space: r.Name}
	}
	first := b.projects.Aim(projects, now)
	if r := b.projects.Current(); r != nil {
		devEnvs = types.Path{Space: r.space, Project: r.Name}
	} else {
		devEnvs = b.projects.Parent
	}
	second := b.devEnvs.Aim(devEnvs, now)
	if r := b.devEnvs.Current(); r != nil {
		sessions = r.Path()
	} else {
		sessions = b.devEnvs.Parent
	}
	return tea.Batch(first, second, b.sessions.Aim(sessions, now))
}

// path is the path under Browse's cursors, as deep as they go.
func (b *browse) path() types.Path { return b.sessions.Parent }

// point puts the cursors on k and on everything above it.
func (b *browse) point(k table.Key, now time.Time) tea.Cmd {
	var cmds []tea.Cmd
	p := k.Path
	if p.Space != "" {
		b.spaces.Choose(table.Key{Path: types.Path{Space: p.Space}})
		cmds = append(cmds, b.aim(now))
	}
	if p.Project != "" {
		b.projects.Choose(table.Key{Path: types.Path{Space: p.Space, Project: p.Project}})
		cmds = append(cmds, b.aim(now))
	}
	if p.DevEnv != "" {
		b.devEnvs.Choose(table.Key{Path: p})
		cmds = append(cmds, b.aim(now))
	}
	if k.Session != "" {
		b.sessions.Choose(k)
	}
	return tea.Batch(cmds...)
}

// browseBoxes are the panes on screen, from the left.
func (m *Model) browseBoxes() []table.Box {
	boxes := make([]table.Box, 0, 4)
	for p := spacesPane; p <= sessionsPane; p++ {
		if r := m.at.panes[p]; r.W > 0 {
			boxes = append(boxes, m.box(r, m.browse.pane(p), m.paneTitle(p), func() cell.Span { return m.paneEmptiness(p) }, p == m.pane))
		}
	}
	return boxes
}

var paneTitles = [...]string{"Spaces", "Projects", "Dev environments", "Sessions"}

// parentOf is the list that pane p shows.
func (m *Model) parentOf(p pane) types.Path {
	switch p {
	case projectsPane:
		return m.browse.projects.Parent
	case devEnvsPane:
		return m.browse.devEnvs.Parent
	case sessionsPane:
		return m.browse.sessions.Parent
	}
	return types.Path{}
}

func (m *Model) paneTitle(p pane) []cell.Span {
	ps := []cell.Span{{Role: styles.Dim, Text: paneTitles[p] + m.countOf(m.browse.pane(p))}}
	parent := m.parentOf(p)
	if int(parent.Kind()) != int(p) {
		return ps
	}
	l, known := m.inv.List(parent)
	ps = append(ps, m.listState(l, known, parent)...)
	if p == devEnvsPane {
		if t := m.inv.Totals(parent); t.Running > 0 {
			ps = append(ps, cell.Span{Role: styles.Good, Text: m.theme.Running + " " + strconv.Itoa(t.Running) + " running"})
		}
	}
	return append(ps, m.filterNote(m.browse.pane(p))...)
}

func (m *Model) filterNote(l table.View) []cell.Span {
	if l.Filtered() == "" {
		return nil
	}
	return []cell.Span{{Role: styles.Accent, Text: "/" + l.Filtered()}}
}

func (m *Model) paneEmptiness(p pane) cell.Span {
	parent := m.parentOf(p)
	if int(parent.Kind()) != int(p) {
		return cell.Span{}
	}
	l, known := m.inv.List(parent)
	switch {
	case p == sessionsPane && !m.running(parent):
		return cell.Span{Role: styles.Dim, Text: "Not running"}
	case l.Err != nil:
		return cell.Span{Role: styles.Bad, Text: m.briefReason(l.Err)}
	case !known || l.At.IsZero():
		return cell.Span{Role: styles.Busy, Text: "Reading" + m.theme.More}
	case p == sessionsPane:
		return cell.Span{Role: styles.Unused, Text: "Nobody is connected"}
	case p == devEnvsPane:
		return cell.Span{Role: styles.Dim, Text: "No dev environments"}
	}
	return cell.Span{Role: styles.Dim, Text: "None"}
}
