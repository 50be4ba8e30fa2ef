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
}

// failure is why a list cannot be read.
type failure struct {
	err   *types.Error
	retry time.Time
	outage
}

func (u *sessionList) list() List {
	l := List{Items: types.Items{Sessions: u.items}, More: u.more}
	if u.at != 0 {
		l.At = time.Unix(0, u.at)
	}
	if u.failure != nil {
		l.Err, l.Retry = u.failure.err, u.failure.retry
	}
	l.State = stateOf(u.known, u.more, l.Err)
	return l
}

func stateOf(known, more bool, err *types.Error) State {
	switch {
	case err != nil && (err.Reason == types.Denied || err.Reason == types.Gone || err.Reason == types.Incomplete):
		return Unavailable
	case !known || more:
		return Unread
	case err != nil:
		return Stale
	}
	return Fresh
}

func (m *envState) sessions() []types.Session {
	if m.use == nil {
		return nil
	}
	return m.use.items
}

// complete reports whether all sessions are known.
func (u *sessionList) complete() bool {
	if u == nil {
		return false
	}
	s := u.list().State
	return s == Fresh || s == Stale
}
