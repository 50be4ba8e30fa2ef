package fetch

import (
	"time"

	"catwatch/fetch/types"
)

// fail takes in that a call brought nothing. What has been read stays, dated; the list is tried again for ever, or with
// Once until trying makes no sense.
func (l *list) fail(s *scheduler, e *types.Error) {
	if l.dropped {
		return
	}
	now := time.Now()
	held := s.breaker.err != nil && e.Global()
	if e.Reason != types.Throttled && !held {
		l.failures++
	}
	again := l.restart(s, e)
	if !s.options.Once && l.read && l.failures == 1 && s.verifyEnv(l, e, now) {
		l.due, l.walk = now.Add(verifyPause), nil // by then it is known, and nothing was said too soon
		s.schedule(&l.task, l.due, now)
		return
	}
	l.err = e
	if s.options.Once && !again && s.givesUp(l, e) {
		l.retry, l.walk = time.Time{}, nil
		s.emit(l)
		s.verifyEnv(l, e, now)
		return
	}
	if !held && (l.failures >= pageTries || l.isRefused()) {
		l.unbudgeted = false // nothing says that it can be read at all: the others come first
		l.class = s.classify(l)
	}
	l.due = l.retryAt(s, e, now)
	l.retry = later(l.due, now)
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

// restart gives up a walk whose page cannot be had. It reports whether beginning again is likely to help: a token may
// have expired.
func (l *list) restart(s *scheduler, e *types.Error) bool {
	if l.walk == nil || l.walk.pages == 0 || e.Global() || e.Reason == types.Throttled || e.Transient() && l.failures%pageTries != 0 {
		return false
	}
	s.stats.odd(append(l.walk.anomalies, anomalyRestart))
	l.walk = nil
	l.restarts++
	return e.Reason == types.Invalid && l.restarts < pageTries
}

// givesUp reports whether a reading that is to end gives the list up.
func (s *scheduler) givesUp(l *list, e *types.Error) bool {
	switch {
	case e.Reason == types.Throttled:
		return false
	case e.Global() && s.breaker.err != nil:
		return s.breaker.hopeless()
	case !e.Transient() && !e.Global() || l.restarts >= pageTries:
		return true
	case !s.breaker.reached:
		return l.failures >= onceTriesUnreached
	}
	return l.failures >= onceTries
}

func (l *list) retryAt(s *scheduler, e *types.Error, now time.Time) time.Time {
	switch {
	case e.Reason == types.Throttled && e.After > 0:
		return now.Add(e.After)
	case e.Reason == types.Throttled:
		return l.due // it keeps its place: the pacer alone decides when
	case s.breaker.err != nil && e.Global():
		return s.breaker.until
	case s.options.Once:
		return now.Add(backoff(l.failures+l.restarts, onceFirst, onceMost))
	case e.Reason == types.Denied || e.Reason == types.Gone || e.Reason == types.Invalid && l.failures+l.restarts > pageTries:
		return s.retryIn(l, withJitter(retryRefuse), now)
	}
	return s.retryIn(l, max(e.After, backoff(l.failures+l.restarts, retryFirst, retryMost)), now)
}

// retryIn is the end of a pause between two attempts, which is stretched like all that the budget governs, but not for
// long: a list that can be read again is news.
func (s *scheduler) retryIn(l *list, pause time.Duration, now time.Time) time.Time {
	if l.unbudgeted {
		return now.Add(pause)
	}
	s.demand(&l.task, l.calls, pause)
	return now.Add(max(pause, min(retryRefuse, time.Duration(float64(pause)*s.stretch(l.class)))))
}

// failChildren marks what hangs under a list that is refused: it cannot be read either, and would only be refused one by
// one.
func (s *scheduler) failChildren(l *list, e *types.Error) {
	now := time.Now()
	for _, kid := range l.kids {
		kid.err, kid.retry = e, l.due
		kid.walk = kid.flyingWalk()
		if kid.state != flying {
			kid.due = l.due.Add(withJitter(s.options.Interval))
			s.demand(&kid.task, kid.calls, max(s.options.Interval, kid.due.Sub(now)))
			s.schedule(&kid.task, kid.due, now)
		}
		s.emit(kid)
		s.failChildren(kid, e)
	}
}

// flyingWalk is the walk under way, if a call of it is: any other is given up.
func (l *list) flyingWalk() *walk {
	if l.state == flying {
		return l.walk
	}
	return nil
}

// retryChildren reads what hung under a list that can be read again.
func (s *scheduler) retryChildren(l *list, now time.Time) {
	for _, kid := range l.kids {
		if kid.err != nil && kid.state != flying {
			s.schedule(&kid.task, now, now)
		}
		s.retryChildren(kid, now)
	}
}

// recheckParent reads the list above one that is refused: what it hangs under may be gone, or no longer RUNNING.
func (s *scheduler) recheckParent(l *list, now time.Time) {
	up := s.lists[l.path.Parent()]
	if up != nil && up != l && up.err == nil && l.failures <= 1 && !s.options.Once {
		s.reread(up, now)
	}
}

// verifyEnv looks once at an environment that refuses to tell its sessions: it may have stopped, or gone, since its project was
// read, which is no failure. It reports whether that is being found out.
func (s *scheduler) verifyEnv(l *list, e *types.Error, now time.Time) bool {
	up := s.lists[l.path.Parent()]
	if l.path.Kind() != types.Sessions || up == nil || e.Reason == types.Throttled || e.Transient() || e.Global() {
		return false
	}
	if s.transitions[l.path] == nil && up.devEnv(l.path.DevEnv) != nil {
		s.start(&transition{path: l.path, list: up, began: now, once: true}, now)
	}
	return s.transitions[l.path] != nil
}

// reread reads a list once more from now on, in its turn.
func (s *scheduler) reread(l *list, now time.Time) {
	l.rereadAfter = l.rereadAfter || l.state == flying || l.walk != nil
	if l.state != flying && l.due.After(now) {
		s.schedule(&l.task, now, now)
	}
}
