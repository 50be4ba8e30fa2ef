package fetch

import (
	"time"
)

const (
	spend   = 0.97  // of the budget goes to cadences; the rest is for what is asked for
	steady  = 0.985 // of the budget fills the bucket: what comes due by chance at once does not wait for long
	slack   = 0.015 // of the budget, in calls, may be saved up: no minute takes more than the whole
	advance = 0.3   // of the budget, in calls, may be overdrawn by what is looked at or asked for
)

// budget is the guard on re-reading: a bucket of calls that fills at the rate the budget allows. Cadences are stretched
// so that it seldom runs dry.
type budget struct {
	perMinute int
	calls     float64 // saved up; below zero when overdrawn
	filled    time.Time
}

func (b *budget) set(perMinute int) {
	b.perMinute = perMinute
	b.calls = min(b.calls, b.most())
}

func (b *budget) most() float64 { return max(2, slack*float64(b.perMinute)) }

func (b *budget) rate() float64 { return steady * float64(b.perMinute) / 60 }

func (b *budget) fill(now time.Time) {
	if d := now.Sub(b.filled); d > 0 && !b.filled.IsZero() {
		b.calls = max(b.calls, min(b.most(), b.calls+d.Seconds()*b.rate()))
	}
	b.filled = now
}

// wait is how long a call has to wait; 0 is not at all.
func (b *budget) wait(urgent bool) time.Duration {
	need := 1.0
	if urgent {
		need -= max(10, advance*float64(b.perMinute))
	}
	if b.calls >= need {
		return 0
	}
	return time.Duration((need - b.calls) / b.rate() * float64(time.Second))
}

func (b *budget) take() { b.calls-- }

// lend advances a minute's worth, for reading everything again on request; it is not lent twice.
func (b *budget) lend() { b.calls = min(b.calls+float64(b.perMinute), float64(b.perMinute)) }
