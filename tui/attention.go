package tui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/tui/table"
)

// problemOf says why an environment needs attention, if it does.
func (m *Model) problemOf(e *types.DevEnv) (problem, bool) {
	switch {
	case e.Status == types.Failed:
		return problem{e.Path(), e.Name(), "failed", rankFailed}, true
	case e.Status != types.Running:
		return problem{}, false
	case e.Timeout == 0:
		return problem{e.Path(), e.Name(), "never stops", rankNeverStops}, true
	}
	use := m.inv.Use(e.Path())
	if use.Since.IsZero() || !use.Current || use.Unused(m.now) < m.opts.Idle {
		return problem{}, false
	}
	return problem{e.Path(), e.Name(), "unused for " + m.unusedText(use), rankUnused}, true
}

// nextProblem goes to the next environment or list that needs attention, the worst first, and starts over at the end.
func (m *Model) nextProblem() tea.Cmd {
	all := m.problems()
	if len(all) == 0 {
		m.say("Nothing needs attention")
		return nil
	}
	here, _ := m.list().Selected()
	at := 1 + slices.IndexFunc(all, func(t problem) bool { return t.path == here.Path })
	next := all[at%len(all)]
	cmd := m.goTo(table.Key{Path: next.path})
	m.say(count(at%len(all)+1) + " of " + count(len(all)) + " that need attention: " + next.name + ", " + next.why)
	return cmd
}

// problem is something that needs attention.
type problem struct {
	path types.Path
	name string
	why  string
	rank int // the lowest is the worst
}

// The ranks.
const (
	rankFailed = iota
	rankNeverStops
	rankUnused
	rankDenied
)

func (m *Model) problems() (all []problem) {
	for e := range m.inv.DevEnvs() {
		if t, ok := m.problemOf(e); ok {
			all = append(all, t)
		}
	}
	lacks := func(p types.Path, name string) inventory.List {
		l, _ := m.inv.List(p)
		if noAccess(l) {
			all = append(all, problem{p, name, l.Err.Sentence, rankDenied})
		}
		return l
	}
	spaces, _ := m.inv.List(types.Path{})
	for _, s := range spaces.Items.Spaces {
		for _, p := range lacks(types.Path{Space: s.Name}, s.Name).Items.Projects {
			lacks(types.Path{Space: s.Name, Project: p.Name}, p.Name)
		}
	}
	slices.SortStableFunc(all, func(a, b problem) int { return cmp.Compare(a.rank, b.rank) })
	return all
}
