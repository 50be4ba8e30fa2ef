package fetch

import (
	"time"
)

// A gap that is no delay any more: the process was stopped, or the machine slept.
const jump = 10 * time.Second

// clock notices time that passed unnoticed. A sleeping machine stops the clock that timers go by, but not the one on
// the wall; a stopped process finds its timer long overdue.
type clock struct {
	slept time.Time // monotonic
	wall  time.Time
	until time.Time
}

func (c *clock) sleep(now, wall time.Time, d time.Duration) {
	c.slept, c.wall = now, wall.Round(0)
	c.until = c.slept.Add(d)
}

func (c *clock) jumped(now, wall time.Time) bool {
	return wall.Round(0).Sub(c.wall)-now.Sub(c.slept) > jump || now.Sub(c.until) > jump
}
