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
	classFocused    class = iota // looked at, or asked for
	classTransition              // a dev environment in transition
	classFirstRead               // never read
	classNear                    // sessions in the project that is looked at
	classRunning                 // RUNNING, or holds something that is
	classIdle                    // everything else
	classUserNames               // names of creators
)

// work is what a task does. prepare and done run on the scheduler's goroutine; the one call that prepare returns runs
// on its own, and between the two nobody else touches what it writes.
type work interface {
	prepare(*scheduler) func(context.Context) error
	complete(*scheduler, *types.Error)
}

// task is something to be read, one call at a time: that a task is in one place only keeps a list from being read
// twice at once.
type task struct {
	work
	operation   string
	class       class
	due         time.Time
	heap        *taskHeap // nil while it is parked or under way
	index       int
	order       time.Time // what the heap orders by
	flying      bool
	rereadAfter bool    // asked for while under way: read once more
	urgent      bool    // asked for: goes first and may overdraw the budget
	unbudgeted  bool    // not charged to the budget: nothing of it has been read yet
	failures    int     // in a row, throttles aside
	demand      float64 // calls a minute that it takes at its cadence
	demandClass class   // the class its demand is booked on
}

// Head starts. The ready task with the earliest due time less its head start goes first, so that focus is absolute in
// practice, and nothing that waits is overtaken for ever.
var headStarts = [...]time.Duration{
	classFocused:    24 * time.Hour,
	classTransition: 12 * time.Hour,
	classFirstRead:  6 * time.Hour,
	classNear:       time.Hour,
	classRunning:    0,
	classIdle:       -30 * time.Second,
	classUserNames:  -5 * time.Minute,
}

func (t *task) priority() time.Time {
	c := t.class
	if t.urgent {
		c = classFocused
	}
	return t.due.Add(-headStarts[c])
}

// queue holds the tasks that are not under way: those not due by time, those due by urgency. Tasks that the budget
// does not govern stand apart, since they may pass those that have to wait for it.
type queue struct{ waiting, unbudgeted, budgeted taskHeap }

// put places the task by its due time and class, wherever it was.
func (q *queue) put(t *task, now time.Time) {
	q.remove(t)
	switch {
	case t.due.After(now):
		t.order, t.heap = t.due, &q.waiting
	case t.unbudgeted:
		t.order, t.heap = t.priority(), &q.unbudgeted
	default:
		t.order, t.heap = t.priority(), &q.budgeted
	}
	heap.Push(t.heap, t)
}

func (q *queue) remove(t *task) {
	if t.heap != nil {
		heap.Remove(t.heap, t.index)
		t.heap = nil
	}
}

// promote moves what has come due.
func (q *queue) promote(now time.Time) {
	for t := q.waiting.top(); t != nil && !t.due.After(now); t = q.waiting.top() {
		q.put(t, now)
	}
}

// next is the most urgent ready task, as far as the budget allows; nil if there is none.
func (q *queue) next(affordable func(*task) bool) *task {
	t, p := q.unbudgeted.top(), q.budgeted.top()
	if p != nil && (t == nil || p.order.Before(t.order)) && affordable(p) {
		return p
	}
	return t
}

func (q *queue) ready() int { return len(q.unbudgeted) + len(q.budgeted) }

func (q *queue) len() int { return q.ready() + len(q.waiting) }

type taskHeap []*task

func (h *taskHeap) top() *task {
	if len(*h) == 0 {
		return nil
	}
	return (*h)[0]
}

func (h taskHeap) Len() int           { return len(h) }
func (h taskHeap) Less(i, j int) bool { return h[i].order.Before(h[j].order) }
func (h taskHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *taskHeap) Push(x any) {
	t := x.(*task)
	t.index = len(*h)
	*h = append(*h, t)
}

func (h *taskHeap) Pop() any {
	last := len(*h) - 1
	t := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return t
}
