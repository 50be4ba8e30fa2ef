package fetch

import (
	"math"
	"time"
)

// What the pacer is tuned to: token buckets of 2 to 40 a second with bursts of 1 to 20, and fixed windows. The load test
// shows what it makes of them.
const (
	startWindow     = 4.0         // requests under way at first; each success allows one more
	startRate       = 5.0         // a second, after the first throttle
	searching       = time.Second // doubles the rate, from there until throttles come in a crowd
	keep            = 0.975       // of the measured rate, after a throttle
	rateAfterSearch = 0.85        // of the rate at which the search first met the limit
	deepest         = 0.7         // of the rate is left by any one cut,
	deepestThen     = 0.5         // and by one while the search is hardly over
	deepDecrease    = 0.9         // of the rate left: so deep a cut may have been too deep
	floorRate       = 0.5         // a second

	// Growth after a cut is slow where the limit was just met, and doubles as long as it is not met again. It goes by
	// calls, so that the share of them that a limit refuses is the same at any rate; and slower rates go by time, too.
	growthFirst  = 0.0001 // of the rate, a call
	growthLeast  = 0.0005 // of the rate, a second
	growthMost   = 0.2    // of the rate, a second
	growthCalls  = 100.0  // double it,
	growthDouble = 15 * time.Second
	headStart    = 4.0 // doublings that growth is ahead by, after the search and deep cuts: their measure is rough

	// So many throttles, none half a second after the one before, end the search; fewer may be accidents.
	throttlesToEndSearch = 3
	together             = time.Second / 2

	apart = 10 // grants from the one before a throttle may be the odd one, which says nothing about a limit

	cutEvery   = time.Second // no two cuts within,
	heavy      = 4           // unless so many are throttled
	cutSoonest = cutEvery / 4
	soonOver   = 2 * time.Second // after the search, which overshoots on what a bucket has saved up, cuts follow
	cutThen    = cutEvery / 8    // upon each other that soon

	sample    = 2 * time.Second // the success rate is measured over, or since the last cut
	few       = 4               // successes tell a rate
	longAfter = 5 * time.Second // a Retry-After from which on everybody waits, not only who was told to
)

// pacer decides when the next request may go. Until the service first throttles, only the number of requests under
// way is limited, and grows with each success; from then on their rate is. A plain value: whoever owns it tells it the
// time, which must not go back.
type pacer struct {
	most                 int       // requests under way at most
	window               float64   // requests under way for now
	rate                 float64   // a second; 0 while nothing has been throttled
	search               bool      // throttled: the rate is still being looked for
	next                 time.Time // no grant before
	lastDecrease         time.Time // the last cut
	found                time.Time // when the search ended
	met                  time.Time // when the limit was met, for growth to begin slowly
	grown                time.Time // the rate is up to date as of then
	lost                 time.Time // the last throttle
	consecutiveThrottles int       // throttles that came together
	alone                float64   // the rate at the first of them
	losses               int       // throttles since
	sent                 int       // grants so far
	grantsAtLimit        int       // of them when the limit was met
	hit                  int       // of them when the last throttle came
	busy                 bool      // the rate, not a lack of work, held the last grant back
	wins                 []time.Time
}

func newPacer(inFlight int) pacer {
	return pacer{most: inFlight, window: min(startWindow, float64(inFlight))}
}

// limit is how many requests may be under way.
func (p *pacer) limit() int { return max(1, int(p.window)) }

// wait is how long the next grant has to wait; 0 is not at all.
func (p *pacer) wait(now time.Time) time.Duration {
	p.grow(now)
	return max(0, p.next.Sub(now))
}

