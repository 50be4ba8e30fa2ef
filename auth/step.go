package auth

import (
	"fmt"
	"log/slog"
	"time"
)

// Phase is how far a sign-in has come.
type Phase uint8

// The phases, in order. Waiting comes once for every time the service is asked whether the person has decided.
const (
	Registering Phase = iota // this device makes itself known
	Approving                // there is a code: show it, and where it goes
	Waiting                  // nobody has decided yet
	Done                     // signed in; the token is in the cache
)

// Step is what a sign-in reports. The code is the one to show; the one that is polled with stays inside.
type Step struct {
	Phase    Phase
	Code     string    // to compare with, or to type: XXXX-XXXX
	URL      string    // where to type it
	Full     string    // the same with the code filled in
	Expires  time.Time // of the code; when Done, of the token
	Interval time.Duration
	Trouble  string // why the service could not be asked this time; it will be asked again
}

// String leaves the code out: what is logged is not what is shown.
func (s Step) String() string { return fmt.Sprintf("step %d, trouble %q", s.Phase, s.Trouble) }

// GoString is String.
func (s Step) GoString() string { return s.String() }

// LogValue is String.
func (s Step) LogValue() slog.Value { return slog.StringValue(s.String()) }
