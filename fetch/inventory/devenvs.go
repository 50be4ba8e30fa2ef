package inventory

import (
	"catwatch/fetch/types"
	"time"
)

// devEnvs replaces the items of a list of dev environments and carries over what is known beside them.
func (a *applying) devEnvs(n *node) {
	a.seen = true
	old, oldMarks := n.list.Items.DevEnvs, n.marks
	m := moving{applying: a, n: n, old: old, marks: oldMarks, kept: make([]bool, len(old))}
	fresh := a.Items.DevEnvs
	next := make([]beside, len(fresh))
	any := false
	for i := range fresh {
		next[i] = m.carry(i, &fresh[i])
		any = any || next[i] != beside{}
	}
	for j := range old {
		if !m.kept[j] {
			m.left(j)
		}
	}
	n.list.Items.DevEnvs, n.order, n.marks = fresh, nil, nil
	if any {
		n.marks = next
	}
}

// moving is the replacement of one list of dev environments by the next.
type moving struct {
	*applying
	n     *node
	old   []types.DevEnv
	marks []beside
	kept  []bool
	found int // of the old ones
}

// find returns where the environment stood: mostly where it stands now, and nowhere when all are found, as on each
// page of a first reading.
func (m *moving) find(i int, id string) int {
	switch {
	case i < len(m.old) && m.old[i].ID == id:
		return i
	case m.found == len(m.old):
		return -1
	}
	return m.n.position(id)
}

// carry returns what is known beside the environment that is now the i-th.
func (m *moving) carry(i int, e *types.DevEnv) beside {
	j := m.find(i, e.ID)
	if j < 0 || m.kept[j] {
		return m.appeared(e)
	}
	m.kept[j] = true
	m.found++
	var b beside
	if m.marks != nil {
		b = m.marks[j]
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

func (m *moving) appeared(e *types.DevEnv) beside {
	if !m.n.known {
		return beside{}
	}
	if e.Status != types.Deleted {
		m.report(types.Change{Kind: types.Appeared, Path: e.Path(), Name: e.Name(), To: e.Status})
	}
	return beside{since: m.At.UnixNano()}
}

func (m *moving) left(j int) {
	e := &m.old[j]
	if m.marks != nil {
		m.ended(e, m.marks[j].use)
	}
	if m.n.known && e.Status != types.Deleted {
		m.report(types.Change{Kind: types.Left, Path: e.Path(), Name: e.Name(), From: e.Status})
	}
}

// status reports a change of status, with the time spent in the one before.
func (m *moving) status(was, is *types.DevEnv, since int64) {
	if !m.n.known {
		return
	}
	c := types.Change{Kind: types.StatusChanged, Path: is.Path(), Name: is.Name(), From: was.Status, To: is.Status, Reason: is.Reason.String()}
	if since == 0 {
		since, c.AtLeast = m.n.began, true
	}
	c.Took = span(time.Unix(0, since), m.At)
	m.report(c)
}
