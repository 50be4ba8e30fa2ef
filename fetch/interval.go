package fetch

import (
	"time"

	"catwatch/fetch/limit"
	"catwatch/fetch/types"
)

// How often lists are reread, in intervals, before stretching.
//
// The model: one call reads up to 50 dev environments, but the sessions of only one. The worst staleness is least when all lists
// of a kind have the same cadence and all cadences are stretched by the same factor where the budget is short. The ratio
// between sessionsEvery and envsEvery is a choice: at the default interval and budget, of 600 environments of which 180 are
// RUNNING, environments are at most 20 s old and their sessions at most 45 s, 95 % of the time.
const (
	focusedEvery  = 1.0
	ancestorEvery = 3.0  // spaces and projects above what has focus
	nearEvery     = 3.0  // sessions in the same project as the focus: they are on the screen, too
	sessionsEvery = 2.9  // of RUNNING environments
	envsEvery     = 1.35 // environments of a space, or of a project with RUNNING ones
	idleEnvsEvery = 2.5  // environments of a project without RUNNING ones
	treeEvery     = 6.0  // projects, spaces
	auditEvery    = 10 * time.Minute
)

// The share of the calls that tracking transitions may take while other classes need theirs, and the weights of first reads
// and of calls without urgency, relative to all rereading.
const (
	spend           = 0.97 // of the budget goes to cadences; the rest is for what is asked for
	transitionShare = 0.2
	firstReadWeight = 0.5
	callsWeight     = 0.5
)

// intervals returns n intervals.
func (s *scheduler) intervals(n float64) time.Duration {
	return time.Duration(n * float64(s.options.Interval))
}

// cadence is the time between two reads of the list, before stretching. It is shorter for a list that tracks recent
// transitions.
func (s *scheduler) cadence(l *list) time.Duration {
	every := s.baseCadence(l)
	if l.tracksTransitions && !l.transitionsSince.IsZero() {
		every = min(every, transitionCadence(l.transitionsSince, time.Now()))
	}
	return every
}

func (s *scheduler) baseCadence(l *list) time.Duration {
	kind := l.path.Kind()
	switch {
	case l.path == s.focus || s.hasFocus(l.path) && kind == types.DevEnvs:
		return s.intervals(focusedEvery)
	case s.hasFocus(l.path):
		return s.intervals(ancestorEvery)
	case l.class == classNear:
		return s.intervals(nearEvery)
	case kind == types.Sessions:
		return s.intervals(sessionsEvery)
	case kind == types.DevEnvs && s.isSpaceWide(l.path.Space):
		return max(auditEvery, s.intervals(treeEvery))
	case kind == types.DevEnvs && len(l.kids) > 0:
		return s.intervals(envsEvery)
	case kind == types.DevEnvs:
		return s.intervals(idleEnvsEvery)
	}
	return s.intervals(treeEvery)
}

// hasFocus reports whether p is the list that has focus or an ancestor of it.
func (s *scheduler) hasFocus(p types.Path) bool { return p.Contains(s.focus) }

// classify returns the list's class as of now.
func (s *scheduler) classify(l *list) class {
	kind := l.path.Kind()
	switch {
	case s.hasFocus(l.path):
		return classFocused
	case !l.wasRead && l.unbudgeted:
		return classFirstRead
	case kind == types.DevEnvs && l.tracksTransitions && s.cadence(l) < s.baseCadence(l):
		return classTransition
	case kind == types.Sessions && s.focus.Project != "" && s.focus.InProject().Contains(l.path):
		return classNear
	case kind == types.Sessions:
		return classSessions
	case kind == types.DevEnvs && !s.isSpaceWide(l.path.Space):
		return classEnvs
	}
	return classTree
}

// setDemand records how many calls a minute the task takes, unstretched.
func (s *scheduler) setDemand(t *task, calls int, every time.Duration) {
	s.demandByClass[t.demandClass] -= t.demand
	t.demandClass, t.demand = t.class, 0
	if every > 0 {
		t.demand = float64(max(1, calls)) * float64(time.Minute) / float64(every)
	}
	s.demandByClass[t.demandClass] += t.demand
}

// callShares is how the calls a minute are divided among classes: what each gets, and what it would take unstretched.
type callShares struct{ focused, transition, near, rest, nearDemand, restDemand float64 }

// shareCalls divides the calls a minute. The focus gets what it needs, up to half. Transitions and the sessions near the focus
// get what they need, up to their share or what the others leave. The rest is divided among the rest.
func (s *scheduler) shareCalls() callShares {
	able := spend * float64(s.budget.PerMinute())
	if s.pacer.Rate() > 0 {
		able = min(able, spend*60*s.pacer.Rate())
	}
	if s.callTime > 0 { // a slow service limits the calls a minute, too: there are only so many in flight
		able = min(able, spend*float64(s.inFlightLimit())*float64(time.Minute)/float64(s.callTime))
	}
	d := &s.demandByClass
	rest := d[classSessions] + d[classEnvs] + d[classTree] + d[classUserNames] + d[classFirstRead]
	p := callShares{nearDemand: d[classNear], restDemand: rest}
	p.focused = min(d[classFocused], able/2)
	left := able - p.focused
	p.transition = min(d[classTransition], max(transitionShare*left, left-rest-d[classNear]))
	left -= p.transition
	p.near = min(d[classNear], max(left/4, left-rest))
	p.rest = left - p.near
	return p
}

// stretch returns the factor by which the cadences of a class are stretched to keep the budget.
func (s *scheduler) stretch(c class) float64 {
	p := s.shareCalls()
	all := max(1, (p.nearDemand+p.restDemand)/max(1e-9, p.near+p.rest))
	near, rest := ratio(p.nearDemand, p.near), ratio(p.restDemand, p.rest)
	if near > rest { // so many are near the focus that they do better as part of the rest
		near, rest = all, all
	}
	switch c {
	case classFocused:
		return ratio(s.demandByClass[classFocused], p.focused)
	case classTransition:
		return ratio(s.demandByClass[classTransition], p.transition)
	case classNear:
		return near
	}
	return rest
}

// plannedCalls returns the calls a minute planned for each class.
func (s *scheduler) plannedCalls() (calls [classes]float64) {
	sum := 0.0
	for c := range classes {
		calls[c] = s.demandByClass[c] / s.stretch(c)
		sum += calls[c]
	}
	calls[classCalls] = callsWeight * sum
	calls[classFirstRead] = max(calls[classFirstRead], firstReadWeight*sum)
	return calls
}

func ratio(demand, given float64) float64 {
	if demand <= given {
		return 1
	}
	return demand / max(1e-9, given)
}

// dueAfter returns when a task of the class that was read at now is due again.
func (s *scheduler) dueAfter(now time.Time, c class, every time.Duration) time.Time {
	return now.Add(limit.Jitter(time.Duration(float64(every) * s.stretch(c))))
}
