package inventory

import (
	"catwatch/fetch/types"
)

// runningTotals is Totals as a sum from which parts can be taken again.
type runningTotals struct {
	spaces, projects, devEnvs, sessions               int32
	running, unused, failed, inTransition, neverStops int32

	incomplete int32 // lists that are not known completely, and may yet be
	dated      int32 // lists that failed or fell behind
	noAccess   int32 // lists that are denied or gone
}

func (t *runningTotals) add(o runningTotals, times int32) {
	t.spaces += times * o.spaces
	t.projects += times * o.projects
	t.devEnvs += times * o.devEnvs
	t.sessions += times * o.sessions
	t.running += times * o.running
	t.unused += times * o.unused
	t.failed += times * o.failed
	t.inTransition += times * o.inTransition
	t.neverStops += times * o.neverStops
	t.incomplete += times * o.incomplete
	t.dated += times * o.dated
	t.noAccess += times * o.noAccess
}

func (t *runningTotals) totals() Totals {
	return Totals{
		Spaces: int(t.spaces), Projects: int(t.projects), DevEnvs: int(t.devEnvs), Sessions: int(t.sessions),
		Running: int(t.running), Unused: int(t.unused), Failed: int(t.failed), InTransition: int(t.inTransition),
		NeverStops: int(t.neverStops),
		NoAccess:   int(t.noAccess),
		AtLeast:    t.incomplete > 0 && t.dated == 0,
		Dated:      t.dated > 0,
	}
}

// devEnv counts one environment with its sessions.
func (t *runningTotals) devEnv(e *types.DevEnv, u *sessionList) {
	refused := u != nil && u.failure != nil && isNoAccess(u.failure.err)
	if u != nil && !refused {
		t.sessions += int32(len(u.items))
	}
	if e.Status == types.Running {
		var l List
		if u != nil {
			l = u.list()
		}
		t.list(&l)
	}
	if e.Status.Hidden() {
		return
	}
	t.devEnvs++
	switch {
	case e.Status == types.Failed:
		t.failed++
	case e.Status.Transitional():
		t.inTransition++
	case e.Status == types.Running:
		t.running++
		if e.Timeout == 0 {
			t.neverStops++
		}
		if u != nil && u.known && !refused && len(u.items) == 0 {
			t.unused++
		}
	}
}

// list counts a list by how far it can be trusted.
func (t *runningTotals) list(l *List) {
	switch {
	case isNoAccess(l.Err):
		t.noAccess++
	case !l.State.Known() || l.Missing > 0:
		t.incomplete++
	case !l.State.Current():
		t.dated++
	}
}

// count is what the list counts for now.
func (n *node) count() runningTotals {
	var t runningTotals
	t.list(&n.list)
	t.spaces, t.projects = int32(len(n.list.Items.Spaces)), int32(len(n.list.Items.Projects))
	for i := range n.list.Items.DevEnvs {
		t.devEnv(&n.list.Items.DevEnvs[i], n.sessionsAt(i))
	}
	return t
}

func (n *node) sessionsAt(i int) *sessionList {
	if n.states == nil {
		return nil
	}
	return n.states[i].use
}

func (n *node) devEnvTotals(id string) Totals {
	i := n.position(id)
	if i < 0 {
		return Totals{AtLeast: true}
	}
	var t runningTotals
	t.devEnv(&n.list.Items.DevEnvs[i], n.sessionsAt(i))
	return t.totals()
}
