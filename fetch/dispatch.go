package fetch

import (
	"context"
	"time"

	"catwatch/fetch/limit"
)

// dispatch makes all calls that may be made now, and returns how long to wait before there can be another.
func (s *scheduler) dispatch() time.Duration {
	for {
		now := time.Now()
		s.queue.promote(now)
		s.budget.Fill(now)
		if s.inFlight >= s.inFlightLimit() {
			return longestSleep
		}
		if s.breaker.State(now) == limit.Open {
			s.failHeld(now)
			return min(longestSleep, s.untilDue(now))
		}
		s.queue.weigh(s.plannedCalls())
		t := s.queue.next(s.mayGo)
		if t == nil {
			return min(longestSleep, s.untilDue(now), s.untilAffordable())
		}
		// Wait before choosing the task, so that one that becomes more urgent in the meantime goes first.
		if wait := s.pacer.Wait(now); wait > 0 {
			return wait
		}
		s.launch(t, now)
	}
}

// inFlightLimit is how many calls may be in flight: one, the probe, while the breaker is not closed.
func (s *scheduler) inFlightLimit() int {
	if s.outage != nil {
		return 1
	}
	return s.pacer.InFlight()
}

// mayGo reports whether the task may be called now, given the budget and Pause.
func (s *scheduler) mayGo(t *task) bool {
	c := t.readsAs()
	return s.mayRead(c) && (t.unbudgeted || s.budget.Wait(c.isUrgent()) == 0)
}

// mayRead reports whether Pause leaves the class alone: it stops the reading of lists only.
func (s *scheduler) mayRead(c class) bool { return !s.paused || c.isCalls() }

func (s *scheduler) untilDue(now time.Time) time.Duration {
	if t := s.queue.waiting.top(); t != nil {
		return max(0, t.due.Sub(now))
	}
	return longestSleep
}

func (s *scheduler) untilAffordable() time.Duration {
	wait := longestSleep
	for c := range classes {
		if len(s.queue.ready[c]) > 0 && s.mayRead(c) {
			wait = min(wait, s.budget.Wait(c.isUrgent()))
		}
	}
	return max(time.Millisecond, wait)
}

// failHeld fails every task that is due while the breaker is open, with the error that opened it, and holds it until the next
// probe.
func (s *scheduler) failHeld(now time.Time) {
	for c := range classes {
		h := &s.queue.ready[c]
		for t := h.top(); t != nil && s.mayRead(c); t = h.top() {
			s.queue.move(t, idle)
			t.fail(s, s.outage)
			if t.state == ready || t.state == waiting && !t.due.After(now) {
				t.due = s.breaker.Until()
				s.queue.move(t, held)
			}
		}
	}
}

func (s *scheduler) launch(t *task, now time.Time) {
	s.queue.charge(t)
	s.queue.move(t, flying)
	s.pacer.Grant(now)
	if !t.unbudgeted {
		s.budget.Take()
	}
	s.inFlight++
	ctx := s.ctx
	if t.caller != nil {
		s.requests++
		ctx = t.caller
	}
	s.stats.countCall(t.operation, now)
	call, timeout := t.prepare(s), s.attemptTimeout
	if t.failures > 0 || s.outage != nil {
		timeout = s.options.Timeout // a probe gets all the time there is: everything waits for its result
	}
	if t.timeout > 0 {
		timeout = t.timeout
	}
	go func() {
		ctx, stop := context.WithTimeout(ctx, timeout)
		defer stop()
		r := result{task: t, sent: now}
		defer func() {
			r.panic = recover() // rethrown where the terminal can be restored
			s.results <- r
		}()
		r.complete, r.err = call(ctx)
	}()
}

// The scheduler wakes at least this often, to notice jumps of the clock.
const longestSleep = 10 * time.Second
