package limit

import "time"

// A difference from which on it is no mere delay or correction of the clock.
const jump = 10 * time.Second

// Jump is what passed unnoticed, in parts; each is zero unless it is at least some seconds.
type Jump struct {
	Ahead   time.Duration // the wall clock went ahead: the machine slept, which stops the monotonic clock, or the clock was set
	Back    time.Duration // the wall clock was set back
	Stopped time.Duration // the process was stopped: the wait, or the work between two waits, took so much too long
}

// Unwatched is how much time passed in which nothing was observed. A clock that was set forward counts as well, since it
// cannot be told from a machine that slept.
func (j Jump) Unwatched() time.Duration { return j.Ahead + j.Stopped }

// Clock notices time that passed unnoticed, by comparing the monotonic clock, the wall clock and the waits that were
// asked for. Its owner calls Wait before each wait and Woke after it.
type Clock struct {
	mono, wall time.Time // when it last looked
	due        time.Time // when it was to look again; monotonic
	jump       Jump
}

// Wait says that its owner is about to wait for at most d. now has a monotonic reading; wall is stripped of its own.
func (c *Clock) Wait(now, wall time.Time, d time.Duration) {
	c.look(now, wall)
	c.due = now.Add(d)
}

// Woke says that the wait is over, and returns what passed unnoticed since the last call of Woke.
func (c *Clock) Woke(now, wall time.Time) Jump {
	c.look(now, wall)
	j := c.jump
	c.jump = Jump{}
	return j
}

// look compares the clocks with what they were. Between a Woke and the next Wait no time is expected to pass.
func (c *Clock) look(now, wall time.Time) {
	wall = wall.Round(0)
	if !c.mono.IsZero() {
		drift := wall.Sub(c.wall) - now.Sub(c.mono)
		late := now.Sub(c.due)
		switch {
		case drift > jump:
			c.jump.Ahead += drift
		case drift < -jump:
			c.jump.Back -= drift
		}
		if late > jump {
			c.jump.Stopped += late
		}
	}
	c.mono, c.wall, c.due = now, wall, now
}
