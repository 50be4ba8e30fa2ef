package tui

import (
	tea "charm.land/bubbletea/v2"

	"catwatch/fetch"
)

// needs says why an environment needs attention, "" where it does not.
func (m *Model) needs(e *fetch.DevEnv) string {
	switch {
	case e.Status == fetch.Failed:
		return "failed"
	case e.Status != fetch.Running:
		return ""
	case e.Timeout == 0:
		return "never stops"
	}
	if since := m.inv.Use(e.Path()).Since; !since.IsZero() && m.now.Sub(since) >= m.opts.Idle {
		return "unused"
	}
	return ""
}

// nextAttention goes to the next environment or list that needs a look, around the end.
func (m *Model) nextAttention() tea.Cmd {
	all := m.troubled()
	if len(all) == 0 {
		m.say("Nothing needs attention")
		return nil
	}
	here, _ := m.list().selected()
	next := all[0]
	for i, t := range all {
		if t.key == here {
			next = all[(i+1)%len(all)]
		}
	}
	cmd := m.goTo(next.key)
	m.say(next.why)
	return cmd
}

type troubled struct {
	key key
	why string
}

func (m *Model) troubled() (all []troubled) {
	for e := range m.inv.DevEnvs() {
		if why := m.needs(e); why != "" {
			all = append(all, troubled{key{path: e.Path()}, e.Name() + ": " + why})
		}
	}
	spaces, _ := m.inv.List(fetch.Path{})
	for _, s := range spaces.Items.Spaces {
		projects, _ := m.inv.List(fetch.Path{Space: s.Name})
		if refused(projects) {
			all = append(all, troubled{key{path: fetch.Path{Space: s.Name}}, s.Name + ": " + projects.Err.Sentence})
		}
		for _, p := range projects.Items.Projects {
			path := fetch.Path{Space: s.Name, Project: p.Name}
			if l, _ := m.inv.List(path); refused(l) {
				all = append(all, troubled{key{path: path}, p.Name + ": " + l.Err.Sentence})
			}
		}
	}
	return all
}
