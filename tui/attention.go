package tui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// needs says why an environment needs attention, where it does.
func (m *Model) needs(e *types.DevEnv) (troubled, bool) {
	switch {
	case e.Status == types.Failed:
		return troubled{e.Path(), e.Name(), "failed", hasFailed}, true
	case e.Status != types.Running:
		return troubled{}, false
	case e.Timeout == 0:
		return troubled{e.Path(), e.Name(), "never stops", neverStops}, true
	}
	since := m.inv.Use(e.Path()).Since
	if since.IsZero() || m.now.Sub(since) < m.opts.Idle {
		return troubled{}, false
	}
	return troubled{e.Path(), e.Name(), "unused for " + m.theme.About + cell.Duration(m.now.Sub(since)), isUnused}, true
}

// nextAttention goes to the next environment or list that needs a look, the worst first, around the end.
func (m *Model) nextAttention() tea.Cmd {
	all := m.troubled()
	if len(all) == 0 {
		m.say("Nothing needs attention")
		return nil
	}
	here, _ := m.list().Selected()
	at := 1 + slices.IndexFunc(all, func(t troubled) bool { return t.path == here.Path })
	next := all[at%len(all)]
	cmd := m.goTo(table.Key{Path: next.path})
	m.say(count(at%len(all)+1) + " of " + count(len(all)) + " that need attention: " + next.name + ", " + next.why)
	return cmd
}

// troubled is something that needs attention.
type troubled struct {
	path types.Path
	name string
	why  string
	rank int // the least is the worst
}

// The ranks.
const (
	hasFailed = iota
	neverStops
	isUnused
	isRefused
)

func (m *Model) troubled() (all []troubled) {
	for e := range m.inv.DevEnvs() {
		if t, ok := m.needs(e); ok {
			all = append(all, t)
		}
	}
	lacks := func(p types.Path, name string) inventory.List {
		l, _ := m.inv.List(p)
		if refused(l) {
			all = append(all, troubled{p, name, l.Err.Sentence, isRefused})
		}
		return l
	}
	spaces, _ := m.inv.List(types.Path{})
	for _, s := range spaces.Items.Spaces {
		for _, p := range lacks(types.Path{Space: s.Name}, s.Name).Items.Projects {
			lacks(types.Path{Space: s.Name, Project: p.Name}, p.Name)
		}
	}
	slices.SortStableFunc(all, func(a, b troubled) int { return cmp.Compare(a.rank, b.rank) })
	return all
}
