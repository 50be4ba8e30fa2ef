package fetch

import (
	"time"

	"catwatch/fetch/limit"
	"catwatch/fetch/types"
)

// result is the outcome of one call.
type result struct {
	task     *task
	sent     time.Time
	complete func() // handles the value; nil if the call failed
	err      error
	panic    any // the call's panic value, if any
}

// land ends the flight of the task whose call this is the result of.
func (s *scheduler) land(r result) {
	s.inFlight--
	if r.task.caller != nil {
		s.requests--
	}
	s.queue.move(r.task, idle)
}

// handleResult handles the result of a call.
func (s *scheduler) handleResult(r result) {
	s.land(r)
	if r.panic != nil {
		if q, ok := r.task.work.(*request); ok {
			q.panicked(r.panic)
		}
		panic(r.panic)
	}
	if r.task.caller == nil && s.ctx.Err() != nil {
		return
	}
	now := time.Now()
	e := Classify(r.task.operation, r.err)
	if e != nil {
		e.At = now
	}
	if e == nil || !r.task.isAbandoned() {
		s.learn(e, r, now)
	}
	if e != nil {
		r.task.fail(s, e)
		return
	}
	r.complete()
}

// learn updates what is known about the service from a call's outcome, unless its caller cancelled it.
func (s *scheduler) learn(e *types.Error, r result, now time.Time) {
	if took := now.Sub(r.sent); e == nil {
		s.callTime += (took - s.callTime) / callTimeOver
		if took > s.attemptTimeout/2 {
			s.attemptTimeout = min(s.options.Timeout, 2*took)
		}
	}
	s.updateLimits(e, r.sent, now)
	s.stats.countOutcome(r.task.operation, e, r.sent, now)
}

// updateLimits updates the pacer and the breaker.
func (s *scheduler) updateLimits(e *types.Error, sent, now time.Time) {
	switch {
	case e == nil || !e.Global() && e.Reason != types.Throttled:
		s.pacer.Succeeded(sent, now)
	case e.Reason == types.Throttled:
		s.pacer.Throttled(sent, now, e.After)
	}
	if !s.breaker.Observe(verdict(e), now) {
		return
	}
	if s.breaker.State(now) == limit.Closed {
		s.outage = nil
		s.resumeAfterOutage(now)
		return
	}
	s.outage = e
}

// verdict is what the outcome of a call says about the service.
func verdict(e *types.Error) limit.Verdict {
	switch {
	case e == nil || !e.Global():
		return limit.Answered
	case e.Reason == types.Unreachable:
		return limit.Network
	case e.Reason == types.TLS:
		return limit.Untrusted
	case e.Reason == types.Blocked:
		return limit.Blocked
	case e.Unsent:
		return limit.SignInUnsent
	}
	return limit.SignInRefused
}

// resumeAfterOutage makes all lists due that failed because the service could not be used, with budget in advance since
// none was spent in the meantime.
func (s *scheduler) resumeAfterOutage(now time.Time) {
	s.budget.Lend()
	for _, l := range s.lists {
		if l.err != nil && l.err.Global() && l.state != flying {
			s.schedule(&l.task, now, now)
		}
	}
}

// callTime is averaged over about this many calls.
const callTimeOver = 16
