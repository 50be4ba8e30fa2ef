package limit

import (
	"math"
	"time"
)

// What the pacer is tuned to: token buckets of 2 to 40 a second with bursts of 1 to 20, and fixed windows. The load test
// shows what it makes of them.
const (
	startWindow      = 4.0         // requests under way at first; each success allows one more
	startRate        = 5.0         // a second, after the first throttle
	searching        = time.Second // doubles the rate from there on, until throttles come in a burst
	decreaseTo       = 0.975       // of the measured rate, after a throttle
	searchKeeps      = 0.85        // of the rate at which the search first met the limit
	leastKept        = 0.7         // of the rate is left by any one decrease,
	leastAfterSearch = 0.5         // and by one right after the search
	deepDecrease     = 0.9         // of the rate left: a decrease below that may have been too deep
	floorRate        = 0.5         // a second

	// Growth after a decrease is slow where the limit was just met, and doubles for as long as it is not met again. It is
	// counted in calls, so that the share of them that a limit refuses is the same at any rate, and at low rates in time, too.
	growthFirst    = 0.0001 // of the rate, for each call
	growthLeast    = 0.0005 // of the rate, a second
	growthMost     = 0.2    // of the rate, a second
	growthCalls    = 100.0  // calls double growth,
	growthDouble   = 15 * time.Second
	roughDoublings = 4.0 // doublings that growth starts ahead by after the search and after deep decreases, whose measure is rough

	// So many throttles, each within half a second of the one before, end the search; fewer may be accidents.
	burstSize = 3
	burstGap  = time.Second / 2

	isolatedAfter = 10 // grants after the last throttle, another one may be an accident, which says nothing about a limit

	decreaseEvery         = time.Second // no two decreases within this time,
	manyThrottles         = 4           // unless so many are throttled
	decreaseSoonest       = decreaseEvery / 4
	settling              = 2 * time.Second   // after the search, which overshoots on what a bucket has saved up, decreases may follow
	decreaseWhileSettling = decreaseEvery / 8 // each other this soon

	sampleTime = 2 * time.Second // over which the success rate is measured, or since the last decrease
	minSamples = 4               // successes are enough to tell a rate
	longAfter  = 5 * time.Second // a Retry-After from which on everybody waits, not only who was told to
)

// Pacer decides when the next request may go. Until the service first throttles, only the number of requests under
// way is limited, and grows with each success; from then on their rate is. A plain value: whoever owns it tells it the
// time, which must not go back.
type Pacer struct {
	most             int       // requests under way at most
	window           float64   // requests under way for now
	rate             float64   // a second; 0 while nothing has been throttled
	search           bool      // throttled: the rate is still being looked for
	next             time.Time // no grant before
	lastDecrease     time.Time // the last decrease
	searchEnded      time.Time // when the search ended
	growthSince      time.Time // since when the rate grows, slowly at first
	grownUntil       time.Time // the rate is up to date as of then
	lastThrottle     time.Time // the last throttle
	burst            int       // throttles that came together
	rateAtBurst      float64   // the rate at the first of them
	throttles        int       // throttles since the last decrease
	grants           int       // grants so far
	grantsAtGrowth   int       // of them when growth began
	grantsAtThrottle int       // of them when the last throttle came
	busy             bool      // the rate, not a lack of work, held the last grant back
	successes        []time.Time
}

// NewPacer returns a pacer that lets at most so many requests be under way.
func NewPacer(inFlight int) *Pacer {
	return &Pacer{most: inFlight, window: min(startWindow, float64(inFlight))}
}

// InFlight is how many requests may be under way.
func (p *Pacer) InFlight() int { return max(1, int(p.window)) }

// Wait is how long the next grant has to wait; 0 is not at all.
func (p *Pacer) Wait(now time.Time) time.Duration {
	p.grow(now)
	return max(0, p.next.Sub(now))
}

// Grant takes the grant for one request.
func (p *Pacer) Grant(now time.Time) {
	p.grants++
	if p.rate == 0 {
		return
	}
	gap := time.Duration(float64(time.Second) / p.rate)
	late := now.Sub(p.next)
	p.busy = late < gap
	if p.busy && late < gap/8 {
		p.next = p.next.Add(gap) // a timer's lateness is not lost
	} else {
		p.next = now.Add(gap)
	}
}

