package types

// EventQueue collects events for a receiver that takes them later: the newest state of each list, in the order in which
// the lists first changed, and every user. It holds at most two events a list, however long nobody takes them. The zero
// value is ready to use; it is not safe for concurrent use.
type EventQueue struct {
	states listEvents
	behind listEvents // since the states: an event that says only this must not replace one with items
	users  []User
}

// Put adds e. It replaces what is queued for the same list.
func (q *EventQueue) Put(e Event) {
	switch {
	case len(e.Users) > 0:
		q.users = append(q.users, e.Users...)
	case e.Behind:
		q.behind.put(e)
	default:
		q.states.put(e)
		q.behind.drop(e.Path)
	}
}

// Take empties q and returns what was in it. The caller owns the batch. Events that say only that a list is behind come
// after the states, and users last, in one event.
func (q *EventQueue) Take() []Event {
	batch := append(q.states.take(), q.behind.take()...)
	if len(q.users) > 0 {
		batch = append(batch, Event{Users: q.users})
		q.users = nil
	}
	return batch
}

// listEvents holds one event for each of some lists, in order.
type listEvents struct {
	at     map[Path]int // index in events
	events []Event
}

func (l *listEvents) put(e Event) {
	if i, ok := l.at[e.Path]; ok {
		l.events[i] = e
		return
	}
	if l.at == nil {
		l.at = map[Path]int{}
	}
	l.at[e.Path] = len(l.events)
	l.events = append(l.events, e)
}

// drop removes the event for the list at p, if there is one. The last event takes its place.
func (l *listEvents) drop(p Path) {
	i, ok := l.at[p]
	if !ok {
		return
	}
	last := len(l.events) - 1
	l.events[i] = l.events[last]
	l.at[l.events[i].Path] = i
	delete(l.at, p)
	l.events = l.events[:last]
}

func (l *listEvents) take() []Event {
	events := l.events
	l.events = nil
	clear(l.at)
	return events
}
