package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// lists are all the lists there are: Browse's four and the three fleet-wide ones.
type lists struct {
	spaces   table.List[spaceRow]
	projects table.List[projectRow]
	devEnvs  table.List[devEnvRow]
	sessions table.List[sessionRow]

	allDevEnvs  table.List[devEnvRow]
	allSessions table.List[sessionRow]
	activity    table.List[activityRow]
	log         []activityRow

	envRows     table.RowCache[devEnvRow]
	sessionRows table.RowCache[sessionRow]
}

// list is the one that has the keys.
func (m *Model) list() table.View {
	switch m.view {
	case environmentsView:
		return &m.lists.allDevEnvs
	case sessionsView:
		return &m.lists.allSessions
	case activityView:
		return &m.lists.activity
	}
	return m.lists.pane(m.pane)
}

func (s *lists) pane(p pane) table.View {
	switch p {
	case spacesPane:
		return &s.spaces
	case projectsPane:
		return &s.projects
	case devEnvsPane:
		return &s.devEnvs
	}
	return &s.sessions
}

// reload brings what is on screen up to date.
func (m *Model) reload() tea.Cmd {
	s := &m.lists
	var cmd tea.Cmd
	switch m.view {
	case environmentsView:
		cmd = s.allDevEnvs.Reload(m.now)
	case sessionsView:
		cmd = s.allSessions.Reload(m.now)
	case activityView:
		cmd = s.activity.Reload(m.now)
	default:
		cmd = tea.Batch(s.spaces.Reload(m.now), s.projects.Reload(m.now), s.devEnvs.Reload(m.now), s.sessions.Reload(m.now))
	}
	m.overlay.prune(m, m.there)
	return tea.Batch(cmd, m.follow())
}

// there reports whether what k names is still known.
func (m *Model) there(k table.Key) bool {
	above, _ := m.inv.List(k.Path.Parent())
	switch {
	case k.Entry != 0 || k == (table.Key{}):
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

// follow has each pane show the items of what is under the cursor of the pane before.
func (m *Model) follow() tea.Cmd {
	if m.view != browseView {
		return nil
	}
	s := &m.lists
	before := s.browsed()
	cmd := s.aim(m.now)
	if after := s.browsed(); after != before {
		m.opts.Source.Focus(after)
	}
	return cmd
}

func (s *lists) aim(now time.Time) tea.Cmd {
	var projects, devEnvs, sessions types.Path
	if r := s.spaces.Current(); r != nil {
		projects = types.Path{Space: r.Name}
	}
	first := s.projects.Aim(projects, now)
	if r := s.projects.Current(); r != nil {
		devEnvs = types.Path{Space: r.space, Project: r.Name}
	} else {
		devEnvs = s.projects.Parent
	}
	second := s.devEnvs.Aim(devEnvs, now)
	if r := s.devEnvs.Current(); r != nil {
		sessions = r.Path()
	} else {
		sessions = s.devEnvs.Parent
	}
	return tea.Batch(first, second, s.sessions.Aim(sessions, now))
}

// browsed is the path under Browse's cursors, as deep as they go.
func (s *lists) browsed() types.Path { return s.sessions.Parent }

// point puts Browse's cursors on k and all above it.
func (s *lists) point(k table.Key, now time.Time) tea.Cmd {
	var cmds []tea.Cmd
	p := k.Path
	if p.Space != "" {
		s.spaces.Choose(table.Key{Path: types.Path{Space: p.Space}})
		cmds = append(cmds, s.aim(now))
	}
	if p.Project != "" {
		s.projects.Choose(table.Key{Path: types.Path{Space: p.Space, Project: p.Project}})
		cmds = append(cmds, s.aim(now))
	}
	if p.DevEnv != "" {
		s.devEnvs.Choose(table.Key{Path: p})
		cmds = append(cmds, s.aim(now))
	}
	if k.Session != "" {
		s.sessions.Choose(k)
	}
	return tea.Batch(cmds...)
}

func (s *lists) allStale() {
	s.spaces.Stale()
	s.projects.Stale()
	s.devEnvs.Stale()
	s.sessions.Stale()
	s.allDevEnvs.Stale()
	s.allSessions.Stale()
	s.activity.Stale()
}

// invalidate has the fleet-wide rows that e is about made anew. Names of people may stand in any.
func (s *lists) invalidate(e types.Event) {
	if len(e.Users) > 0 {
		s.envRows.InvalidateLater()
		s.sessionRows.InvalidateLater()
		return
	}
	s.envRows.Invalidate(e.Path)
	s.sessionRows.Invalidate(e.Path)
}

// resize gives each list its height.
func (s *lists) resize(m *Model) {
	for p := spacesPane; p <= sessionsPane; p++ {
		s.pane(p).SetHeight(rowsIn(m.at.panes[p]))
	}
	for _, l := range []table.View{&s.allDevEnvs, &s.allSessions, &s.activity} {
		l.SetHeight(rowsIn(m.at.body))
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
		// What was typed before the term in question still holds: the letters of the term itself have meanwhile been
		// taken for a word, which is not what they became.
		if m.list().SetFilter(text[:1+strings.LastIndexByte(text, ' ')]) != nil {
			return nil
		}
	}
	return m.rearrange()
}

func (m *Model) rearrange() tea.Cmd {
	cmd := m.list().Arrange(m.now)
	return tea.Batch(cmd, m.follow())
}

func (m *Model) arranged(msg table.Arranged) tea.Cmd {
	msg.Take()
	return m.reload()
}