// grant takes the grant for one request.
func (p *pacer) grant(now time.Time) {
	p.sent++
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

func (p *pacer) grow(now time.Time) {
	d := min(now.Sub(p.grown), time.Second)
	p.grown = now
	switch {
	case p.rate == 0 || !p.busy:
	case p.search:
		p.rate *= math.Exp2(float64(d) / float64(searching))
	default:
		doublings := max(float64(now.Sub(p.met))/float64(growthDouble), float64(p.sent-p.grantsAtLimit)/growthCalls)
		share := max(growthLeast, growthFirst*p.rate) * math.Exp2(doublings)
		p.rate *= 1 + min(share, growthMost)*d.Seconds()
	}
}

// succeeded: the service did not refuse a request for the rate.
func (p *pacer) succeeded(now time.Time) {
	p.window = min(float64(p.most), p.window+1)
	if p.rate == 0 {
		return
	}
	p.wins = append(p.wins, now)
	if len(p.wins) > 2048 {
		p.wins = append(p.wins[:0], p.wins[1024:]...)
	}
}

// throttled: the service refused a request that was sent then, and asked to wait after (0 when it did not).
func (p *pacer) throttled(sent, now time.Time, after time.Duration) {
	if after >= longAfter {
		p.next = later(p.next, now.Add(after))
	}
	odd := p.sent-p.hit >= apart
	p.hit = p.sent
	if !sent.After(p.lastDecrease) {
		return // the last cut answered it
	}
	if now.Sub(p.lost) > together {
		p.consecutiveThrottles, p.alone = 0, p.rate
	}
	p.consecutiveThrottles++
	p.losses++
	p.lost = now
	least, soonest := p.bounds(now)
	if d := now.Sub(p.lastDecrease); p.search && p.consecutiveThrottles < throttlesToEndSearch || d < soonest || d < cutEvery && p.losses < heavy {
		return
	}
	p.resetGrowth(now, 0)
	switch {
	case p.rate == 0:
		p.rate, p.search = startRate, true
	case p.search:
		p.rate, p.search = min(p.rate, max(keep*p.lately(now), rateAfterSearch*p.alone)), false
		p.found = now
		p.resetGrowth(now, headStart)
	case odd:
		p.rate *= keep
	default:
		before := p.rate
		p.rate = max(least*before, min(before, keep*p.measured(now)))
		if p.rate < deepDecrease*before {
			p.resetGrowth(now, headStart)
		}
	}
	p.rate = max(floorRate, p.rate)
	p.window = max(1, p.window/2)
	p.lastDecrease, p.grown, p.losses, p.wins = now, now, 0, p.wins[:0]
	p.next = later(p.next, now.Add(time.Duration(float64(time.Second)/p.rate)))
}

// resetGrowth restarts growth as if that many doublings had already passed.
func (p *pacer) resetGrowth(now time.Time, ahead float64) {
	p.met, p.grantsAtLimit = now.Add(-time.Duration(ahead*float64(growthDouble))), p.sent-int(ahead*growthCalls)
}

// bounds are how much of the rate a cut leaves at least, and how soon after another it may come.
func (p *pacer) bounds(now time.Time) (least float64, soonest time.Duration) {
	if now.Sub(p.found) < soonOver {
		return deepestThen, cutThen
	}
	return deepest, cutSoonest
}

// measured is the rate of successes lately: since the last cut, but not longer ago than sample.
func (p *pacer) measured(now time.Time) float64 {
	from := now.Add(-sample)
	i := len(p.wins)
	for i > 0 && p.wins[i-1].After(from) {
		i--
	}
	return p.since(i, now)
}

// lately is the rate of the last few successes, while the rate grows too fast for a longer measure.
func (p *pacer) lately(now time.Time) float64 { return p.since(max(0, len(p.wins)-few), now) }

// since is the rate of the successes from the i-th on.
func (p *pacer) since(i int, now time.Time) float64 {
	n := len(p.wins) - i
	if n < few {
		return float64(n) / now.Sub(later(p.lastDecrease, now.Add(-sample))).Seconds()
	}
	return float64(n-1) / max(1e-3, p.wins[len(p.wins)-1].Sub(p.wins[i]).Seconds())
}

// held reports whether the service's throttling holds requests back.
func (p *pacer) held() bool { return p.rate > 0 && p.busy }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
