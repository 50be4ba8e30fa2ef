package fetch

import (
	"time"

	"catwatch/fetch/types"
)

// Lists are checked this often for having fallen behind.
const behindCheck = 2 * time.Second

// markBehind reports the lists that have not been read for twice as long as their cadence promises.
func (s *scheduler) markBehind(now time.Time) {
	if s.options.Once || now.Sub(s.behindChecked) < behindCheck {
		return
	}
	s.behindChecked = now
	var stretch [classes]float64
	for c := range classes {
		stretch[c] = s.stretch(c)
	}
	for _, l := range s.lists {
		if l.wasRead && l.err == nil && !l.behind && now.Sub(l.readAt) > 2*s.promised(l, stretch[l.class]) {
			l.behind = true
			s.out.put(types.Event{Path: l.path, Behind: true, At: now})
		}
	}
}

// promised is the time between two readings of the list that its cadence promises. Where the listing of the space stands for
// it, that is the cadence of the listing.
func (s *scheduler) promised(l *list, stretch float64) time.Duration {
	if w := s.spaceWide[l.path.Space]; w != nil && w.plan == types.SpaceWide && l.path.Kind() == types.DevEnvs && l.class != classFocused {
		return w.promised
	}
	return time.Duration(float64(s.cadence(l)) * stretch)
}

// later is the later of two times.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
