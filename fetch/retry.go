package fetch

import (
	"time"

	"catwatch/fetch/limit"
	"catwatch/fetch/types"
)

// fail handles a failed call. The items read so far stay, with their date. The list is retried for as long as Run lasts, or
// with Options.Once until a retry cannot help.
func (l *list) fail(s *scheduler, e *types.Error) {
	if l.dropped {
		return
	}
	now := time.Now()
	held := s.outage != nil && e.Global()
	if e.Reason != types.Throttled && !held {
		l.failures++
	}
	again := l.restartWalk(s, e)
	if !s.options.Once && l.wasRead && l.failures == 1 && s.verifyEnv(l, e, now) {
		l.due, l.walk = now.Add(verifyPause), nil // report nothing before the environment has been checked
		s.schedule(&l.task, l.due, now)
		return
	}
	l.err = e
	if s.options.Once && !again && s.shouldGiveUp(l, e) {
		l.nextRetry, l.walk = time.Time{}, nil
		s.emit(l)
		s.verifyEnv(l, e, now)
		return
	}
	if !held && (l.failures >= pageAttempts || l.isDeniedOrGone()) {
		l.unbudgeted = false // it may never be readable: lists that are readable go first
		l.class = s.classify(l)
	}
	l.due = l.retryTime(s, e, now)
	l.nextRetry = later(l.due, now)
	if e.Reason == types.Denied || e.Reason == types.Gone {
		l.urgent, l.rereadAfter = false, false
		s.failChildren(l, e)
		s.recheckParent(l, now)
	}
	if e.Reason == types.Invalid && l.path.Kind() == types.Sessions {
		s.recheckParent(l, now)
	}
	s.emit(l)
	s.schedule(&l.task, l.due, now)
	s.startProof(l, now)
}

// restartWalk abandons a walk if one of its pages cannot be read. It reports whether starting over is likely to help, since
// the page token may have expired.
func (l *list) restartWalk(s *scheduler, e *types.Error) bool {
	if l.walk == nil || l.walk.pages == 0 || e.Global() || e.Reason == types.Throttled || e.Transient() && l.failures%pageAttempts != 0 {
		return false
	}
	s.stats.countAnomalies(append(l.walk.anomalies, anomalyRestart))
	l.walk = nil
	l.restarts++
	return e.Reason == types.Invalid && l.restarts < pageAttempts
}

// shouldGiveUp reports whether, with Options.Once, the list is given up.
func (s *scheduler) shouldGiveUp(l *list, e *types.Error) bool {
	switch {
	case e.Reason == types.Throttled:
		return false
	case e.Global() && s.outage != nil:
		return s.breaker.GiveUp()
	case !e.Transient() && !e.Global() || l.restarts >= pageAttempts:
		return true
	case !s.breaker.Reached():
		return l.failures >= onceAttemptsUnreached
	}
	return l.failures >= onceAttempts
}

func (l *list) retryTime(s *scheduler, e *types.Error, now time.Time) time.Time {
	switch {
	case e.Reason == types.Throttled && e.After > 0:
		return now.Add(e.After)
	case e.Reason == types.Throttled:
		return l.due // it keeps its place in the queue: the pacer decides when
	case s.outage != nil && e.Global():
		return s.breaker.Until()
	case s.options.Once:
		return now.Add(limit.Backoff(l.failures+l.restarts, onceRetryMin, onceRetryMax))
	case e.Reason == types.Denied || e.Reason == types.Gone || e.Reason == types.Invalid && l.failures+l.restarts > pageAttempts:
		return s.retryIn(l, limit.Jitter(retryDenied), now)
	}
	return s.retryIn(l, max(e.After, limit.Backoff(l.failures+l.restarts, retryMin, retryMax)), now)
}

// retryIn returns the time of the next attempt. The pause is stretched like every cadence that the budget governs, but only
// up to retryDenied, so that a list that becomes readable again is noticed soon.
func (s *scheduler) retryIn(l *list, pause time.Duration, now time.Time) time.Time {
	if l.unbudgeted {
		return now.Add(pause)
	}
	s.setDemand(&l.task, l.callsPerRead, pause)
	return now.Add(max(pause, min(retryDenied, time.Duration(float64(pause)*s.stretch(l.class)))))
}

// failChildren marks everything below a list that was denied or is gone as failed too: reading it would only fail one call
// at a time.
func (s *scheduler) failChildren(l *list, e *types.Error) {
	now := time.Now()
	for _, kid := range l.kids {
		kid.err, kid.nextRetry = e, l.due
		kid.walk = kid.walkInFlight()
		if kid.state != flying {
			kid.due = l.due.Add(limit.Jitter(s.options.Interval))
			s.setDemand(&kid.task, kid.callsPerRead, max(s.options.Interval, kid.due.Sub(now)))
			s.schedule(&kid.task, kid.due, now)
		}
		s.emit(kid)
		s.failChildren(kid, e)
	}
}

// walkInFlight returns the walk if one of its calls is in flight, else nil.
func (l *list) walkInFlight() *walk {
	if l.state == flying {
		return l.walk
	}
	return nil
}

// retryChildren schedules everything failed below a list that has become readable again.
func (s *scheduler) retryChildren(l *list, now time.Time) {
	for _, kid := range l.kids {
		if kid.err != nil && kid.state != flying {
			s.schedule(&kid.task, now, now)
		}
		s.retryChildren(kid, now)
	}
}

// recheckParent rereads the parent of a list that was denied or is gone: the parent's item may be gone, or no longer RUNNING.
func (s *scheduler) recheckParent(l *list, now time.Time) {
	up := s.lists[l.path.Parent()]
	if up != nil && up != l && up.err == nil && l.failures <= 1 && !s.options.Once {
		s.reread(up, now)
	}
}

// verifyEnv calls GetDevEnvironment once for an environment whose sessions cannot be listed: it may have stopped or been
// deleted since its project was read, which is not a failure. It reports whether such a check is in progress.
func (s *scheduler) verifyEnv(l *list, e *types.Error, now time.Time) bool {
	up := s.lists[l.path.Parent()]
	if l.path.Kind() != types.Sessions || up == nil || e.Reason == types.Throttled || e.Transient() || e.Global() {
		return false
	}
	if s.transitions[l.path] == nil && up.devEnv(l.path.DevEnv) != nil {
		s.startTracking(&transition{path: l.path, list: up, since: now, oneShot: true}, now)
	}
	return s.transitions[l.path] != nil
}

// reread schedules a read of the list that starts after now, without urgency.
func (s *scheduler) reread(l *list, now time.Time) {
	l.rereadAfter = l.rereadAfter || l.state == flying || l.walk != nil
	if l.state != flying && l.due.After(now) {
		s.schedule(&l.task, now, now)
	}
}

const (
	retryMin              = 500 * time.Millisecond // after a failure; doubles
	retryMax              = time.Minute
	retryDenied           = 5 * time.Minute // after an error that only a person can clear
	verifyPause           = 5 * time.Second // for GetDevEnvironment to tell whether the environment still runs
	onceRetryMin          = 100 * time.Millisecond
	onceRetryMax          = 3 * time.Second
	onceAttempts          = 8 // of one list, with Options.Once
	onceAttemptsUnreached = 4 // the same, while the service has never answered
	pageAttempts          = 3 // of one page, before the walk starts over
)
