package types

import "time"

// ChangeKind says what happened.
type ChangeKind uint8

// What can happen between two reads of a list.
const (
	Appeared       ChangeKind = iota // a space, project or dev environment is new in a list read before
	Disappeared                      // … is no longer in it
	StatusChanged                    // a dev environment went From → To
	SessionStarted                   // Session is new
	SessionEnded                     // Session is no longer listed; Took is its length
	ListLost                         // a list that could be read no longer can; Reason says why
	ListRegained                     // … can again; Took is how long it could not
	SignInChanged                    // who watches, or whether anybody may, is no longer what it was; Reason says what is so
)

// Change is one thing that happened, as far as reading can tell: what came and went between two reads is not seen, and
// At is when it was noticed.
type Change struct {
	Kind    ChangeKind
	At      time.Time
	Path    Path   // the item: the dev environment for its sessions, the list for ListLost and ListRegained
	Name    string // what the item at Path is called
	Session string // session id
	From    Status
	To      Status
	Took    time.Duration // time spent in From, or the session's length; 0 when that is not known
	AtLeast bool          // Took began before it was first observed
	Reason  string        // the service's statusReason, or the error's sentence
}
