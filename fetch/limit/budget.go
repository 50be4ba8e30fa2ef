package limit

import "time"

const (
	saved    = 0.015 // of the budget, in calls, may be saved up, but no fewer than two: what comes due at once by chance
	overdraw = 0.3   // of the budget, in calls, may be overdrawn by urgent calls
)

// Budget is the guard on re-reading: a bucket of calls that fills at the rate that the calls a minute allow.
type Budget struct {
	perMinute int
	calls     float64 // saved up; below zero when overdrawn
	filled    time.Time
}

// NewBudget returns a full budget of so many calls a minute, at least one.
func NewBudget(perMinute int) *Budget {
	b := &Budget{perMinute: max(1, perMinute)}
	b.calls = b.most()
	return b
}

// Set changes the calls a minute, to at least one. What is overdrawn stays so.
func (b *Budget) Set(perMinute int) {
	b.perMinute = max(1, perMinute)
	b.calls = min(b.calls, b.most())
}

// PerMinute is the calls a minute.
func (b *Budget) PerMinute() int { return b.perMinute }

// Fill adds what has accrued since the last call of Fill. Lent calls stay until they are spent.
func (b *Budget) Fill(now time.Time) {
	if d := now.Sub(b.filled); d > 0 && !b.filled.IsZero() {
		b.calls = max(b.calls, min(b.most(), b.calls+d.Seconds()*b.rate()))
	}
	b.filled = now
}

// Wait is how long a call has to wait; 0 is not at all. Urgent calls may overdraw the budget.
func (b *Budget) Wait(urgent bool) time.Duration {
	need := 1.0
	if urgent {
		need -= max(10, overdraw*float64(b.perMinute))
	}
	if b.calls >= need {
		return 0
	}
	return time.Duration((need - b.calls) / b.rate() * float64(time.Second))
}

// Take spends one call.
func (b *Budget) Take() { b.calls-- }

// Lend advances a minute's calls, for reading everything again on request. They are not lent twice.
func (b *Budget) Lend() { b.calls = min(b.calls+float64(b.perMinute), float64(b.perMinute)) }

// most is how many calls may be saved up.
func (b *Budget) most() float64 { return max(2, saved*float64(b.perMinute)) }

// rate is the calls that accrue in a second.
// rate is how many calls a second the budget fills by: so many that, with all that is saved up, no minute takes more than
// the whole.
func (b *Budget) rate() float64 {
	whole := float64(b.perMinute)
	return max(whole-b.most(), whole/2) / 60
}
