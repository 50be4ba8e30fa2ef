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
	e, b := &n.list.Items.DevEnvs[i], n.stateAt(i)
	n.recount(e, b, func() {
		switch {
		case a.Gone:
			a.ended(e, b.use)
			a.visible = a.visible || b.use != nil
			b.use = nil
		default:
			if b.use == nil {
				b.use = &sessionList{}
				a.visible = true
			}
			a.takeSessions(e, b)
		}
	})
}

// recount changes what is known beside one environment, and what the list counts for with it.
func (n *node) recount(e *types.DevEnv, b *envState, change func()) {
	n.fresh.counted = false
	own := n.own
	before := runningTotals{}
	before.devEnv(e, b.use)
	change()
	own.add(before, -1)
	own.devEnv(e, b.use)
	n.setTotals(own)
}

func (a *update) sessionsFallBehind(n *node) {
	i := n.position(a.Path.DevEnv)
	if i < 0 || n.sessionsAt(i) == nil {
		return
	}
	e, b := &n.list.Items.DevEnvs[i], n.stateAt(i)
	if !b.use.known || b.use.behind {
		return
	}
	n.recount(e, b, func() { b.use.behind, a.visible = true, true })
}

// addUnlisted makes room for the sessions of an environment that no list has named: one that alone is watched.
func (n *node) addUnlisted(p types.Path) int {
	e := types.DevEnv{ID: p.DevEnv, Space: types.MakeText(p.Space), Project: types.MakeText(p.Project), Status: types.Running}
	n.list.Items.DevEnvs = append(slices.Clip(n.list.Items.DevEnvs), e)
	n.order = nil
	if n.states != nil {
		n.states = append(n.states, envState{})
	}
	n.fresh.counted = false
	own := n.own
	own.devEnv(&e, nil)
	n.setTotals(own)
	return len(n.list.Items.DevEnvs) - 1
}

func (a *update) takeSessions(e *types.DevEnv, b *envState) {
	u := b.use
	before := u.list()
	if a.takes(u.known) {
		u.more, u.behind = a.More, false
		u.at = a.At.UnixNano()
		if !types.SameItems(u.items, a.Items.Sessions) {
			a.visible = true
			// What came to run while it was watched had no sessions before: its first ones are news.
			if u.known || b.since != 0 {
				a.compare(e, u)
			}
			u.items = a.Items.Sessions
		}
		watched := u.known || b.since != 0
		if a.Err == nil && !a.More {
			u.known = true
		}
		a.updateIdle(u, watched)
	}
	a.failed(e, u)
	after := u.list()
	a.visible = a.visible || after.State != before.State || after.More != before.More || sentence(after.Err) != sentence(before.Err)
}

// updateIdle dates the moment since which no session has been seen. watched says whether the environment was in use, or not
// yet running, up to this reading. Time in which nothing was read does not count as unused: somebody may have been there.
func (a *update) updateIdle(u *sessionList, watched bool) {
	switch {
	case len(u.items) > 0 || !u.known:
		u.idle, u.idleAtLeast = 0, false
	case u.idle == 0:
		u.idle, u.idleAtLeast = secondsUp(a.At), !watched
	case !a.Watched.IsZero() && u.idle < secondsUp(a.Watched):
		u.idle, u.idleAtLeast = secondsUp(a.At), true
	}
}

// secondsUp is Unix seconds, rounded up: what was not seen for a part of a second was not seen for that second.
func secondsUp(at time.Time) uint32 { return uint32(at.Add(time.Second - 1).Unix()) }

// failed keeps why the list cannot be read, as long as it cannot.
func (a *update) failed(e *types.DevEnv, u *sessionList) {
	if a.Err == nil && a.Missing == 0 && u.failure == nil {
		return
	}
	if u.failure == nil {
		u.failure = &failure{}
	}
	u.failure.err, u.failure.retry = a.Err, a.Retry
	if a.Err == nil {
		u.failure.missing = a.Missing
	}
	a.reportOutage(&u.failure.outage, u.known, e.Name())
	if a.Err == nil && a.Missing == 0 {
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
