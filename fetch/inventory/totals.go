package inventory

import (
	"time"

	"catwatch/fetch/types"
)

// tally is Totals as a sum that can be taken apart again: open counts the lists that are not known completely.
type runningTotals struct {
	spaces, projects, devEnvs, sessions               int32
	running, unused, failed, inTransition, neverStops int32
	incomplete                                        int32
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
}

func (t *runningTotals) totals() Totals {
	return Totals{
		Spaces: int(t.spaces), Projects: int(t.projects), DevEnvs: int(t.devEnvs), Sessions: int(t.sessions),
		Running: int(t.running), Unused: int(t.unused), Failed: int(t.failed), InTransition: int(t.inTransition),
		NeverStops: int(t.neverStops),
		AtLeast:    t.incomplete > 0,
	}
}

// devEnv counts one environment with its sessions.
func (t *runningTotals) devEnv(e *types.DevEnv, u *sessionList) {
	if u != nil {
		t.sessions += int32(len(u.items))
	}
	if e.Status == types.Running && !u.complete() {
		t.incomplete++
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
		if u != nil && u.known && len(u.items) == 0 {
			t.unused++
		}
	}
}

// count is what the list counts for now.
func (n *node) count() runningTotals {
	var t runningTotals
	if s := n.list.State; s != Fresh && s != Stale {
		t.incomplete++
	}
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

// count goes through all lists.
func (v *Inventory) count() *Freshness {
	var f Freshness
	v.root.walk(func(n *node) bool {
		l := n.list
		inheritFailure(&l, n.parent)
		f.add(&l)
		for i := range n.list.Items.DevEnvs {
			u := n.sessionsAt(i)
			if u == nil && n.list.Items.DevEnvs[i].Status != types.Running {
				continue
			}
			var l List
			if u != nil {
				l = u.list()
			}
			inheritFailure(&l, n)
			f.add(&l)
		}
		return true
	})
	return &f
}

func (f *Freshness) add(l *List) {
	f.Lists++
	switch {
	case l.State == Unavailable && l.Err.Reason == types.Denied:
		f.Denied++
	case l.State == Unavailable && l.Err.Reason == types.Gone:
		f.Gone++
	case l.State == Unavailable || l.State == Unread && l.Err != nil:
		f.Failed++
	case l.State == Unread:
		f.Unread++
	case l.State == Stale:
		f.Stale++
	}
	if !l.At.IsZero() && l.State != Unread {
		f.Oldest = earliest(f.Oldest, l.At)
	}
}

func earliest(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}
