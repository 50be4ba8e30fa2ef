package limit_test

import (
	"testing"
	"time"

	"catwatch/fetch/limit"
)

var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// spend takes calls whenever there are any until end, looking every step, and returns when each was taken.
func spend(b *limit.Budget, from, end time.Time, urgent bool) (taken []time.Time) {
	for now := from; now.Before(end); now = now.Add(50 * time.Millisecond) {
		b.Fill(now)
		for b.Wait(urgent) == 0 {
			b.Take()
			taken = append(taken, now)
		}
	}
	return taken
}

func TestBudgetIsKeptInEveryMinute(t *testing.T) {
	for _, perMinute := range []int{60, 300, 6000} {
		taken := spend(limit.NewBudget(perMinute), start, start.Add(10*time.Minute), false)
		for i := range taken {
			if i >= perMinute && taken[i].Sub(taken[i-perMinute]) < time.Minute {
				t.Fatalf("%d a minute: more than that in the minute to %v", perMinute, taken[i].Sub(start))
			}
		}
		if most := perMinute * 10; len(taken) < most*95/100 {
			t.Errorf("%d a minute: only %d calls in ten minutes", perMinute, len(taken))
		}
	}
}

func TestBudgetWaitIsAsLongAsItSays(t *testing.T) {
	b := limit.NewBudget(120)
	spend(b, start, start.Add(time.Second), false)
	now := start.Add(time.Second)
	b.Fill(now)
	wait := b.Wait(false)
	if wait <= 0 || wait > time.Second {
		t.Fatalf("waits %v", wait)
	}
	if b.Fill(now.Add(wait - time.Millisecond)); b.Wait(false) == 0 {
		t.Error("ready too early")
	}
	if b.Fill(now.Add(wait + time.Millisecond)); b.Wait(false) != 0 {
		t.Errorf("still waits %v", b.Wait(false))
	}
}

func TestUrgentCallsOverdrawTheBudget(t *testing.T) {
	for perMinute, overdrawn := range map[int]int{10: 10, 300: 90} {
		b := limit.NewBudget(perMinute)
		calm := len(spend(b, start, start.Add(time.Millisecond), false))
		if urgent := len(spend(b, start, start.Add(time.Millisecond), true)); urgent != overdrawn {
			t.Errorf("%d a minute: %d urgent calls after %d others, want %d", perMinute, urgent, calm, overdrawn)
		}
		if b.Wait(false) < time.Duration(overdrawn)*time.Minute/time.Duration(perMinute) {
			t.Errorf("%d a minute: what was overdrawn is not paid back: waits %v", perMinute, b.Wait(false))
		}
	}
}

func TestLendingIsAMinutesWorthAndNotTwice(t *testing.T) {
	b := limit.NewBudget(300)
	spend(b, start, start.Add(time.Millisecond), false)
	b.Lend()
	b.Lend()
	b.Fill(start.Add(time.Second)) // what is lent is not cut down to what may be saved up
	if n := len(spend(b, start.Add(time.Second), start.Add(time.Second+time.Millisecond), false)); n != 300 {
		t.Errorf("%d calls", n)
	}
}

func TestSmallerBudgetTakesBackWhatWasSaved(t *testing.T) {
	b := limit.NewBudget(6000)
	b.Set(60)
	if n := len(spend(b, start, start.Add(time.Millisecond), false)); n > 3 || b.PerMinute() != 60 {
		t.Errorf("%d calls at %d a minute", n, b.PerMinute())
	}
	b.Set(0)
	if b.PerMinute() != 1 || b.Wait(false) <= 0 {
		t.Errorf("%d a minute, waits %v", b.PerMinute(), b.Wait(false))
	}
}
