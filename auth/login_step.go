package auth

import (
	"fmt"
	"log/slog"
	"time"
)

// Phase is how far a device sign-in has come.
type Phase uint8

// The phases, in order. Waiting is reported after each poll that finds the code not yet approved.
const (
	Registering Phase = iota // registering this client with the sign-in service
	Approving                // there is a code: show it, and the page to approve it on
	Waiting                  // the user has not decided yet
	Done                     // signed in; the token is in the cache
)

// Step is the progress that Login reports. Code is the one to show; the device code that is polled with is not in it.
type Step struct {
	Phase       Phase
	Code        string    // to compare, or to type in: XXXX-XXXX
	URL         string    // where to type it in
	URLWithCode string    // the same page with the code filled in
	Expires     time.Time // of the code; in phase Done, of the token
	Interval    time.Duration
	UnknownHost string // the host of the page if it is neither AWS's nor the start URL's own: warn, and do not open it unasked
	PollError   string // why the last poll failed; polling goes on
}

// String leaves the code out, so that logs do not contain it.
func (s Step) String() string { return fmt.Sprintf("step %d, poll error %q", s.Phase, s.PollError) }

// GoString is String.
func (s Step) GoString() string { return s.String() }

// LogValue is String.
func (s Step) LogValue() slog.Value { return slog.StringValue(s.String()) }
