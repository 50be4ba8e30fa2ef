package inventory

import (
	"slices"
	"time"

	"catwatch/fetch/types"
)

// sessions takes in a list of sessions.
func (a *update) sessions() {
	n := a.v.root.find(a.Path)
	if n == nil && a.Gone {
		return
	}
	if n == nil {
		n = a.v.root.findOrAdd(a.Path)
	}
	i := n.position(a.Path.DevEnv)
	if i < 0 && a.Gone {
		return
	}
	if i < 0 {
		i = n.addUnlisted(a.Path)
	}
	e := &n.list.Items.DevEnvs[i]
	b := n.stateAt(i)
	before := runningTotals{}
	before.devEnv(e, b.use)
	if a.Gone {
		a.ended(e, b.use)
		a.visible = a.visible || b.use != nil
		b.use = nil
	} else {
		if b.use == nil {
			b.use = &sessionList{}
			a.visible = true
		}
		a.takeSessions(e, b)
	}
	own := n.own
	own.add(before, -1)
	own.devEnv(e, b.use)
	n.setTotals(own)
}

// addUnlisted makes room for the sessions of an environment that no list has named: one that alone is watched.
func (n *node) addUnlisted(p types.Path) int {
	e := types.DevEnv{ID: p.DevEnv, Space: types.MakeText(p.Space), Project: types.MakeText(p.Project), Status: types.Running}
	n.list.Items.DevEnvs = append(slices.Clip(n.list.Items.DevEnvs), e)
	n.order = nil
	if n.states != nil {
		n.states = append(n.states, envState{})
	}
	own := n.own
	own.devEnv(&e, nil)
	n.setTotals(own)
	return len(n.list.Items.DevEnvs) - 1
}

func (a *update) takeSessions(e *types.DevEnv, b *envState) {
	u := b.use
	before := u.list()
	if a.takes(u.known) {
		u.more = a.More
		u.at = a.At.UnixNano()
		if !types.SameItems(u.items, a.Items.Sessions) {
			a.visible = true
			// What came to run while it was watched had no sessions before: its first ones are news.
			if u.known || b.since != 0 {
				a.compare(e, u)
			}
			u.items = a.Items.Sessions
		}
		if a.Err == nil && !a.More {
			u.known = true
		}
		u.updateIdle(a.At)
	}
	a.failed(e, u)
	after := u.list()
	a.visible = a.visible || after.State != before.State || after.More != before.More || sentence(after.Err) != sentence(before.Err)
}

// updateIdle dates the moment since which no session has been seen.
func (u *sessionList) updateIdle(at time.Time) {
	switch {
	case len(u.items) > 0 || !u.known:
		u.idle = 0
	case u.idle == 0:
		u.idle = uint32(at.Add(time.Second - 1).Unix())
	}
}

// failed keeps why the list cannot be read, as long as it cannot.
func (a *update) failed(e *types.DevEnv, u *sessionList) {
	if a.Err == nil && u.failure == nil {
		return
	}
	if u.failure == nil {
		u.failure = &failure{}
	}
	u.failure.err, u.failure.retry = a.Err, a.Retry
	a.reportOutage(&u.failure.outage, u.known, e.Name())
	if a.Err == nil {
		u.failure = nil
	}
}

// compare reports the sessions that came and went.
func (a *update) compare(e *types.DevEnv, u *sessionList) {
	had, has := sessionIDs(u.items), sessionIDs(a.Items.Sessions)
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

func sessionIDs(list []types.Session) map[string]bool {
	set := make(map[string]bool, len(list))
	for i := range list {
		set[list[i].ID] = true
	}
	return set
}

// ended reports all sessions of an environment as over, since it no longer runs.
func (a *update) ended(e *types.DevEnv, u *sessionList) {
	if u == nil || !u.known {
		return
	}
	for _, s := range u.items {
		a.end(e, s)
	}
}

func (a *update) end(e *types.DevEnv, s types.Session) {
	c := types.Change{Kind: types.SessionEnded, Path: e.Path(), Name: e.Name(), Session: s.ID}
	if s.Started != 0 {
		c.Took = between(time.Unix(s.Started, 0), a.At)
	}
	a.report(c)
}
