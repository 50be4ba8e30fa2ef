package limit

import (
	"math/rand/v2"
	"testing"
	"time"
)

// drive sends one request after another for d and has answer say whether each is taken; it returns how many went.
func drive(p *Pacer, now time.Time, d time.Duration, answer func(now time.Time) (ok bool, after time.Duration)) (end time.Time, sent int) {
	for end = now.Add(d); now.Before(end); {
		if wait := p.Wait(now); wait > 0 {
			now = now.Add(wait)
			continue
		}
		p.Grant(now)
		sent++
		at := now
		now = now.Add(time.Millisecond)
		if ok, after := answer(now); ok {
			p.Succeeded(start, now)
		} else {
			p.Throttled(at, now, after)
		}
	}
	return end, sent
}

var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func TestPacerFallsToItsFloor(t *testing.T) {
	p := NewPacer(16)
	refuse := func(time.Time) (bool, time.Duration) { return false, 0 }
	now, _ := drive(p, start, time.Minute, refuse)
	_, sent := drive(p, now, 10*time.Minute, refuse)
	if sent < 250 || sent > 330 {
		t.Errorf("%d requests in ten minutes, at a floor of one in two seconds", sent)
	}
	if p.InFlight() < 1 {
		t.Error("nothing may go at all")
	}
}

func TestPacerRecovers(t *testing.T) {
	p := NewPacer(16)
	now, _ := drive(p, start, time.Minute, func(time.Time) (bool, time.Duration) { return false, 0 })
	now, _ = drive(p, now, 5*time.Minute, func(time.Time) (bool, time.Duration) { return true, 0 })
	if _, sent := drive(p, now, time.Second, func(time.Time) (bool, time.Duration) { return true, 0 }); sent < 50 || p.InFlight() != 16 {
		t.Errorf("%d requests in a second, %d in flight, five minutes after the last throttle", sent, p.InFlight())
	}
}

// A gateway that refuses one request in seventy whatever the rate must not slow reading down for good.
func TestPacerOutlivesOddThrottles(t *testing.T) {
	p, dice := NewPacer(16), rand.New(rand.NewPCG(1, 2))
	odd := func(time.Time) (bool, time.Duration) { return dice.Float64() > 1.0/70, 0 }
	now, _ := drive(p, start, 10*time.Minute, odd)
	if _, sent := drive(p, now, time.Minute, odd); sent < 60*40 {
		t.Errorf("%d requests in a minute", sent)
	}
}

func TestPacerDoesNotGrowWhileIdle(t *testing.T) {
	p := NewPacer(16)
	now, _ := drive(p, start, 10*time.Second, func(time.Time) (bool, time.Duration) { return false, 0 })
	before := p.rate
	for range 3600 { // one request in ten seconds
		now = now.Add(10 * time.Second)
		p.Wait(now)
		p.Grant(now)
		p.Succeeded(start, now)
	}
	if p.rate > 2*before {
		t.Errorf("from %v to %v without being tried", before, p.rate)
	}
}

func TestPacerWaitsWhenToldTo(t *testing.T) {
	p := NewPacer(16)
	told := false
	now, _ := drive(p, start, 10*time.Millisecond, func(time.Time) (bool, time.Duration) {
		if told {
			return true, 0
		}
		told = true
		return false, 20 * time.Second
	})
	if wait := p.Wait(now); wait < 19*time.Second || wait > 21*time.Second {
		t.Errorf("waits %v", wait)
	}
	if !told {
		t.Error("never throttled")
	}
}
