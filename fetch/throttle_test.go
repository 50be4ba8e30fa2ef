package fetch_test

import (
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/sim"
)

// loads are throttling services, and the bars for reading everything: the time relative to the least possible at the
// service's rate, and the share of throttled calls.
var loads = []struct {
	name string
	limits
	ratio, waste float64
}{
	{"bucket 10/s burst 1", limits{rate: 10, burst: 1}, 1.05, 0.03},
	{"bucket 10/s burst 5", limits{rate: 10, burst: 5}, 1.05, 0.03},
	{"bucket 10/s burst 10", limits{rate: 10, burst: 10}, 1.05, 0.03},
	{"bucket 10/s burst 20", limits{rate: 10, burst: 20}, 1.05, 0.03},
	{"bucket 10/s burst 10, Retry-After 1", limits{rate: 10, burst: 10, after: "1"}, 1.05, 0.03},
	{"window 10 in 1 s", limits{rate: 10, window: time.Second}, 1.05, 0.03},
	{"bucket 10/s burst 2, jitter", limits{rate: 10, burst: 2, jitter: 30 * time.Millisecond}, 1.05, 0.03},
	{"bucket 10/s burst 1, jitter", limits{rate: 10, burst: 1, jitter: 5 * time.Millisecond}, 1.15, 0.03}, // throttles even at 9.5/s
	{"bucket 2/s burst 2", limits{rate: 2, burst: 2}, 1.05, 0.035},
	{"bucket 4/s burst 4", limits{rate: 4, burst: 4}, 1.05, 0.03},
	{"bucket 20/s burst 20", limits{rate: 20, burst: 20}, 1.05, 0.03},
	{"bucket 40/s burst 40", limits{rate: 40, burst: 40}, 1.05, 0.04},
}

func TestThrottledServiceIsReadAtItsRate(t *testing.T) {
	t.Parallel()
	for i, load := range loads {
		if testing.Short() && i > 1 {
			break // the others differ in their numbers only
		}
		t.Run(load.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(tree())
				l := &limiter{limits: load.limits, inner: w.HTTPClient(), dice: rand.New(rand.NewPCG(1, 2))}
				f := fetch.New(fetch.NewClientOver(l, "https://sim.invalid", sim.DefaultToken), fetch.Options{Once: true})
				seen := newWatcher()
				start := time.Now()
				if err := f.Run(t.Context(), seen.take); err != nil {
					t.Fatal(err)
				}
				took := time.Since(start).Seconds()
				calls := w.Calls().Total
				ratio, waste := took*l.rate/float64(calls), float64(l.throttled)/float64(l.total)
				t.Logf("%-36s %4d calls %6.1f s  %.3f × bound  %3d throttled %.1f %%", load.name, calls, took, ratio, l.throttled, 100*waste)
				mustAgree(t, w, seen.Inventory)
				if ratio > load.ratio {
					t.Errorf("%.3f × the bound", ratio)
				}
				if waste > load.waste {
					t.Errorf("%.1f %% throttled", 100*waste)
				}
			})
		})
	}
}

func TestOnlyWhatTakesItsTimeIsCalledHeldBack(t *testing.T) {
	for name, c := range map[string]struct {
		limits
		held bool
	}{
		"slow":        {limits{rate: 4, burst: 4}, true},
		"fast enough": {limits{rate: 200, burst: 1}, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 60, EnvsPerProject: 5, Frozen: true, Latency: 10 * time.Millisecond})
				l := &limiter{limits: c.limits, inner: w.HTTPClient(), dice: rand.New(rand.NewPCG(1, 2))}
				d := watch(t, over(l), fetch.Options{Budget: 6000})
				held := 0
				elapse(10 * time.Second) // to find the limit
				for range 100 {
					elapse(97 * time.Millisecond)
					if s := d.Stats(); s.RateLimited {
						held++
					}
				}
				if l.throttled == 0 || c.held && held < 50 || !c.held && held > 0 {
					t.Errorf("held back %d times of 100, %d throttled", held, l.throttled)
				}
			})
		})
	}
}
