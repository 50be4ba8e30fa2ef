package inventory

import (
	"catwatch/fetch/types"
	"time"
)

// use is one list of sessions in the inventory: as small as it can be, since there is one for each RUNNING
// environment.
type use struct {
	items []types.Session
	at    int64    // when it was read, Unix nanoseconds
	bad   *failure // nil while it can be read
	idle  uint32   // since when no session has been seen, Unix seconds rounded up; 0 while there is one
	known bool     // has been read to the end
	more  bool
}

// failure is why a list cannot be read.
type failure struct {
	err   *types.Error
	retry time.Time
	trouble
}

func (u *use) list() List {
	l := List{Items: types.Items{Sessions: u.items}, More: u.more}
	if u.at != 0 {
		l.At = time.Unix(0, u.at)
	}
	if u.bad != nil {
		l.Err, l.Retry = u.bad.err, u.bad.retry
	}
	l.State = stateOf(u.known, u.more, l.Err)
	return l
}

func stateOf(known, more bool, err *types.Error) State {
	switch {
	case err != nil && (err.Reason == types.Denied || err.Reason == types.Gone || err.Reason == types.Incomplete):
		return Lacking
	case !known || more:
		return Unread
	case err != nil:
		return Stale
	}
	return Fresh
}

func (m *beside) sessions() []types.Session {
	if m.use == nil {
		return nil
	}
	return m.use.items
}

// complete reports whether all sessions are known.
func (u *use) complete() bool {
	if u == nil {
		return false
	}
	s := u.list().State
	return s == Fresh || s == Stale
}
