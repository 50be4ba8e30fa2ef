package fetch

import (
	"math"
	"time"
)

// What the pacer is tuned to, on token buckets of 10 a second with bursts of 1 to 20.
const (
	startWindow = 4.0             // requests under way at first; each success allows one more
	floorRate   = 0.5             // a second
	growth      = 0.25            // a second, each second
	keep        = 0.95            // of the measured rate, after a throttle
	cutEvery    = time.Second     // no two cuts within
	sample      = 2 * time.Second // the success rate is measured over
	longAfter   = 5 * time.Second // a Retry-After from which on everybody waits, not only who was told to
)

// pacer decides when the next request may go. Until the service first throttles, only the number of requests under
// way is limited, and grows with each success; from then on their rate is. A plain value: whoever owns it tells it the
// time, which must not go back.
type pacer struct {
	most    int       // requests under way at most
	window  float64   // requests under way for now
	rate    float64   // a second; 0 while nothing has been throttled
	next    time.Time // no grant before
	cut     time.Time // the last cut
	grown   time.Time // the rate is up to date as of then
	pressed bool      // the rate, not a lack of work, held the last grant back
	wins    []time.Time
}

func newPacer(inFlight int) pacer {
	return pacer{most: inFlight, window: min(startWindow, float64(inFlight))}
}

// limit is how many requests may be under way.
func (p *pacer) limit() int { return max(1, int(p.window)) }

// wait is how long the next grant has to wait; 0 is none.
func (p *pacer) wait(now time.Time) time.Duration {
	p.grow(now)
	return max(0, p.next.Sub(now))
}

// grant takes the grant for one request.
func (p *pacer) grant(now time.Time) {
	if p.rate == 0 {
		return
	}
	gap := time.Duration(float64(time.Second) / p.rate)
	if late := now.Sub(p.next); late >= 0 && late < gap {
		p.next = p.next.Add(gap) // a timer's lateness is not lost
		p.pressed = true
		return
	}
	p.pressed = false
	p.next = now.Add(gap)
}

func (p *pacer) grow(now time.Time) {
	if p.rate > 0 && p.pressed && now.After(p.grown) {
		p.rate += growth * math.Min(1, now.Sub(p.grown).Seconds())
	}
	p.grown = now
}

// succeeded: the service did not refuse for the rate.
func (p *pacer) succeeded(now time.Time) {
	p.window = min(float64(p.most), p.window+1)
	p.wins = append(p.wins, now)
	if len(p.wins) > 1024 {
		p.wins = append(p.wins[:0], p.wins[512:]...)
	}
}

// throttled: the service refused, and asked to wait after (0 when it did not).
func (p *pacer) throttled(now time.Time, after time.Duration) {
	if after >= longAfter {
		p.next = later(p.next, now.Add(after))
	}
	if now.Sub(p.cut) < cutEvery {
		return
	}
	p.grow(now)
	p.rate = max(floorRate, keep*p.measured(now))
	p.window = max(1, p.window/2)
	p.cut = now
	p.next = later(p.next, now.Add(time.Duration(float64(time.Second)/p.rate)))
	p.pressed = true
}

// measured is the rate of successes lately.
func (p *pacer) measured(now time.Time) float64 {
	n := 0
	for i := len(p.wins) - 1; i >= 0 && now.Sub(p.wins[i]) <= sample; i-- {
		n++
	}
	return float64(n) / sample.Seconds()
}

// held reports whether the service's throttling holds requests back.
func (p *pacer) held() bool { return p.rate > 0 && p.pressed }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
