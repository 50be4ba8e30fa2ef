package inventory

import (
	"catwatch/fetch/types"
	"time"
)

// tally is Totals as a sum that can be taken apart again: open counts the lists that are not known completely.
type sums struct {
	spaces, projects, devEnvs, sessions         int32
	running, unused, failed, moving, neverStops int32
	open                                        int32
}

func (t *sums) add(o sums, times int32) {
	t.spaces += times * o.spaces
	t.projects += times * o.projects
	t.devEnvs += times * o.devEnvs
	t.sessions += times * o.sessions
	t.running += times * o.running
	t.unused += times * o.unused
	t.failed += times * o.failed
	t.moving += times * o.moving
	t.neverStops += times * o.neverStops
	t.open += times * o.open
}

func (t *sums) totals() Totals {
	return Totals{
		Spaces: int(t.spaces), Projects: int(t.projects), DevEnvs: int(t.devEnvs), Sessions: int(t.sessions),
		Running: int(t.running), Unused: int(t.unused), Failed: int(t.failed), Moving: int(t.moving),
		NeverStops: int(t.neverStops),
		AtLeast:    t.open > 0,
	}
}

// devEnv counts one environment with its sessions.
func (t *sums) devEnv(e *types.DevEnv, u *use) {
	if u != nil {
		t.sessions += int32(len(u.items))
	}
	if e.Status == types.Running && !u.complete() {
		t.open++
	}
	if e.Status.Hidden() {
		return
	}
	t.devEnvs++
	switch {
	case e.Status == types.Failed:
		t.failed++
	case e.Status.Transitional():
		t.moving++
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
func (n *node) count() sums {
	var t sums
	if s := n.list.State; s != Fresh && s != Stale {
		t.open++
	}
	t.spaces, t.projects = int32(len(n.list.Items.Spaces)), int32(len(n.list.Items.Projects))
	for i := range n.list.Items.DevEnvs {
		t.devEnv(&n.list.Items.DevEnvs[i], n.useAt(i))
	}
	return t
}

func (n *node) useAt(i int) *use {
	if n.marks == nil {
		return nil
	}
	return n.marks[i].use
}

func (n *node) devEnvTotals(id string) Totals {
	i := n.position(id)
	if i < 0 {
		return Totals{AtLeast: true}
	}
	var t sums
	t.devEnv(&n.list.Items.DevEnvs[i], n.useAt(i))
	return t.totals()
}

// count goes through all lists.
func (v *Inventory) count() *Freshness {
	var f Freshness
	v.root.walk(func(n *node) bool {
		l := n.list
		mark(&l, n.parent)
		f.add(&l)
		for i := range n.list.Items.DevEnvs {
			u := n.useAt(i)
			if u == nil && n.list.Items.DevEnvs[i].Status != types.Running {
				continue
			}
			var l List
			if u != nil {
				l = u.list()
			}
			mark(&l, n)
			f.add(&l)
		}
		return true
	})
	return &f
}

func (f *Freshness) add(l *List) {
	f.Lists++
	switch {
	case l.State == Lacking && l.Err.Reason == types.Denied:
		f.Denied++
	case l.State == Lacking && l.Err.Reason == types.Gone:
		f.Gone++
	case l.State == Lacking || l.State == Unread && l.Err != nil:
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
