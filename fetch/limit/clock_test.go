package limit_test

import (
	"testing"
	"time"

	"catwatch/fetch/limit"
)

func TestClockTellsWhatPassedUnnoticed(t *testing.T) {
	const wait = 5 * time.Second
	for _, c := range []struct {
		name   string
		passed time.Duration // by the monotonic clock, between Wait and Woke
		wall   time.Duration // by the wall clock on top of it
		want   limit.Jump
	}{
		{"woken early", time.Second, 0, limit.Jump{}},
		{"on time", wait, 0, limit.Jump{}},
		{"a little late", wait + 9*time.Second, 0, limit.Jump{}},
		{"process stopped", wait + 11*time.Second, 0, limit.Jump{Stopped: 11 * time.Second}},
		{"machine slept, or clock set forward", wait, time.Hour, limit.Jump{Ahead: time.Hour}},
		{"clock corrected forward", wait, 9 * time.Second, limit.Jump{}},
		{"clock corrected back", wait, -9 * time.Second, limit.Jump{}},
		{"clock set back", wait, -2 * time.Hour, limit.Jump{Back: 2 * time.Hour}},
		{"stopped, and slept", wait + time.Minute, time.Hour, limit.Jump{Ahead: time.Hour, Stopped: time.Minute}},
		{"stopped, and clock set back", wait + time.Minute, -time.Hour, limit.Jump{Back: time.Hour, Stopped: time.Minute}},
	} {
		var k limit.Clock
		k.Wait(start, start, wait)
		now := start.Add(c.passed)
		if got := k.Woke(now, now.Add(c.wall)); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
		if got := k.Woke(now, now.Add(c.wall)); got != (limit.Jump{}) {
			t.Errorf("%s: told twice: %+v", c.name, got)
		}
	}
}

func TestOnlyTimeThatNobodyWatchedIsUnwatched(t *testing.T) {
	j := limit.Jump{Ahead: time.Hour, Back: 2 * time.Hour, Stopped: time.Minute}
	if got := j.Unwatched(); got != time.Hour+time.Minute {
		t.Errorf("%v", got)
	}
}

// A process may be stopped, and a machine sleep, while its owner works rather than waits.
func TestClockNoticesJumpsBetweenTwoWaits(t *testing.T) {
	var k limit.Clock
	k.Wait(start, start, time.Second)
	now := start.Add(time.Second)
	k.Woke(now, now)
	now = now.Add(time.Minute)
	k.Wait(now, now.Add(time.Hour), time.Second)
	now = now.Add(time.Second)
	want := limit.Jump{Ahead: time.Hour, Stopped: time.Minute}
	if got := k.Woke(now, now.Add(time.Hour)); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// Time that is small between any two looks is no jump, however much it is in the end.
func TestClockForgivesSlowDrift(t *testing.T) {
	var k limit.Clock
	now, wall := start, start
	for range 1000 {
		k.Wait(now, wall, time.Second)
		now, wall = now.Add(2*time.Second), wall.Add(2*time.Second+300*time.Millisecond)
		if got := k.Woke(now, wall); got != (limit.Jump{}) {
			t.Fatalf("%+v", got)
		}
	}
}
