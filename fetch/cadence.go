package fetch

import (
	"math/rand/v2"
	"time"
)

// How often a list is read again, in intervals, before stretching. Audits check by project what is read space-wide.
const (
	focusedEvery = 1
	runningEvery = 3
	idleEvery    = 6 // environments of a project where none is RUNNING
	treeEvery    = 6 // projects, spaces
	auditEvery   = 10 * time.Minute
	jitter       = 0.1
)

// cadence is the time between two reads of the list, before stretching.
func (s *scheduler) cadence(l *list) time.Duration {
	i := s.o.Interval
	switch {
	case l.class == focused:
		return focusedEvery * i
	case l.path.Kind() == DevEnvs && s.isSpaceWide(l.path.Space):
		return max(auditEvery, treeEvery*i)
	case l.class == running:
		return runningEvery * i
	case l.path.Kind() == DevEnvs:
		return idleEvery * i
	}
	return treeEvery * i
}

// classify says how urgent the list is, now.
func (s *scheduler) classify(l *list) class {
	switch {
	case l.path.Contains(s.focus):
		return focused
	case !l.read && l.free:
		return first
	case l.path.Kind() == Sessions || l.path.Kind() == DevEnvs && len(l.kids) > 0:
		return running
	}
	return resting
}

// demand books what the task will take in calls a minute.
func (s *scheduler) demand(t *task, calls int, every time.Duration) {
	s.demands[t.charged] -= t.demand
	t.charged, t.demand = t.class, 0
	if every > 0 {
		t.demand = float64(max(1, calls)) * float64(time.Minute) / float64(every)
	}
	s.demands[t.charged] += t.demand
}

// stretch is by how much a class's cadences are stretched, so that all of them together keep the budget. What has focus
// is stretched only when it alone would take more than half.
func (s *scheduler) stretch(c class) float64 {
	able := spend * float64(s.budget.perMinute)
	if s.pace.rate > 0 {
		able = min(able, spend*60*s.pace.rate)
	}
	looked := s.demands[focused]
	if c == focused {
		return max(1, looked/(able/2))
	}
	rest := 0.0
	for other, d := range s.demands {
		if class(other) != focused {
			rest += d
		}
	}
	return max(1, rest/(able-min(looked, able/2)))
}

// after is when a task of the class is due again, read at now.
func (s *scheduler) after(now time.Time, c class, every time.Duration) time.Time {
	return now.Add(wobble(time.Duration(float64(every) * s.stretch(c))))
}

// wobble keeps what began together from staying together.
func wobble(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (1 - jitter + 2*jitter*rand.Float64()))
}

// backoff doubles from base with each failure up to most.
func backoff(fails int, base, most time.Duration) time.Duration {
	d := base << min(max(fails-1, 0), 16)
	return wobble(min(d, most))
}
