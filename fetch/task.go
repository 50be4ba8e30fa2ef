package fetch

import (
	"container/heap"
	"context"
	"time"

	"catwatch/fetch/types"
)

// class is how urgent a task is.
type class uint8

const (
	focused  class = iota // looked at, or asked for
	shifting              // a dev environment in transition
	first                 // never read
	near                  // sessions in the project that is looked at
	running               // RUNNING, or holds something that is
	resting               // everything else
	naming                // names of creators
)

// work is what a task does. prepare and done run on the scheduler's goroutine; the one call that prepare returns runs
// on its own, and between the two nobody else touches what it writes.
type work interface {
	prepare(*scheduler) func(context.Context) error
	done(*scheduler, *types.Error)
}

// task is something to be read, one call at a time: that a task is in one place only keeps a list from being read
// twice at once.
type task struct {
	work
	operation string
	class     class
	due       time.Time
	in        *heapOf // nil while it is parked or under way
	index     int
	key       time.Time // what the heap orders by
	flying    bool
	again     bool    // asked for while under way: read once more
	hurry     bool    // asked for: goes first and may overdraw the budget
	free      bool    // not charged to the budget: nothing of it has been read yet
	fails     int     // in a row, throttles aside
	demand    float64 // calls a minute that it takes at its cadence
	charged   class   // the class its demand is booked on
}

// Head starts. The ready task with the earliest due time less its head start goes first, so that focus is absolute in
// practice, and nothing that waits is overtaken for ever.
var headStarts = [...]time.Duration{
	focused:  24 * time.Hour,
	shifting: 12 * time.Hour,
	first:    6 * time.Hour,
	near:     time.Hour,
	running:  0,
	resting:  -30 * time.Second,
	naming:   -5 * time.Minute,
}

func (t *task) urgency() time.Time {
	c := t.class
	if t.hurry {
		c = focused
	}
	return t.due.Add(-headStarts[c])
}

// queue holds the tasks that are not under way: those not due by time, those due by urgency. Tasks that the budget
// does not govern stand apart, since they may pass those that have to wait for it.
type queue struct{ waiting, free, paid heapOf }

// put places the task by its due time and class, wherever it was.
func (q *queue) put(t *task, now time.Time) {
	q.remove(t)
	switch {
	case t.due.After(now):
		t.key, t.in = t.due, &q.waiting
	case t.free:
		t.key, t.in = t.urgency(), &q.free
	default:
		t.key, t.in = t.urgency(), &q.paid
	}
	heap.Push(t.in, t)
}

func (q *queue) remove(t *task) {
	if t.in != nil {
		heap.Remove(t.in, t.index)
		t.in = nil
	}
}

// wake moves what has come due.
func (q *queue) wake(now time.Time) {
	for t := q.waiting.top(); t != nil && !t.due.After(now); t = q.waiting.top() {
		q.put(t, now)
	}
}

// next is the most urgent ready task, as far as the budget allows; nil if there is none.
func (q *queue) next(affordable func(*task) bool) *task {
	t, p := q.free.top(), q.paid.top()
	if p != nil && (t == nil || p.key.Before(t.key)) && affordable(p) {
		return p
	}
	return t
}

func (q *queue) ready() int { return len(q.free) + len(q.paid) }

func (q *queue) len() int { return q.ready() + len(q.waiting) }

type heapOf []*task

func (h *heapOf) top() *task {
	if len(*h) == 0 {
		return nil
	}
	return (*h)[0]
}

func (h heapOf) Len() int           { return len(h) }
func (h heapOf) Less(i, j int) bool { return h[i].key.Before(h[j].key) }
func (h heapOf) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *heapOf) Push(x any) {
	t := x.(*task)
	t.index = len(*h)
	*h = append(*h, t)
}

func (h *heapOf) Pop() any {
	last := len(*h) - 1
	t := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return t
}
