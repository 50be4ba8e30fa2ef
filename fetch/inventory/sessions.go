package inventory

import (
	"catwatch/fetch/types"
	"slices"
	"time"
)

// sessions takes in a list of sessions.
func (a *applying) sessions() {
	n := a.v.root.find(a.Path)
	if n == nil && a.Gone {
		return
	}
	if n == nil {
		n = a.v.root.reach(a.Path)
	}
	i := n.position(a.Path.DevEnv)
	if i < 0 && a.Gone {
		return
	}
	if i < 0 {
		i = n.strange(a.Path)
	}
	e := &n.list.Items.DevEnvs[i]
	b := n.mark(i)
	before := sums{}
	before.devEnv(e, b.use)
	if a.Gone {
		a.ended(e, b.use)
		a.seen = a.seen || b.use != nil
		b.use = nil
	} else {
		if b.use == nil {
			b.use = &use{}
			a.seen = true
		}
		a.use(e, b)
	}
	own := n.own
	own.add(before, -1)
	own.devEnv(e, b.use)
	n.tell(own)
}

// strange makes room for the sessions of an environment that no list has named: one that alone is watched.
func (n *node) strange(p types.Path) int {
	e := types.DevEnv{ID: p.DevEnv, Space: types.MakeText(p.Space), Project: types.MakeText(p.Project), Status: types.Running}
	n.list.Items.DevEnvs = append(slices.Clip(n.list.Items.DevEnvs), e)
	n.order = nil
	if n.marks != nil {
		n.marks = append(n.marks, beside{})
	}
	own := n.own
	own.devEnv(&e, nil)
	n.tell(own)
	return len(n.list.Items.DevEnvs) - 1
}

func (a *applying) use(e *types.DevEnv, b *beside) {
	u := b.use
	before := u.list()
	if a.takes(u.known) {
		u.more = a.More
		u.at = a.At.UnixNano()
		if !types.SameItems(u.items, a.Items.Sessions) {
			a.seen = true
			// What came to run while it was watched had no sessions before: its first ones are news.
			if u.known || b.since != 0 {
				a.compare(e, u)
			}
			u.items = a.Items.Sessions
		}
		if a.Err == nil && !a.More {
			u.known = true
		}
		u.rest(a.At)
	}
	a.failed(e, u)
	after := u.list()
	a.seen = a.seen || after.State != before.State || after.More != before.More || sentence(after.Err) != sentence(before.Err)
}

// rest dates the moment since which no session has been seen.
func (u *use) rest(at time.Time) {
	switch {
	case len(u.items) > 0 || !u.known:
		u.idle = 0
	case u.idle == 0:
		u.idle = uint32(at.Add(time.Second - 1).Unix())
	}
}

// failed keeps why the list cannot be read, as long as it cannot.
func (a *applying) failed(e *types.DevEnv, u *use) {
	if a.Err == nil && u.bad == nil {
		return
	}
	if u.bad == nil {
		u.bad = &failure{}
	}
	u.bad.err, u.bad.retry = a.Err, a.Retry
	a.trouble(&u.bad.trouble, u.known, e.Name())
	if a.Err == nil {
		u.bad = nil
	}
}

// compare reports the sessions that came and went.
func (a *applying) compare(e *types.DevEnv, u *use) {
	had, has := ids(u.items), ids(a.Items.Sessions)
	for _, s := range u.items {
		if !has[s.ID] {
			a.end(e, s)
		}
	}
	for _, s := range a.Items.Sessions {
		if !had[s.ID] {
			a.report(types.Change{Kind: types.SessionStarted, Path: a.Path, Name: e.Name(), Session: s.ID})
		}
	}
}

func ids(list []types.Session) map[string]bool {
	set := make(map[string]bool, len(list))
	for i := range list {
		set[list[i].ID] = true
	}
	return set
}

// ended reports all sessions of an environment as over, since it no longer runs.
func (a *applying) ended(e *types.DevEnv, u *use) {
	if u == nil || !u.known {
		return
	}
	for _, s := range u.items {
		a.end(e, s)
	}
}

func (a *applying) end(e *types.DevEnv, s types.Session) {
	c := types.Change{Kind: types.SessionEnded, Path: e.Path(), Name: e.Name(), Session: s.ID}
	if s.Started != 0 {
		c.Took = span(time.Unix(s.Started, 0), a.At)
	}
	a.report(c)
}
