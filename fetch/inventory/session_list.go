package inventory

import (
	"time"

	"catwatch/fetch/types"
)

// sessionList is one list of sessions in the inventory: as small as it can be, since there is one for each RUNNING
// environment.
type sessionList struct {
	items   []types.Session
	at      int64    // when it was read, Unix nanoseconds
	failure *failure // nil while it can be read
	idle    uint32   // since when no session has been seen, Unix seconds rounded up; 0 while there is one
	known   bool     // has been read to the end
	more    bool
	behind  bool

	idleAtLeast bool // there may have been no session before idle, too: nobody watched
}

// failure is why a list cannot be read, or not all of it.
type failure struct {
	err     *types.Error
	retry   time.Time
	missing int
	outage
}

func (u *sessionList) list() List {
	l := List{Items: types.Items{Sessions: u.items}, More: u.more}
	if u.at != 0 {
		l.At = time.Unix(0, u.at)
	}
	if u.failure != nil {
		l.Err, l.Retry, l.Missing = u.failure.err, u.failure.retry, u.failure.missing
	}
	l.State = stateOf(u.known, u.more, u.behind, l.Err)
	return l
}

func stateOf(known, more, behind bool, err *types.Error) State {
	switch {
	case isNoAccess(err) || err != nil && err.Reason == types.Incomplete:
		return Unavailable
	case !known || more:
		return Unread
	case err != nil:
		return Stale
	case behind:
		return Behind
	}
	return Fresh
}

// isNoAccess reports whether reading the list was denied, or it is gone: waiting does not help.
func isNoAccess(err *types.Error) bool {
	return err != nil && (err.Reason == types.Denied || err.Reason == types.Gone)
}

func (b *envState) sessions() []types.Session {
	if b.use == nil {
		return nil
	}
	return b.use.items
}
