package limit

import "time"

const (
	failuresToOpen   = 3               // in a row, of a kind that may be about one request alone
	openFirst        = 2 * time.Second // until the first probe; doubles with each one that fails
	openMost         = time.Minute
	openSignIn       = 3 * time.Second // without a token the provider is asked, not the service: that costs nothing
	openingsToGiveUp = 3               // in a row, the first and those after failed probes: a reading that is to end gives up on the network
)

// Verdict is what a request's outcome says about all others.
type Verdict uint8

// The verdicts. All but Answered are likely to meet any other request, too.
const (
	Answered      Verdict = iota // the service answered: it took the request, or refused it for a reason of that request's own
	Network                      // no connection, name not found, time-out
	Untrusted                    // the certificate is not trusted
	Blocked                      // refused by something before the service
	SignInUnsent                 // there is no token to send: the service was not asked
	SignInRefused                // the service does not accept the token
)

// State is whether requests may go.
type State uint8

// The states of a circuit breaker.
const (
	Closed   State = iota // all may go
	Open                  // none may go before Until
	HalfOpen              // one may go, as a probe: it decides for all
)

// String names the state as the field does.
func (s State) String() string { return [...]string{"closed", "open", "half-open", "?"}[s&3] }

// Breaker keeps requests back that would only meet the failure that the last ones met, but for one probe at a time. The
// zero value is closed.
type Breaker struct {
	open                bool
	verdict             Verdict // what it opened for
	until               time.Time
	openings            int
	consecutiveFailures int
	reached             bool
}

// Observe learns from the outcome of a request. It reports whether that opened the breaker, kept it open for longer, or
// closed it.
func (b *Breaker) Observe(v Verdict, now time.Time) (changed bool) {
	if v == Answered {
		changed = b.open
		*b = Breaker{reached: true}
		return changed
	}
	b.consecutiveFailures++
	if b.State(now) == Open {
		return false // sent before it opened
	}
	if !b.open && b.consecutiveFailures < failuresToOpen && b.mayBeAlone(v) {
		return false
	}
	b.open, b.verdict = true, v
	b.until = now.Add(b.pause())
	b.openings++
	return true
}

// State is the state at now. While it is half-open its owner sends one request at a time.
func (b *Breaker) State(now time.Time) State {
	switch {
	case !b.open:
		return Closed
	case now.Before(b.until):
		return Open
	}
	return HalfOpen
}

// Until is when the next probe may go; zero while the breaker is closed.
func (b *Breaker) Until() time.Time { return b.until }

// Reached reports whether the service has answered at least once.
func (b *Breaker) Reached() bool { return b.reached }

// ProbeNow lets the next probe go at now, and the ones after it begin with short pauses again: somebody asked, or time
// passed unwatched.
func (b *Breaker) ProbeNow(now time.Time) {
	if b.open {
		b.until, b.openings = now, 0
	}
}

// GiveUp reports whether a reading that is to end should not wait for the breaker to close.
func (b *Breaker) GiveUp() bool {
	return b.open && (b.verdict != Network || b.openings >= openingsToGiveUp)
}

// mayBeAlone reports whether the failure may be about one request only. A service that has answered others may say 401
// where it means 403.
func (b *Breaker) mayBeAlone(v Verdict) bool {
	return v == Network || v == Blocked || v == SignInRefused && b.reached
}

func (b *Breaker) pause() time.Duration {
	if b.verdict == SignInUnsent {
		return openSignIn
	}
	return min(openMost, openFirst<<min(b.openings, 10))
}
