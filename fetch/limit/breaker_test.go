package limit_test

import (
	"testing"
	"time"

	"catwatch/fetch/limit"
)

func TestBreakerOpens(t *testing.T) {
	for _, c := range []struct {
		name    string
		verdict limit.Verdict
		reached bool // the service has answered before
		after   int  // failures in a row
	}{
		{"network", limit.Network, true, 3},
		{"network, from the start", limit.Network, false, 3},
		{"blocked", limit.Blocked, true, 3},
		{"certificate", limit.Untrusted, true, 1},
		{"no token", limit.SignInUnsent, true, 1},
		{"token refused", limit.SignInRefused, true, 3},
		{"token refused, from the start", limit.SignInRefused, false, 1},
	} {
		var b limit.Breaker
		if c.reached {
			b.Observe(limit.Answered, start)
		}
		if b.Reached() != c.reached {
			t.Errorf("%s: reached %v", c.name, b.Reached())
		}
		for i := 1; i <= c.after; i++ {
			changed, want := b.Observe(c.verdict, start), limit.Closed
			if i == c.after {
				want = limit.Open
			}
			if got := b.State(start); got != want || changed != (want == limit.Open) {
				t.Errorf("%s: %v after %d failures, changed %v", c.name, got, i, changed)
			}
		}
	}
}

// One answer in between says that the failures were about the requests.
func TestAnswerBetweenFailuresKeepsBreakerClosed(t *testing.T) {
	var b limit.Breaker
	for range 10 {
		b.Observe(limit.Network, start)
		b.Observe(limit.Network, start)
		if b.Observe(limit.Answered, start) || b.State(start) != limit.Closed {
			t.Fatalf("%v", b.State(start))
		}
	}
}

// open returns a breaker that has just opened for the verdict.
func open(v limit.Verdict) *limit.Breaker {
	b := &limit.Breaker{}
	for b.State(start) == limit.Closed {
		b.Observe(v, start)
	}
	return b
}

func TestProbesBecomeRarer(t *testing.T) {
	for v, want := range map[limit.Verdict][]time.Duration{
		limit.Network:      {2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 32 * time.Second, time.Minute, time.Minute},
		limit.SignInUnsent: {3 * time.Second, 3 * time.Second, 3 * time.Second, 3 * time.Second},
	} {
		b, now := open(v), start
		for i, pause := range want {
			if got := b.Until().Sub(now); got != pause {
				t.Errorf("verdict %d: %v before probe %d, want %v", v, got, i+1, pause)
			}
			if b.Observe(v, now.Add(pause/2)) || b.State(now.Add(pause/2)) != limit.Open {
				t.Error("a request that was sent before it opened counted as a probe")
			}
			if now = b.Until(); b.State(now) != limit.HalfOpen {
				t.Errorf("%v when the probe may go", b.State(now))
			}
			if !b.Observe(v, now) || b.State(now) != limit.Open {
				t.Errorf("%v after a failed probe", b.State(now))
			}
		}
	}
}

func TestAnsweredProbeClosesBreaker(t *testing.T) {
	b := open(limit.Network)
	now := b.Until()
	if !b.Observe(limit.Answered, now) || b.State(now) != limit.Closed || !b.Until().IsZero() {
		t.Errorf("%v until %v", b.State(now), b.Until())
	}
	if b.Observe(limit.Network, now) {
		t.Error("opened by the first failure after it closed")
	}
}

func TestProbeNow(t *testing.T) {
	b := open(limit.Network)
	for range 6 {
		b.Observe(limit.Network, b.Until())
	}
	now := b.Until().Add(-30 * time.Second)
	b.ProbeNow(now)
	if b.State(now) != limit.HalfOpen {
		t.Errorf("%v", b.State(now))
	}
	if b.Observe(limit.Network, now); b.Until().Sub(now) != 2*time.Second {
		t.Errorf("the next probe waits %v", b.Until().Sub(now))
	}
	var closed limit.Breaker
	if closed.ProbeNow(now); closed.State(now) != limit.Closed {
		t.Errorf("%v", closed.State(now))
	}
}

func TestGiveUp(t *testing.T) {
	for _, v := range []limit.Verdict{limit.Untrusted, limit.Blocked, limit.SignInUnsent, limit.SignInRefused} {
		if b := open(v); !b.GiveUp() {
			t.Errorf("waits for verdict %d to pass", v)
		}
	}
	b := open(limit.Network)
	for probes := range 2 {
		if b.GiveUp() {
			t.Errorf("gives up on the network after %d failed probes", probes)
		}
		b.Observe(limit.Network, b.Until())
	}
	if !b.GiveUp() {
		t.Error("waits for ever")
	}
	if b.Observe(limit.Answered, b.Until()); b.GiveUp() {
		t.Error("gives up while closed")
	}
}

func TestStatesHaveNames(t *testing.T) {
	for s, want := range map[limit.State]string{limit.Closed: "closed", limit.Open: "open", limit.HalfOpen: "half-open"} {
		if s.String() != want {
			t.Errorf("%q", s.String())
		}
	}
}
