package inventory

import (
	"time"

	"catwatch/fetch/types"
)

// devEnvs replaces the items of a list of dev environments and carries over what is known beside them.
func (a *update) devEnvs(n *node) {
	a.visible = true
	old, oldMarks := n.list.Items.DevEnvs, n.states
	m := replacement{update: a, n: n, old: old, states: oldMarks, kept: make([]bool, len(old))}
	fresh := a.Items.DevEnvs
	next := make([]envState, len(fresh))
	any := false
	for i := range fresh {
		next[i] = m.carry(i, &fresh[i])
		any = any || next[i] != envState{}
	}
	for j := range old {
		if !m.kept[j] {
			m.disappeared(j)
		}
	}
	n.list.Items.DevEnvs, n.order, n.states = fresh, nil, nil
	if any {
		n.states = next
	}
}

// replacement is the replacement of one list of dev environments by the next.
type replacement struct {
	*update
	n      *node
	old    []types.DevEnv
	states []envState
	kept   []bool
	found  int // of the old ones
}

// find returns where the environment stood: mostly where it stands now, and nowhere when all are found, as on each
// page of a first reading.
func (m *replacement) find(i int, id string) int {
	switch {
	case i < len(m.old) && m.old[i].ID == id:
		return i
	case m.found == len(m.old):
		return -1
	}
	return m.n.position(id)
}

// carry returns what is known beside the environment that is now the i-th.
func (m *replacement) carry(i int, e *types.DevEnv) envState {
	j := m.find(i, e.ID)
	if j < 0 || m.kept[j] {
		return m.appeared(e)
	}
	m.kept[j] = true
	m.found++
	var b envState
	if m.states != nil {
		b = m.states[j]
	}
	was := &m.old[j]
	if was.Status == e.Status && was.Raw == e.Raw {
		return b
	}
	m.status(was, e, b.since)
	b.since = m.At.UnixNano()
	if e.Status != types.Running {
		m.ended(e, b.use)
		b.use = nil
	}
	return b
}

func (m *replacement) appeared(e *types.DevEnv) envState {
	if !m.n.known {
		return envState{}
	}
	if e.Status != types.Deleted {
		m.report(types.Change{Kind: types.Appeared, Path: e.Path(), Name: e.Name(), To: e.Status})
	}
	return envState{since: m.At.UnixNano()}
}

func (m *replacement) disappeared(j int) {
	e := &m.old[j]
	if m.states != nil {
		m.ended(e, m.states[j].use)
	}
	if m.n.known && e.Status != types.Deleted {
		m.report(types.Change{Kind: types.Disappeared, Path: e.Path(), Name: e.Name(), From: e.Status})
	}
}

// status reports a change of status, with the time spent in the one before.
func (m *replacement) status(was, is *types.DevEnv, since int64) {
	if !m.n.known {
		return
	}
	c := types.Change{Kind: types.StatusChanged, Path: is.Path(), Name: is.Name(), From: was.Status, To: is.Status, Reason: is.Reason.String()}
	if since == 0 {
		since, c.AtLeast = m.n.firstRead, true
	}
	c.Took = between(time.Unix(0, since), m.At)
	m.report(c)
}
