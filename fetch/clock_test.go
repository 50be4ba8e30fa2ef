package fetch

import (
	"testing"
	"time"
)

func TestClockNoticesTimeThatWasNotWaitedFor(t *testing.T) {
	for _, c := range []struct {
		name   string
		passed time.Duration // by the clock that timers go by
		asleep time.Duration // only by the one on the wall
		want   bool
	}{
		{"on time", 5 * time.Second, 0, false},
		{"late", 12 * time.Second, 0, false},
		{"stopped", 5*time.Second + 11*time.Second, 0, true},
		{"asleep", 5 * time.Second, time.Hour, true},
		{"the wall's clock was corrected", 5 * time.Second, 2 * time.Second, false},
		{"the wall's clock was set back", 5 * time.Second, -time.Hour, false},
	} {
		var k clock
		k.sleep(start, start, 5*time.Second)
		now := start.Add(c.passed)
		if got := k.jumped(now, now.Add(c.asleep)); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
