package fetch

import (
	"time"

	"catwatch/fetch/types"
)

// open does what the mailbox says.
func (s *scheduler) open(m letters) {
	now := time.Now()
	if m.paused != nil {
		s.paused = *m.paused
	}
	if m.focus != nil {
		s.look(*m.focus, now)
	}
	for p := range m.touched {
		s.touch(p, now)
	}
	if m.refresh {
		s.refresh(now)
	}
	if m.interval > 0 || m.budget > 0 {
		s.retime(m.interval, m.budget, now)
	}
}

// look moves the focus. What has just been read is not read again for it.
func (s *scheduler) look(p types.Path, now time.Time) {
	old := s.focus
	s.focus = p
	if old.InProject() != p.InProject() {
		s.reclassKids(old.InProject(), now)
		s.reclassKids(p.InProject(), now)
	}
	for _, q := range lineage(old) {
		if l := s.lists[q]; l != nil && !q.Contains(p) {
			s.reclass(l, now)
		}
	}
	for _, q := range lineage(p) {
		if l := s.lists[q]; l != nil {
			s.reclass(l, now)
		}
	}
}

// reclassKids follows the focus into and out of a project: the sessions in it are on the screen.
func (s *scheduler) reclassKids(p types.Path, now time.Time) {
	if l := s.lists[p]; l != nil && p.Kind() == types.DevEnvs {
		for _, kid := range l.kids {
			s.reclass(kid, now)
		}
	}
}

// lineage is p and the lists above it.
func lineage(p types.Path) []types.Path {
	all := []types.Path{p}
	for p != (types.Path{}) {
		p = p.Parent()
		all = append(all, p)
	}
	return all
}

// reclass gives the list the urgency it has now, and the due time that goes with it.
func (s *scheduler) reclass(l *list, now time.Time) {
	l.class = s.classify(l)
	s.demand(&l.task, l.calls, s.cadence(l))
	if l.flying {
		return
	}
	if l.read && l.err == nil && l.walk == nil {
		l.due = s.after(l.at, l.class, s.cadence(l))
	}
	s.queue.put(&l.task, now)
}

// touch reads one list now. An environment that has no list of sessions is read with its project.
func (s *scheduler) touch(p types.Path, now time.Time) {
	s.hold.release(now)
	if f := s.follows[p]; f != nil {
		s.soon(&f.task, now)
	}
	l := s.lists[p]
	if l == nil && p.Kind() == types.Sessions {
		l = s.lists[p.Parent()]
	}
	if l == nil {
		return
	}
	l.again = l.again || l.flying || l.walk != nil
	s.soon(&l.task, now)
}

func (s *scheduler) soon(t *task, now time.Time) {
	t.hurry = true
	if !t.flying {
		t.due = now
		s.queue.put(t, now)
	}
}

// refresh reads everything again, within what the budget lends for it.
func (s *scheduler) refresh(now time.Time) {
	s.hold.release(now)
	s.budget.lend()
	for _, l := range s.lists {
		if l.flying || l.walk != nil {
			l.again = true
		} else {
			l.due = now
			s.queue.put(&l.task, now)
		}
	}
	s.people.forgive()
}

// retime applies a new interval or budget to what waits.
func (s *scheduler) retime(interval time.Duration, perMinute int, now time.Time) {
	if interval > 0 {
		s.o.Interval = interval
	}
	if perMinute > 0 {
		s.budget.set(perMinute)
	}
	for _, l := range s.lists {
		s.demand(&l.task, l.calls, s.cadence(l))
	}
	for _, l := range s.lists {
		s.reclass(l, now)
	}
}

// resumed follows a time in which the process or the machine slept: each list is due once, in the order of its
// urgency and as fast as the budget allows.
func (s *scheduler) resumed(now time.Time) {
	s.hold.release(now)
	for _, l := range s.lists {
		if !l.flying && l.walk == nil {
			l.due = now
			s.queue.put(&l.task, now)
		}
	}
}
