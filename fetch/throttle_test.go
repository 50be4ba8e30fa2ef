package fetch_test

import (
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/sim"
)

// limits are how much a service takes, and how it refuses the rest.
type limits struct {
	rate   float64
	burst  float64
	window time.Duration // counts within fixed windows instead of a bucket
	after  string        // Retry-After
	jitter time.Duration // of the way there, at most
}

// limiter stands in front of a world and refuses what is too much, in the ways that services and gateways do.
type limiter struct {
	limits
	inner     fetch.Doer
	mu        sync.Mutex
	dice      *rand.Rand
	tokens    float64
	filled    time.Time
	total     int
	throttled int
}

func (l *limiter) Do(r *http.Request) (*http.Response, error) {
	if l.jitter > 0 {
		l.mu.Lock()
		d := time.Duration(l.dice.Int64N(int64(l.jitter)))
		l.mu.Unlock()
		time.Sleep(d)
	}
	if l.admits(time.Now()) {
		return l.inner.Do(r)
	}
	time.Sleep(40 * time.Millisecond)
	h := http.Header{"Content-Type": {"application/json"}}
	if l.after != "" {
		h.Set("Retry-After", l.after)
	}
	return &http.Response{StatusCode: 429, Header: h, Body: io.NopCloser(strings.NewReader(untyped)), ContentLength: int64(len(untyped)), Request: r}, nil
}

func (l *limiter) admits(now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total++
	if l.window > 0 {
		if now.Sub(l.filled) >= l.window {
			l.filled, l.tokens = now.Truncate(l.window), l.rate*l.window.Seconds()
		}
	} else {
		if !l.filled.IsZero() {
			l.tokens = min(l.burst, l.tokens+l.rate*now.Sub(l.filled).Seconds())
		} else {
			l.tokens = l.burst
		}
		l.filled = now
	}
	if l.tokens < 1 {
		l.throttled++
		return false
	}
	l.tokens--
	return true
}

const untyped = `{"message":"Too Many Requests"}`

// loads are services that hold back, and how much of their patience reading everything may take: its time as a share
// of the time that the calls take at the rate, and its refused calls as a share of all.
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
	{"bucket 10/s burst 1, jitter", limits{rate: 10, burst: 1, jitter: 5 * time.Millisecond}, 1.15, 0.03}, // refuses at 9.5/s, too
	{"bucket 2/s burst 2", limits{rate: 2, burst: 2}, 1.05, 0.035},
	{"bucket 4/s burst 4", limits{rate: 4, burst: 4}, 1.05, 0.03},
	{"bucket 20/s burst 20", limits{rate: 20, burst: 20}, 1.05, 0.03},
	{"bucket 40/s burst 40", limits{rate: 40, burst: 40}, 1.05, 0.04},
}

func TestThrottledServiceIsReadAtItsRate(t *testing.T) {
	t.Parallel()
	for _, load := range loads {
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
				elapse(10 * time.Second) // for the limit to be found
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
