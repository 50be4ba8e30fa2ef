package fetch

import (
	"time"

	"catwatch/fetch/types"
)

const (
	strikesOut  = 3               // failures in a row that are taken for the network's, not the request's
	holdFirst   = 2 * time.Second // between probes, at first
	holdMost    = time.Minute
	holdSignIn  = 3 * time.Second // a token provider is asked, not the service: asking is cheap
	onceStrikes = 3               // probes that Once waits for
)

// hold keeps requests back that would only meet the error that the last ones met, but for one probe at a time.
type hold struct {
	err     *types.Error // nil while nothing is held
	until   time.Time
	probes  int
	strikes int
	reached bool // the service has answered at least once
}

// observe learns from the outcome of a request and reports whether that set or ended a hold.
func (h *hold) observe(e *types.Error, now time.Time) (changed bool) {
	if e == nil || !e.Global() {
		changed = h.err != nil
		*h = hold{reached: true}
		return changed
	}
	h.strikes++
	if h.err != nil && now.Before(h.until) {
		return false // sent before the hold
	}
	if h.err == nil && h.strikes < strikesOut && h.mayBeAlone(e) {
		return false
	}
	h.err = e
	h.until = now.Add(h.pause())
	h.probes++
	return true
}

// mayBeAlone reports whether the error may be about one request only. A service that has answered others may say 401
// where it means 403.
func (h *hold) mayBeAlone(e *types.Error) bool {
	return e.Reason == types.Unreachable || e.Reason == types.Blocked || e.Reason == types.SignIn && h.reached && !e.Unsent
}

func (h *hold) pause() time.Duration {
	if h.err.Reason == types.SignIn && h.err.Unsent {
		return holdSignIn
	}
	return min(holdMost, holdFirst<<min(h.probes, 10))
}

// giveUp reports whether a reading that is to end should not wait for the end of the hold.
func (h *hold) giveUp() bool {
	return h.err != nil && (h.err.Reason != types.Unreachable || h.probes >= onceStrikes)
}

// release probes at once.
func (h *hold) release(now time.Time) {
	if h.err != nil {
		h.until, h.probes = now, 0
	}
}
