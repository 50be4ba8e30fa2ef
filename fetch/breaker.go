package fetch

import (
	"time"

	"catwatch/fetch/types"
)

const (
	failuresToOpen = 3               // failures in a row that are taken for the network's, not the request's
	openFirst      = 2 * time.Second // between probes, at first
	openMost       = time.Minute
	openSignIn     = 3 * time.Second // a token provider is asked, not the service: asking is cheap
	probesToGiveUp = 3               // probes that Once waits for
)

// breaker is a circuit breaker: it keeps requests back that would only meet the error that the last ones met, except for one
// probe at a time.
type breaker struct {
	err                 *types.Error // nil while closed
	until               time.Time
	probes              int
	consecutiveFailures int
	reached             bool // the service has answered at least once
}

// observe learns from the outcome of a request and reports whether that opened or closed the breaker.
func (b *breaker) observe(e *types.Error, now time.Time) (changed bool) {
	if e == nil || !e.Global() {
		changed = b.err != nil
		*b = breaker{reached: true}
		return changed
	}
	b.consecutiveFailures++
	if b.err != nil && now.Before(b.until) {
		return false // sent before it opened
	}
	if b.err == nil && b.consecutiveFailures < failuresToOpen && b.mayBeAlone(e) {
		return false
	}
	b.err = e
	b.until = now.Add(b.pause())
	b.probes++
	return true
}

// mayBeAlone reports whether the error may be about one request only. A service that has answered others may say 401
// where it means 403.
func (b *breaker) mayBeAlone(e *types.Error) bool {
	return e.Reason == types.Unreachable || e.Reason == types.Blocked || e.Reason == types.SignIn && b.reached && !e.Unsent
}

func (b *breaker) pause() time.Duration {
	if b.err.Reason == types.SignIn && b.err.Unsent {
		return openSignIn
	}
	return min(openMost, openFirst<<min(b.probes, 10))
}

// giveUp reports whether a reading that is to end should not wait until the breaker closes.
func (b *breaker) giveUp() bool {
	return b.err != nil && (b.err.Reason != types.Unreachable || b.probes >= probesToGiveUp)
}

// release probes at once.
func (b *breaker) release(now time.Time) {
	if b.err != nil {
		b.until, b.probes = now, 0
	}
}
