package fetch

import (
	"time"

	"catwatch/fetch/types"
)

const (
	transitionCadenceMin = 2500 * time.Millisecond // at first
	transitionAgeDivisor = 10                      // after this many seconds in transition, the environment is read once a second; after ten times as many, every ten seconds
)

// transitionCadence is the time between two reads of an environment whose transition began at began. It grows with the age of
// the transition, since some never end. Callers limit it to the cadence of the list that holds the environment.
func transitionCadence(began, now time.Time) time.Duration {
	return max(transitionCadenceMin, now.Sub(began)/transitionAgeDivisor)
}

// chooseTracking decides how the environments in transition of p's space are tracked: one by one, through the lists of their
// projects, or through the space-wide listing, whichever reads all of them with the fewest calls.
func (s *scheduler) chooseTracking(p types.Path, now time.Time) {
	if s.options.Once {
		return
	}
	w, lists := s.spaceWide[p.Space], s.projectLists(p.Space)
	if l := s.lists[p.InProject()]; l != nil && lists[p.Project] != l {
		s.trackList(l, false, now) // the scope is this project
	}
	cost, youngest := 0, time.Time{}
	for _, l := range lists {
		cost += min(len(l.transitions), max(1, l.callsPerRead))
		youngest = later(youngest, l.newestTransition())
	}
	whole := w != nil && w.plan == types.SpaceWide && cost > w.callsPerRead
	for _, l := range lists {
		s.trackList(l, whole, now)
	}
	if w != nil {
		w.trackTransitions(s, whole, youngest, now)
	}
}

// newestTransition returns when the newest of the list's transitions began.
func (l *list) newestTransition() (began time.Time) {
	for _, f := range l.transitions {
		began = later(began, f.since)
	}
	return began
}

// trackList sets how the list's environments in transition are tracked: through the space-wide listing if whole; else through
// the list if that takes fewer calls than there are environments; else one by one.
func (s *scheduler) trackList(l *list, whole bool, now time.Time) {
	follows := !whole && len(l.transitions) > max(1, l.callsPerRead)
	began := l.newestTransition()
	if follows != l.tracksTransitions || began != l.transitionsSince {
		l.tracksTransitions, l.transitionsSince = follows, began
		s.reclassify(l, now)
	}
	for _, f := range l.transitions {
		if f.oneShot || f.individually == (!whole && !follows) {
			continue
		}
		f.individually = !f.individually
		switch {
		case f.individually:
			f.scheduleNext(s, now)
		case f.state != flying:
			s.queue.move(&f.task, idle)
			s.setDemand(&f.task, 0, 0)
		}
	}
}
