package inventory

import (
	"slices"
	"strings"
	"time"

	"catwatch/fetch/types"
)

// update is one Apply under way.
type update struct {
	types.Event
	v       *Inventory
	visible bool // something visible changed
	changes []types.Change
}

func (a *update) report(c types.Change) {
	if c.At.IsZero() {
		c.At = a.At
	}
	// A change outlives the page whose strings these are a part of, and would keep all of it.
	c.Path.DevEnv, c.Name, c.Session = strings.Clone(c.Path.DevEnv), strings.Clone(c.Name), strings.Clone(c.Session)
	a.changes = append(a.changes, c)
}

// takes reports whether the event brings items: after a failure only a list that was cut short does, or the good list
// of before where it is not known here.
func (a *update) takes(known bool) bool {
	return a.Err == nil || a.Err.Reason == types.Incomplete || !known && a.Items.Len() > 0
}

// list takes in a list of spaces, projects or dev environments.
func (a *update) list(n *node) {
	l := &n.list
	before := *l
	n.fresh.counted = false
	l.Err, l.Retry = a.Err, a.Retry
	if a.takes(n.known) {
		l.More = a.More
		l.At, l.Missing, n.behind = a.At, a.Missing, false
		a.items(n)
		if a.Err == nil && !a.More && !n.known {
			n.known, n.firstRead = true, a.At.UnixNano()
		}
	}
	l.State = stateOf(n.known, l.More, n.behind, l.Err)
	a.visible = a.visible || l.State != before.State || l.More != before.More || l.Missing != before.Missing || sentence(l.Err) != sentence(before.Err)
	if a.Err != nil && n.outage == nil {
		n.outage = &outage{}
	}
	if n.outage != nil {
		a.reportOutage(n.outage, n.known, n.name)
	}
	if a.Err == nil {
		n.outage = nil
	}
	if a.visible {
		n.setTotals(n.count())
	}
}

// fallBehind takes in that a list has not been read for longer than was promised.
func (a *update) fallBehind() {
	n := a.v.root.find(a.Path)
	if n == nil {
		return
	}
	if a.Path.Kind() == types.Sessions {
		a.sessionsFallBehind(n)
		return
	}
	if !n.known || n.behind {
		return
	}
	n.behind, n.fresh.counted, a.visible = true, false, true
	n.list.State = stateOf(n.known, n.list.More, n.behind, n.list.Err)
	n.setTotals(n.count())
}

func sentence(e *types.Error) string {
	if e == nil {
		return ""
	}
	return e.Sentence
}

func (a *update) items(n *node) {
	switch a.Path.Kind() {
	case types.Spaces:
		if !types.SameItems(n.list.Items.Spaces, a.Items.Spaces) {
			a.names(n, func() { n.list.Items.Spaces = a.Items.Spaces })
		}
	case types.Projects:
		if !types.SameItems(n.list.Items.Projects, a.Items.Projects) {
			a.names(n, func() { n.list.Items.Projects = a.Items.Projects })
		}
	case types.DevEnvs:
		if !types.SameItems(n.list.Items.DevEnvs, a.Items.DevEnvs) {
			a.devEnvs(n)
		}
	}
}

// names replaces the items of a list of spaces or projects.
func (a *update) names(n *node, replace func()) {
	a.visible = true
	before := n.names()
	replace()
	after := n.names()
	had, has := set(before), set(after)
	for _, name := range before {
		if !has[name] {
			n.drop(name)
			a.item(n, types.Disappeared, name)
		}
	}
	for _, name := range after {
		n.kid(name)
		if !had[name] {
			a.item(n, types.Appeared, name)
		}
	}
}

func set(names []string) map[string]bool {
	s := make(map[string]bool, len(names))
	for _, name := range names {
		s[name] = true
	}
	return s
}

// item reports a space or project, unless the list is being read for the first time.
func (a *update) item(n *node, kind types.ChangeKind, name string) {
	if !n.known {
		return
	}
	p := types.Path{Space: name}
	if a.Path.Space != "" {
		p = types.Path{Space: a.Path.Space, Project: name}
	}
	a.report(types.Change{Kind: kind, Path: p, Name: name})
}

// drop takes a list out whose parent went.
func (a *update) drop() {
	n := a.v.root.find(a.Path)
	if n == nil || n.parent == nil {
		return
	}
	n.parent.drop(n.name)
	if slices.Contains(n.parent.names(), n.name) {
		n.parent.kid(n.name)
	}
	a.visible = true
}

// reportOutage reports a list as lost or regained.
func (a *update) reportOutage(t *outage, known bool, name string) {
	switch {
	case a.Err == nil && t.lost:
		a.report(types.Change{Kind: types.ListRegained, Path: a.Path, Name: name, Took: between(t.since, a.At)})
		*t = outage{}
	case a.Err == nil:
		*t = outage{}
	case !known || t.lost || a.Err.Reason == types.Throttled:
	default:
		t.fails++
		if t.since.IsZero() {
			t.since = a.Err.At
		}
		if !a.Err.Transient() || t.fails > 1 {
			t.lost = true
			a.report(types.Change{Kind: types.ListLost, At: a.Err.At, Path: a.Path, Name: name, Reason: a.Err.Sentence})
		}
	}
}

// between is the time between two moments, and 0 when either is not known or they are out of order.
func between(from, to time.Time) time.Duration {
	if from.IsZero() || to.IsZero() {
		return 0
	}
	return max(0, to.Sub(from))
}
