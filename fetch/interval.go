package fetch

import (
	"math/rand/v2"
	"time"

	"catwatch/fetch/types"
)

// How often a list is read again, in intervals, before stretching. Audits check by project what is read space-wide.
const (
	focusedEvery = 1
	nearEvery    = 3 // sessions beside those that have focus: they are on the screen, too
	runningEvery = 3
	idleEvery    = 6 // environments of a project where none is RUNNING
	treeEvery    = 6 // projects, spaces
	auditEvery   = 10 * time.Minute
	jitter       = 0.05
)

// Where the budget is short, a list in which so many reads in a row found nothing new gives way to the others.
const (
	unchangedReadsBefore = 3
	unchangedMost        = 2.0
)

// cadence is the time between two reads of the list, before stretching.
func (s *scheduler) cadence(l *list) time.Duration {
	every := s.baseCadence(l)
	if l.path.Kind() == types.Sessions || l.class == classFocused || l.path.Kind() == types.DevEnvs && s.isSpaceWide(l.path.Space) {
		return every // an audit is due however calm it is
	}
	return s.slowed(every, l.unchangedReads)
}

// slowed is the cadence of what found nothing new so many times in a row. Sessions never give way: who is connected is
// what a dashboard is asked first.
func (s *scheduler) slowed(every time.Duration, calm int) time.Duration {
	if calm < unchangedReadsBefore {
		return every
	}
	return time.Duration(float64(every) * min(unchangedMost, s.stretch(classRunning)))
}

func (s *scheduler) baseCadence(l *list) time.Duration {
	i := s.options.Interval
	switch {
	case l.class == classFocused:
		return focusedEvery * i
	case l.class == classNear:
		return nearEvery * i
	case l.path.Kind() == types.DevEnvs && s.isSpaceWide(l.path.Space):
		return max(auditEvery, treeEvery*i)
	case l.class == classRunning:
		return runningEvery * i
	case l.path.Kind() == types.DevEnvs:
		return idleEvery * i
	}
	return treeEvery * i
}

// classify says how urgent the list is, now.
func (s *scheduler) classify(l *list) class {
	switch {
	case l.path.Contains(s.focus):
		return classFocused
	case !l.read && l.unbudgeted:
		return classFirstRead
	case l.path.Kind() == types.Sessions && s.focus.Project != "" && s.focus.InProject().Contains(l.path):
		return classNear
	case l.path.Kind() == types.Sessions || l.path.Kind() == types.DevEnvs && len(l.kids) > 0:
		return classRunning
	}
	return classIdle
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

// stretch is by how much a class's cadences are stretched, so that all of them together keep the budget. What has focus
// is stretched only when it alone would take more than half of it, and what is near only when it would take more than
// what is left of that half, or a quarter; so many that they would fare better as part of the rest do.
func (s *scheduler) stretch(c class) float64 {
	able := spend * float64(s.budget.perMinute)
	if s.pacer.rate > 0 {
		able = min(able, spend*60*s.pacer.rate)
	}
	looked, beside, rest := s.demandByClass[classFocused], s.demandByClass[classNear], 0.0
	for other, d := range s.demandByClass {
		if class(other) != classFocused && class(other) != classNear {
			rest += d
		}
	}
	left := able - min(looked, able/2)
	share := min(beside, max(left-able/2, able/4))
	all := max(1, (beside+rest)/left)
	switch {
	case c == classFocused:
		return max(1, looked/(able/2))
	case beside > share*all:
		return all
	case c == classNear && share > 0:
		return max(1, beside/share)
	case c == classNear:
		return 1
	}
	return max(1, rest/(left-share))
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
