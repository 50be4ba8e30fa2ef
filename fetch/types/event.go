package types

import "time"

// Event is the state of one list. Items is complete for what is known so far and is never modified after it is sent.
type Event struct {
	Path  Path
	Items Items
	More  bool // first read: further pages are on their way
	Gone  bool // the list is no longer there to be read: its parent went, or the environment is not RUNNING
	// Behind says only that the list has not been read for twice as long as its cadence promises; the next event that
	// brings items ends it.
	Behind bool
	// Missing counts items that the service sent without an id, a name or a status, and that Items leaves out.
	Missing int
	// Watched is since when reading has gone on without a gap. What happened before it, between two reads, nobody saw.
	Watched time.Time
	Err     *Error    // the last read failed, and why; Items is the last good list, dated At
	Retry   time.Time // the next attempt, where Err is set
	At      time.Time // when Items was read; zero while nothing has been
	Users   []User    // names learnt for creator ids; an event that carries them says nothing of a list
}
