package fetch

import (
	"time"

	"catwatch/fetch/types"
)

// apply does what the mailbox says.
func (s *scheduler) apply(m commands) {
	now := time.Now()
	if m.paused != nil {
		s.paused = *m.paused
	}
	if m.focus != nil {
		s.setFocus(*m.focus, now)
	}
	for p := range m.touched {
		s.touch(p, now)
	}
	if m.refresh {
		s.refresh(now)
	}
	if m.interval > 0 || m.budget > 0 {
		s.setRates(m.interval, m.budget, now)
	}
	s.admit(m.requests, m.cancelled, now)
}

// setFocus moves the focus. What has just been read is not read again for it.
func (s *scheduler) setFocus(p types.Path, now time.Time) {
	old := s.focus
	s.focus = p
	if old.InProject() != p.InProject() {
		s.reclassifySessions(old.InProject(), now)
		s.reclassifySessions(p.InProject(), now)
	}
	for _, q := range withAncestors(old) {
		if l := s.lists[q]; l != nil && !q.Contains(p) {
			s.reclassify(l, now)
		}
	}
	for _, q := range withAncestors(p) {
		if l := s.lists[q]; l != nil {
			s.reclassify(l, now)
		}
	}
}

// reclassifySessions follows the focus into and out of a project: the sessions in it are on the screen.
func (s *scheduler) reclassifySessions(p types.Path, now time.Time) {
	if l := s.lists[p]; l != nil && p.Kind() == types.DevEnvs {
		for _, kid := range l.kids {
			s.reclassify(kid, now)
		}
	}
}

// withAncestors is p and the lists above it.
func withAncestors(p types.Path) []types.Path {
	all := []types.Path{p}
	for p != (types.Path{}) {
		p = p.Parent()
		all = append(all, p)
	}
	return all
}

// reclassify gives the list the urgency it has now, and the due time that goes with it.
func (s *scheduler) reclassify(l *list, now time.Time) {
	l.class = s.classify(l)
	s.demand(&l.task, l.calls, s.cadence(l))
	if l.state == flying {
		return
	}
	if l.read && l.err == nil && l.walk == nil {
		l.due = s.after(l.at, l.class, s.cadence(l))
	}
	s.schedule(&l.task, l.due, now)
}

// touch reads one list now. An environment that has no list of sessions is read with its project.
func (s *scheduler) touch(p types.Path, now time.Time) {
	s.breaker.release(now)
	if f := s.transitions[p]; f != nil {
		s.readNow(&f.task, now)
	}
	l := s.lists[p]
	if l == nil && p.Kind() == types.Sessions {
		l = s.lists[p.Parent()]
	}
	if l == nil {
		return
	}
	l.rereadAfter = l.rereadAfter || l.state == flying || l.walk != nil
	s.readNow(&l.task, now)
}

func (s *scheduler) readNow(t *task, now time.Time) {
	t.urgent = true
	if t.state != flying {
		s.schedule(t, now, now)
	}
}

// refresh reads everything again, within what the budget lends for it.
func (s *scheduler) refresh(now time.Time) {
	s.breaker.release(now)
	s.budget.lend()
	s.readAll(now, true)
	s.userNames.resetCooldown()
}

// readAll has everything read once from now on: the listing of a space stands for the lists of its projects, where it is
// proven. again says whether what is being read is read once more.
func (s *scheduler) readAll(now time.Time, again bool) {
	for _, l := range s.lists {
		switch {
		case l.state == flying || l.walk != nil:
			l.rereadAfter = l.rereadAfter || again
		case l.path.Kind() != types.DevEnvs || l.class == classFocused || l.err != nil || !s.isSpaceWide(l.path.Space):
			s.schedule(&l.task, now, now)
		}
	}
	for _, w := range s.spaceWide {
		if w.plan == types.SpaceWide && w.walk == nil {
			s.schedule(&w.task, now, now)
		}
	}
}

// setRates applies a new interval or budget to what waits.
func (s *scheduler) setRates(interval time.Duration, perMinute int, now time.Time) {
	if interval > 0 {
		s.options.Interval = interval
	}
	if perMinute > 0 {
		s.budget.set(perMinute)
	}
	for _, l := range s.lists {
		s.demand(&l.task, l.calls, s.cadence(l))
	}
	for _, l := range s.lists {
		s.reclassify(l, now)
	}
}

// resumeAfterSleep follows a time in which the process or the machine slept: each list is due once, in the order of its
// urgency and as fast as the budget allows.
func (s *scheduler) resumeAfterSleep(now time.Time) {
	s.breaker.release(now)
	s.readAll(now, false)
}
