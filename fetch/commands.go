package fetch

import (
	"time"

	"catwatch/fetch/types"
)

// apply carries out the commands from the mailbox.
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

// setFocus moves the focus. A list that has just been read is not reread because of it.
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

// reclassifySessions updates the session lists of a project that gains or loses focus: they are on the screen, too.
func (s *scheduler) reclassifySessions(p types.Path, now time.Time) {
	if l := s.lists[p]; l != nil && p.Kind() == types.DevEnvs {
		for _, kid := range l.kids {
			s.reclassify(kid, now)
		}
	}
}

// withAncestors returns p and all lists above it.
func withAncestors(p types.Path) []types.Path {
	all := []types.Path{p}
	for p != (types.Path{}) {
		p = p.Parent()
		all = append(all, p)
	}
	return all
}

// reclassify updates the list's class and the due time that follows from it.
func (s *scheduler) reclassify(l *list, now time.Time) {
	l.class = s.classify(l)
	s.setDemand(&l.task, l.callsPerRead, s.cadence(l))
	if l.state == flying {
		return
	}
	if l.wasRead && l.err == nil && l.walk == nil {
		l.due = s.dueAfter(l.readAt, l.class, s.cadence(l))
	}
	s.schedule(&l.task, l.due, now)
}

// touch rereads one list now. For an environment without a session list that is the list of its project.
func (s *scheduler) touch(p types.Path, now time.Time) {
	s.breaker.ProbeNow(now)
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

// refresh rereads everything, with a minute's budget in advance.
func (s *scheduler) refresh(now time.Time) {
	s.breaker.ProbeNow(now)
	s.budget.Lend()
	s.readAll(now, true)
	s.userNames.resetCooldown()
}

// readAll makes everything due now. Where the space-wide listing is in use, it stands for the lists of the projects. again
// says whether lists that are being read are read once more.
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

// setRates applies a new interval or budget to every list.
func (s *scheduler) setRates(interval time.Duration, perMinute int, now time.Time) {
	if interval > 0 {
		s.options.Interval = interval
	}
	if perMinute > 0 {
		s.budget.Set(perMinute)
	}
	for _, l := range s.lists {
		s.setDemand(&l.task, l.callsPerRead, s.cadence(l))
	}
	for _, l := range s.lists {
		s.reclassify(l, now)
	}
}

// resumeAfterSleep makes every list due once after the process or the machine was suspended. They are read by class, as fast
// as the budget allows.
func (s *scheduler) resumeAfterSleep(now time.Time) {
	s.watched = now
	s.breaker.ProbeNow(now)
	s.readAll(now, false)
}
