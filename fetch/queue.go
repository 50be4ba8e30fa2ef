package fetch

import (
	"container/heap"
	"math"
	"time"
)

// queue holds the tasks that are not in flight: those due later in one heap, those due now in one heap for each class.
type queue struct {
	waiting taskHeap
	ready   [classes]taskHeap
	credit  int              // calls that the focus may still make in a row
	clock   float64          // virtual time of fair queueing
	served  [classes]float64 // virtual finish time of the last call of each class
	weights [classes]float64 // the classes' shares
}

// move changes the state of a task. Nothing else does.
func (q *queue) move(t *task, to state) {
	if t.heap != nil {
		heap.Remove(t.heap, t.index)
		t.heap = nil
	}
	t.state = to
	switch to {
	case waiting, held:
		t.heap = &q.waiting
	case ready:
		t.heap = &q.ready[t.readsAs()]
	default:
		return
	}
	heap.Push(t.heap, t)
}

// schedule makes the task due at due. It does nothing to a task in flight, which is scheduled when its result is handled.
func (q *queue) schedule(t *task, due, now time.Time) {
	if t.state == flying {
		return
	}
	t.due = due
	if due.After(now) {
		q.move(t, waiting)
	} else {
		q.move(t, ready)
	}
}

// promote makes waiting and held tasks ready that have become due.
func (q *queue) promote(now time.Time) {
	for t := q.waiting.top(); t != nil && !t.due.After(now); t = q.waiting.top() {
		q.move(t, ready)
	}
}

// next returns the ready task to call next, or nil. Urgent calls go first, then the focus while it has credit. The other
// classes share the calls by weighted fair queueing; within a class, the longest overdue goes first.
func (q *queue) next(affordable func(*task) bool) *task {
	if t := q.ready[classUrgentCalls].top(); t != nil && affordable(t) {
		return t
	}
	focused := q.ready[classFocused].top()
	if focused != nil && !affordable(focused) {
		focused = nil
	}
	if focused != nil && q.credit > 0 {
		return focused
	}
	best, start := focused, math.Inf(1)
	for c := range classes {
		if c.isUrgent() {
			continue
		}
		if t := q.ready[c].top(); t != nil && q.start(c) < start && affordable(t) {
			best, start = t, q.start(c)
		}
	}
	return best
}

// start returns the virtual start time of the next call of the class. It is not before the current virtual time: a class
// without due tasks does not save up calls.
func (q *queue) start(c class) float64 { return max(q.clock, q.served[c]) }

// weigh sets the shares of the classes from the calls planned for each.
func (q *queue) weigh(planned [classes]float64) {
	sum := 0.0
	for _, calls := range planned {
		sum += calls
	}
	for c, calls := range planned {
		q.weights[c] = max(leastShare, calls/max(1e-9, sum))
	}
}

// charge counts a call against the share of the task's class.
func (q *queue) charge(t *task) {
	c := t.readsAs()
	if c == classUrgentCalls {
		return
	}
	if c == classFocused {
		q.credit = max(0, q.credit-1)
		return
	}
	q.credit = min(focusCredit, q.credit+1)
	q.clock = q.start(c)
	q.served[c] = q.clock + 1/q.weights[c]
}

// keepRequests drops all tasks but Do's calls.
func (q *queue) keepRequests() {
	kept := queue{}
	for _, h := range q.heaps() {
		for _, t := range *h {
			if t.heap = nil; t.caller != nil {
				kept.move(t, t.state)
			}
		}
	}
	*q = kept
	for _, h := range q.heaps() {
		for _, t := range *h {
			t.heap = h
		}
	}
}

func (q *queue) heaps() []*taskHeap {
	all := []*taskHeap{&q.waiting}
	for c := range q.ready {
		all = append(all, &q.ready[c])
	}
	return all
}

func (q *queue) readyCount() (n int) {
	for c := range q.ready {
		n += len(q.ready[c])
	}
	return n
}

func (q *queue) len() int { return q.readyCount() + len(q.waiting) }

// taskHeap is a heap of tasks by due time.
type taskHeap []*task

func (h *taskHeap) top() *task {
	if len(*h) == 0 {
		return nil
	}
	return (*h)[0]
}

func (h taskHeap) Len() int { return len(h) }

func (h taskHeap) Less(i, j int) bool { return h[i].due.Before(h[j].due) }

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
