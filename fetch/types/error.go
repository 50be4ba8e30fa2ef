package types

import "time"

// Reason classifies what went wrong by what a person can do about it.
type Reason uint8

// The reasons. Denied, Gone and Unusable say something about one list; SignIn, Unreachable, TLS and Blocked about all.
const (
	Internal    Reason = iota // the service failed: 5xx, InternalException
	SignIn                    // no token, an expired one, or one that is refused: 401
	Denied                    // 403 with a code: no access, or gone
	Blocked                   // 403 before the service: no code and no request id
	Gone                      // 404
	Throttled                 // 429, typed or not
	Conflict                  // 409
	Quota                     // 402
	Invalid                   // 400
	Unreachable               // no connection, name not found, time-out
	TLS                       // the certificate is not trusted
	Garbled                   // HTML, a cut-off body, anything that is not the protocol
	Incomplete                // pages repeat or never end: Items is what could be read
)

// Error is a failed read in words a person can act on.
type Error struct {
	Reason    Reason
	Sentence  string        // one sentence that says what to do; clean, without the request id
	Operation string        // ListSpaces …
	RequestID string        // for AWS support; may be empty
	After     time.Duration // how long the service asked to wait; 0 when it did not
	At        time.Time     // when it happened
	Unsent    bool          // the request never reached the service
	Cause     error         // the SDK's error, for the log
}

func (e *Error) Error() string { return e.Sentence }

func (e *Error) Unwrap() error { return e.Cause }

// Transient reports whether the error says nothing of the list: asking again, later, may well bring it.
func (e *Error) Transient() bool {
	switch e.Reason {
	case Internal, Throttled, Conflict, Unreachable, Garbled:
		return true
	}
	return false
}

// Global reports whether the error would meet any other request, too.
func (e *Error) Global() bool {
	return e.Reason == SignIn || e.Reason == Unreachable || e.Reason == TLS || e.Reason == Blocked
}
