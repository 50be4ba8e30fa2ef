package fetch

import (
	"time"

	"catwatch/fetch/types"
)

const (
	followEvery = 2500 * time.Millisecond // at first
	followAge   = 10                      // an environment that has been in transition for so many seconds is looked at every second
)

// followCadence is the time between two looks at what has been in transition since began: soon at first, seldom at what has
// been for long, since some never arrive. The cadence of the list that holds it is the limit.
func followCadence(began, now time.Time) time.Duration {
	return max(followEvery, now.Sub(began)/followAge)
}

// chooseFollowing decides how the environments in transition of the space that p is in are followed: one by one, by the
// lists of their projects, or by the listing of the whole space, whichever takes the fewest calls for a look at all.
func (s *scheduler) chooseFollowing(p types.Path, now time.Time) {
	if s.options.Once {
		return
	}
	w, lists := s.spaceWide[p.Space], s.projectsOf(p.Space)
	if l := s.lists[p.InProject()]; l != nil && lists[p.Project] != l {
		s.followBy(l, false, now) // a project that is watched alone
	}
	cost, youngest := 0, time.Time{}
	for _, l := range lists {
		cost += min(len(l.transitions), max(1, l.calls))
		youngest = later(youngest, l.youngest())
	}
	whole := w != nil && w.plan == types.SpaceWide && cost > w.calls
	for _, l := range lists {
		s.followBy(l, whole, now)
	}
	if w != nil {
		w.follow(s, whole, youngest, now)
	}
}

// youngest is when the last of the list's environments in transition began to be.
func (l *list) youngest() (began time.Time) {
	for _, f := range l.transitions {
		began = later(began, f.began)
	}
	return began
}

// followBy has the list's environments in transition followed by the listing of the space, by the list where that takes
// fewer calls than they are, or each by itself.
func (s *scheduler) followBy(l *list, whole bool, now time.Time) {
	follows := !whole && len(l.transitions) > max(1, l.calls)
	began := l.youngest()
	if follows != l.follows || began != l.following {
		l.follows, l.following = follows, began
		s.reclassify(l, now)
	}
	for _, f := range l.transitions {
		if f.once || f.byItself == (!whole && !follows) {
			continue
		}
		f.byItself = !f.byItself
		switch {
		case f.byItself:
			f.scheduleNext(s, now)
		case f.state != flying:
			s.queue.move(&f.task, idle)
			s.demand(&f.task, 0, 0)
		}
	}
}