func (p *Pacer) grow(now time.Time) {
	d := min(now.Sub(p.grownUntil), time.Second)
	p.grownUntil = now
	switch {
	case p.rate == 0 || !p.busy:
	case p.search:
		p.rate *= math.Exp2(float64(d) / float64(searching))
	default:
		doublings := max(float64(now.Sub(p.growthSince))/float64(growthDouble), float64(p.grants-p.grantsAtGrowth)/growthCalls)
		share := max(growthLeast, growthFirst*p.rate) * math.Exp2(doublings)
		p.rate *= 1 + min(share, growthMost)*d.Seconds()
	}
}

// Succeeded: the service did not refuse a request for the rate.
func (p *Pacer) Succeeded(_, now time.Time) {
	p.window = min(float64(p.most), p.window+1)
	if p.rate == 0 {
		return
	}
	p.successes = append(p.successes, now)
	if len(p.successes) > 2048 {
		p.successes = append(p.successes[:0], p.successes[1024:]...)
	}
}

// Throttled: the service refused a request that was sent then, and asked to wait after (0 when it did not).
func (p *Pacer) Throttled(sent, now time.Time, after time.Duration) {
	if after >= longAfter {
		p.next = later(p.next, now.Add(after))
	}
	odd := p.grants-p.grantsAtThrottle >= isolatedAfter
	p.grantsAtThrottle = p.grants
	if !sent.After(p.lastDecrease) {
		return // the last decrease answered it
	}
	if now.Sub(p.lastThrottle) > burstGap {
		p.burst, p.rateAtBurst = 0, p.rate
	}
	p.burst++
	p.throttles++
	p.lastThrottle = now
	least, soonest := p.bounds(now)
	if d := now.Sub(p.lastDecrease); p.search && p.burst < burstSize || d < soonest || d < decreaseEvery && p.throttles < manyThrottles {
		return
	}
	p.resetGrowth(now, 0)
	switch {
	case p.rate == 0:
		p.rate, p.search = startRate, true
	case p.search:
		p.rate, p.search = min(p.rate, max(decreaseTo*p.lately(now), searchKeeps*p.rateAtBurst)), false
		p.searchEnded = now
		p.resetGrowth(now, roughDoublings)
	case odd:
		p.rate *= decreaseTo
	default:
		before := p.rate
		p.rate = max(least*before, min(before, decreaseTo*p.measured(now)))
		if p.rate < deepDecrease*before {
			p.resetGrowth(now, roughDoublings)
		}
	}
	p.rate = max(floorRate, p.rate)
	p.window = max(1, p.window/2)
	p.lastDecrease, p.grownUntil, p.throttles, p.successes = now, now, 0, p.successes[:0]
	p.next = later(p.next, now.Add(time.Duration(float64(time.Second)/p.rate)))
}

// resetGrowth restarts growth as if so many doublings had already passed.
func (p *Pacer) resetGrowth(now time.Time, ahead float64) {
	p.growthSince, p.grantsAtGrowth = now.Add(-time.Duration(ahead*float64(growthDouble))), p.grants-int(ahead*growthCalls)
}

// bounds are how much of the rate a decrease leaves at least, and how soon after another it may come.
func (p *Pacer) bounds(now time.Time) (least float64, soonest time.Duration) {
	if now.Sub(p.searchEnded) < settling {
		return leastAfterSearch, decreaseWhileSettling
	}
	return leastKept, decreaseSoonest
}

// measured is the rate of successes lately: since the last decrease, but not longer ago than sampleTime.
func (p *Pacer) measured(now time.Time) float64 {
	from := now.Add(-sampleTime)
	i := len(p.successes)
	for i > 0 && p.successes[i-1].After(from) {
		i--
	}
	return p.since(i, now)
}

// lately is the rate of the last minSamples successes, while the rate grows too fast for a longer measure.
func (p *Pacer) lately(now time.Time) float64 {
	return p.since(max(0, len(p.successes)-minSamples), now)
}

// since is the rate of the successes from the i-th on.
func (p *Pacer) since(i int, now time.Time) float64 {
	n := len(p.successes) - i
	if n < minSamples {
		return float64(n) / now.Sub(later(p.lastDecrease, now.Add(-sampleTime))).Seconds()
	}
	return float64(n-1) / max(1e-3, p.successes[len(p.successes)-1].Sub(p.successes[i]).Seconds())
}

// Limiting reports whether the service's throttling holds requests back.
func (p *Pacer) Limiting() bool { return p.rate > 0 && p.busy }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Rate is how many requests a second may go; 0 while nothing limits it.
func (p *Pacer) Rate() float64 { return p.rate }
