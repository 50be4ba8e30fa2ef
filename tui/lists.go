package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
)

// lists are all the lists there are: Browse's four and the three fleet-wide ones.
type lists struct {
	spaces   list[spaceRow]
	projects list[projectRow]
	devEnvs  list[devEnvRow]
	sessions list[sessionRow]

	allDevEnvs  list[devEnvRow]
	allSessions list[sessionRow]
	activity    list[activityRow]
	log         []activityRow

	envShelf     shelf[devEnvRow]
	sessionShelf shelf[sessionRow]
}

// list is the one that has the keys.
func (m *Model) list() sheet {
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

func (s *lists) pane(p pane) sheet {
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
		cmd = s.allDevEnvs.reload(m.now)
	case sessionsView:
		cmd = s.allSessions.reload(m.now)
	case activityView:
		cmd = s.activity.reload(m.now)
	default:
		cmd = tea.Batch(s.spaces.reload(m.now), s.projects.reload(m.now), s.devEnvs.reload(m.now), s.sessions.reload(m.now))
	}
	m.overlay.prune(m, m.there)
	return tea.Batch(cmd, m.follow())
}

// there reports whether what k names is still known.
func (m *Model) there(k key) bool {
	above, _ := m.inv.List(k.path.Parent())
	switch {
	case k.entry != 0 || k == (key{}):
		return true
	case k.session != "":
		l, _ := m.inv.List(k.path)
		return find(l.Items.Sessions, func(s *types.Session) bool { return s.ID == k.session }) != nil
	case k.path.DevEnv != "":
		return m.inv.DevEnv(k.path) != nil
	case k.path.Project != "":
		return find(above.Items.Projects, func(p *types.Project) bool { return p.Name == k.path.Project }) != nil
	}
	return find(above.Items.Spaces, func(s *types.Space) bool { return s.Name == k.path.Space }) != nil
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
	if r := s.spaces.current(); r != nil {
		projects = types.Path{Space: r.Name}
	}
	first := s.projects.aim(projects, now)
	if r := s.projects.current(); r != nil {
		devEnvs = types.Path{Space: r.space, Project: r.Name}
	} else {
		devEnvs = s.projects.parent
	}
	second := s.devEnvs.aim(devEnvs, now)
	if r := s.devEnvs.current(); r != nil {
		sessions = r.Path()
	} else {
		sessions = s.devEnvs.parent
	}
	return tea.Batch(first, second, s.sessions.aim(sessions, now))
}

// browsed is the path under Browse's cursors, as deep as they go.
func (s *lists) browsed() types.Path { return s.sessions.parent }

// point puts Browse's cursors on k and all above it.
func (s *lists) point(k key, now time.Time) tea.Cmd {
	var cmds []tea.Cmd
	p := k.path
	if p.Space != "" {
		s.spaces.choose(key{path: types.Path{Space: p.Space}})
		cmds = append(cmds, s.aim(now))
	}
	if p.Project != "" {
		s.projects.choose(key{path: types.Path{Space: p.Space, Project: p.Project}})
		cmds = append(cmds, s.aim(now))
	}
	if p.DevEnv != "" {
		s.devEnvs.choose(key{path: p})
		cmds = append(cmds, s.aim(now))
	}
	if k.session != "" {
		s.sessions.choose(k)
	}
	return tea.Batch(cmds...)
}

func (s *lists) allStale() {
	s.spaces.stale()
	s.projects.stale()
	s.devEnvs.stale()
	s.sessions.stale()
	s.allDevEnvs.stale()
	s.allSessions.stale()
	s.activity.stale()
}

// tear has the fleet-wide rows that e is about made anew. Names of people may stand in any.
func (s *lists) tear(e types.Event) {
	if len(e.Users) > 0 {
		s.envShelf.wear()
		s.sessionShelf.wear()
		return
	}
	s.envShelf.tear(e.Path)
	s.sessionShelf.tear(e.Path)
}

// resize gives each list its height.
func (s *lists) resize(m *Model) {
	for p := spacesPane; p <= sessionsPane; p++ {
		s.pane(p).setHeight(rowsIn(m.at.panes[p]))
	}
	for _, l := range []sheet{&s.allDevEnvs, &s.allSessions, &s.activity} {
		l.setHeight(rowsIn(m.at.body))
	}
}

// rowsIn is how many rows a framed list in r shows below its heading.
func rowsIn(r rect) int {
	h := r.inner().h
	if r.h > 3 {
		h--
	}
	return max(0, h)
}

// sortBy and filterBy change the list that has the keys.
func (m *Model) sortBy(name string) tea.Cmd {
	if err := m.list().sortBy(name, true); err != nil {
		m.complain(err.Error())
		return nil
	}
	return m.rearrange()
}

func (m *Model) filterBy(text string) tea.Cmd {
	m.prompt.problem = ""
	if err := m.list().setFilter(text); err != nil {
		m.prompt.problem = err.Error()
		// What was typed before the term in question still holds: the letters of the term itself have meanwhile been
		// taken for a word, which is not what they became.
		if m.list().setFilter(text[:1+strings.LastIndexByte(text, ' ')]) != nil {
			return nil
		}
	}
	return m.rearrange()
}

func (m *Model) rearrange() tea.Cmd {
	cmd := m.list().arrange(m.now)
	return tea.Batch(cmd, m.follow())
}

func (m *Model) arranged(msg arranged) tea.Cmd {
	msg.take()
	return m.reload()
}
