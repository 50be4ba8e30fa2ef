package fetch

import (
	"math/rand/v2"
	"time"

	"catwatch/fetch/types"
)

// How often a list is read again, in intervals, before stretching.
//
// The model: a call tells as many dev environments as its page holds, but the sessions of one. Of all ways to spend a
// budget of calls, the one that leaves the fleet's worst staleness least gives every list of a kind the same cadence, and
// stretches all kinds alike where the budget is short; how stale sessions may be for each second that environments are is
// a matter of taste, and the two constants below are it. At the default interval and budget, 600 environments of which 180
// are RUNNING are known 20 s late at most and their sessions 45 s, 95 times of 100.
const (
	focusedEvery  = 1.0
	ancestorEvery = 3.0  // spaces and projects above what has focus
	nearEvery     = 3.0  // sessions beside those that have focus: they are on the screen, too
	sessionsEvery = 3.0  // of RUNNING environments
	envsEvery     = 1.35 // environments of a space, or of a project where one is RUNNING
	idleEnvsEvery = 2.5  // of a project where none is
	treeEvery     = 6.0  // projects, spaces
	auditEvery    = 10 * time.Minute
	jitter        = 0.04
)

// What following environments in transition takes of the calls, at most, while the others need theirs; and the weight of
// lists that have never been read, against all that is read again.
const (
	transitionShare = 0.2
	firstReadWeight = 0.5
	callsWeight     = 0.5 // of calls of Do that nobody waits for
)

// intervals is n times the interval that is set.
func (s *scheduler) intervals(n float64) time.Duration {
	return time.Duration(n * float64(s.options.Interval))
}

// cadence is the time between two reads of the list, before stretching. A list that follows environments in transition is
// read sooner while they are young.
func (s *scheduler) cadence(l *list) time.Duration {
	every := s.baseCadence(l)
	if l.follows && !l.following.IsZero() {
		every = min(every, followCadence(l.following, time.Now()))
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

// hasFocus reports whether the list is looked at, or one above it is.
func (s *scheduler) hasFocus(p types.Path) bool { return p.Contains(s.focus) }

// classify says why the list is read, now.
func (s *scheduler) classify(l *list) class {
	kind := l.path.Kind()
	switch {
	case s.hasFocus(l.path):
		return classFocused
	case !l.read && l.unbudgeted:
		return classFirstRead
	case kind == types.DevEnvs && l.follows && s.cadence(l) < s.baseCadence(l):
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

// demand books what the task will take in calls a minute.
func (s *scheduler) demand(t *task, calls int, every time.Duration) {
	s.demandByClass[t.demandClass] -= t.demand
	t.demandClass, t.demand = t.class, 0
	if every > 0 {
		t.demand = float64(max(1, calls)) * float64(time.Minute) / float64(every)
	}
	s.demandByClass[t.demandClass] += t.demand
}

// plan is how the calls a minute are divided: what a class gets of what it would take unstretched.
type plan struct{ focused, transition, near, rest, nearDemand, restDemand float64 }

// plan divides the calls a minute. What has focus gets what it needs, up to half; what is in transition and what is near
// get what they need, up to their share or what nobody else needs; the rest divide what is left.
func (s *scheduler) plan() plan {
	able := spend * float64(s.budget.perMinute)
	if s.pacer.rate > 0 {
		able = min(able, spend*60*s.pacer.rate)
	}
	if s.callTime > 0 { // a slow service takes no more than there may be under way
		able = min(able, spend*float64(s.inFlightLimit())*float64(time.Minute)/float64(s.callTime))
	}
	d := &s.demandByClass
	rest := d[classSessions] + d[classEnvs] + d[classTree] + d[classUserNames] + d[classFirstRead]
	p := plan{nearDemand: d[classNear], restDemand: rest}
	p.focused = min(d[classFocused], able/2)
	left := able - p.focused
	p.transition = min(d[classTransition], max(transitionShare*left, left-rest-d[classNear]))
	left -= p.transition
	p.near = min(d[classNear], max(left/4, left-rest))
	p.rest = left - p.near
	return p
}

// stretch is by how much a class's cadences are stretched, so that all of them together keep the budget.
func (s *scheduler) stretch(c class) float64 {
	p := s.plan()
	all := max(1, (p.nearDemand+p.restDemand)/max(1e-9, p.near+p.rest))
	near, rest := ratio(p.nearDemand, p.near), ratio(p.restDemand, p.rest)
	if near > rest { // so many are near that they fare better as part of the rest
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

// plannedCalls is how many calls a minute each class is to have.
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

// after is when a task of the class is due again, read at now.
func (s *scheduler) after(now time.Time, c class, every time.Duration) time.Time {
	return now.Add(withJitter(time.Duration(float64(every) * s.stretch(c))))
}

// withJitter keeps what began together from staying together.
func withJitter(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (1 - jitter + 2*jitter*rand.Float64()))
}

// backoff doubles from base with each failure up to most.
func backoff(fails int, base, most time.Duration) time.Duration {
	d := base << min(max(fails-1, 0), 16)
	return withJitter(min(d, most))
}
