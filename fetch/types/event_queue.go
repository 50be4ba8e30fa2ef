package types

// EventQueue collects events for a receiver that takes them later: the newest state of each list, in the order in which
// the lists first changed, and every user. It holds at most one event a list, however long nobody takes them. The zero
// value is ready to use; it is not safe for concurrent use.
type EventQueue struct {
	at     map[Path]int // index of a list's event in events
	events []Event
	users  []User
}

// Put adds e. It replaces what is pending for the same list.
func (q *EventQueue) Put(e Event) {
	if len(e.Users) > 0 {
		q.users = append(q.users, e.Users...)
		return
	}
	if i, ok := q.at[e.Path]; ok {
		q.events[i] = e
		return
	}
	if q.at == nil {
		q.at = map[Path]int{}
	}
	q.at[e.Path] = len(q.events)
	q.events = append(q.events, e)
}

// Take empties q and returns what was in it. The caller owns the batch; users come last, in one event.
func (q *EventQueue) Take() []Event {
	batch := q.events
	if len(q.users) > 0 {
		batch = append(batch, Event{Users: q.users})
	}
	q.events, q.users = nil, nil
	clear(q.at)
	return batch
}
