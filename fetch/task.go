package fetch

import (
	"container/heap"
	"context"
	"math"
	"time"

	"catwatch/fetch/types"
)

// class says why a task is read. Each class has a share of the calls that is its own while it has anything to read, so
// that no class can keep another from being read.
type class uint8

const (
	classUrgentCalls class = iota // calls of Do that somebody waits for
	classCalls                    // other calls of Do
	classFocused                  // looked at, or asked for
	classTransition               // dev environments in transition
	classFirstRead                // lists that have never been read
	classNear                     // sessions in the project that is looked at
	classSessions                 // sessions of RUNNING dev environments
	classEnvs                     // dev environments
	classTree                     // spaces, projects, and checks of what is read space-wide
	classUserNames                // names of creators
	classes
)

// isCalls reports whether the class holds the calls of Do, which read no list.
func (c class) isCalls() bool { return c == classUrgentCalls || c == classCalls }

// isUrgent reports whether the class may overdraw the budget.
func (c class) isUrgent() bool { return c == classUrgentCalls || c == classFocused }

// leastShare is the share of the calls that every class has while it has something to read, however much the others have.
const leastShare = 0.02

// focusCredit is how many calls in a row what has focus may take from the others.
const focusCredit = 10

// state is where a task stands. Only queue.move changes it.
type state uint8

const (
	idle    state = iota // nothing to do until somebody schedules it
	waiting              // due later
	ready                // due; goes as soon as limits allow
	held                 // due, but the circuit breaker is open: waits for the next probe
	flying               // its call is under way
)

// work is what a task does. prepare and fail run on the scheduler's goroutine.
type work interface {
	// prepare returns the next call.
	prepare(*scheduler) call
	// fail takes in that a call failed, or could not be made.
	fail(*scheduler, *types.Error)
}

// call is made on a goroutine of its own. On success it returns what takes its value in, on the scheduler's goroutine.
type call func(context.Context) (complete func(), err error)

// calls makes a call of a function and of what takes its value in.
func calls[T any](do func(context.Context) (T, error), complete func(T)) call {
	return func(ctx context.Context) (func(), error) {
		v, err := do(ctx)
		if err != nil {
			return nil, err
		}
		return func() { complete(v) }, nil
	}
}

// task is something to be read, one call at a time: that a task is in one place only keeps a list from being read
// twice at once.
type task struct {
	work
	operation   string
	class       class
	state       state
	due         time.Time
	heap        *taskHeap // where it waits or is ready; nil when idle or flying
	index       int
	rereadAfter bool    // asked for while its reading is under way: read once more
	urgent      bool    // asked for: goes with what has focus, and may overdraw the budget
	unbudgeted  bool    // not charged to the budget: nothing of it has been read yet
	failures    int     // in a row, throttles aside
	demand      float64 // calls a minute that it takes at its cadence
	demandClass class   // the class its demand is booked on

	caller  context.Context // of whoever waits for the call; nil for what reads lists
	timeout time.Duration   // of one attempt; 0 leaves it to the scheduler
}

// isAbandoned reports whether nobody waits for the task any more.
func (t *task) isAbandoned() bool { return t.caller != nil && t.caller.Err() != nil }

// readsAs is the class that the task takes its calls from.
func (t *task) readsAs() class {
	if t.urgent {
		return classFocused
	}
	return t.class
}

// queue holds the tasks that are not under way: those due later by time, those due by class and time.
type queue struct {
	waiting taskHeap
	ready   [classes]taskHeap
	credit  int              // calls that what has focus may still take in a row
	clock   float64          // virtual: how far the service of all classes has come
	served  [classes]float64 // how far that of each class has come
	weights [classes]float64 // in what proportion they are served
}

// move is the only place where a task changes its state.
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

// schedule has the task read at due. A task under way schedules itself when it is over.
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

// promote readies what has come due.
func (q *queue) promote(now time.Time) {
	for t := q.waiting.top(); t != nil && !t.due.After(now); t = q.waiting.top() {
		q.move(t, ready)
	}
}

// next is the ready task to read next, as far as the budget allows; nil if there is none. What has focus goes first
// while it has credit; the other classes share the calls fairly, each reading what is overdue longest.
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

// start is the virtual time at which the next call of the class would begin: not before now, since a class that had
// nothing to read does not save calls up.
func (q *queue) start(c class) float64 { return max(q.clock, q.served[c]) }

// weigh sets in what proportion the classes are served, while all of them have something to read: by the calls that are
// planned for each, and never by less than the least share.
func (q *queue) weigh(planned [classes]float64) {
	sum := 0.0
	for _, calls := range planned {
		sum += calls
	}
	for c, calls := range planned {
		q.weights[c] = max(leastShare, calls/max(1e-9, sum))
	}
}

// charge counts a call that the task takes.
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

// keepRequests takes out what reads lists.
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

// taskHeap orders tasks by when they are due.
type taskHeap []*task

func (h *taskHeap) top() *task {
	if len(*h) == 0 {
		return nil
	}
	return (*h)[0]
}

func (h taskHeap) Len() int           { return len(h) }
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
