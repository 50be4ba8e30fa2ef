package limit_test

import (
	"testing"
	"time"

	"catwatch/fetch/limit"
)

func TestBackoffDoublesUpToItsMost(t *testing.T) {
	const base, most = 2 * time.Second, time.Minute
	for fails, want := range map[int]time.Duration{0: base, 1: base, 2: 2 * base, 3: 4 * base, 5: 16 * base, 6: most, 1000: most} {
		for range 100 {
			if got := limit.Backoff(fails, base, most); got < want*95/100 || got > want*105/100 {
				t.Fatalf("after %d failures: %v, want about %v", fails, got, want)
			}
		}
	}
	if got := limit.Backoff(1, most, base); got > base*105/100 {
		t.Errorf("%v is more than the most", got)
	}
}

func TestJitterSpreadsButNotFar(t *testing.T) {
	const d = time.Minute
	least, most := d, d
	for range 1000 {
		got := limit.Jitter(d)
		least, most = min(least, got), max(most, got)
	}
	if least < d*95/100 || most > d*105/100 || most-least < d*5/100 {
		t.Errorf("between %v and %v", least, most)
	}
}
