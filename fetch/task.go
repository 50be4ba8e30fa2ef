package fetch

import (
	"context"
	"time"

	"catwatch/fetch/types"
)

// class is the kind of a task. Each class has a guaranteed share of the calls while it has tasks that are due, so that no
// class can starve another.
type class uint8

const (
	classUrgentCalls class = iota // calls made by Do that are urgent
	classCalls                    // other calls made by Do
	classFocused                  // lists that have focus, or that Touch asked for
	classTransition               // dev environments in transition
	classFirstRead                // lists that have never been read
	classNear                     // sessions in the project that has focus
	classSessions                 // sessions of RUNNING dev environments
	classEnvs                     // dev environments
	classTree                     // spaces, projects, and project lists that only verify a space-wide listing
	classUserNames                // names of creators
	classes
)

// isCalls reports whether the class holds Do's calls, which read no list.
func (c class) isCalls() bool { return c == classUrgentCalls || c == classCalls }

// isUrgent reports whether the class may overdraw the budget.
func (c class) isUrgent() bool { return c == classUrgentCalls || c == classFocused }

// leastShare is the smallest share of the calls that a class with due tasks gets.
const leastShare = 0.02

// focusCredit is how many calls in a row the focus may make before the other classes get one.
const focusCredit = 10

// state is the state of a task. Only queue.move changes it.
type state uint8

const (
	idle    state = iota // not scheduled
	waiting              // due later
	ready                // due now: its call is made as soon as pacer, budget and class shares allow
	held                 // due, but the circuit breaker is open: waits for the next probe
	flying               // its call is in flight
)

// work is what a task does. Both methods run on the scheduler's goroutine.
type work interface {
	// prepare returns the next call to make.
	prepare(*scheduler) call
	// fail handles a call that failed, or that was not made because the breaker is open.
	fail(*scheduler, *types.Error)
}

// call runs on a goroutine of its own. On success it returns complete, which handles the value on the scheduler's goroutine.
type call func(context.Context) (complete func(), err error)

// newCall returns a call of do whose value goes to complete.
func newCall[T any](do func(context.Context) (T, error), complete func(T)) call {
	return func(ctx context.Context) (func(), error) {
		v, err := do(ctx)
		if err != nil {
			return nil, err
		}
		return func() { complete(v) }, nil
	}
}

// task is something that takes calls, one at a time: since a task has one state, no list is read twice at once.
type task struct {
	work
	operation   string
	class       class
	state       state
	due         time.Time
	heap        *taskHeap // that holds it; nil when idle or flying
	index       int
	rereadAfter bool    // a read was requested during a read: read once more
	urgent      bool    // requested by Touch: goes with the focus, and may overdraw the budget
	unbudgeted  bool    // not charged to the budget: a first read
	failures    int     // in a row, not counting throttling
	demand      float64 // calls a minute at its cadence, unstretched
	demandClass class   // the class that demand is counted in

	caller  context.Context // the context of Do; nil for everything else
	timeout time.Duration   // of one attempt; 0 for the default
}

// isAbandoned reports whether the caller of Do has stopped waiting.
func (t *task) isAbandoned() bool { return t.caller != nil && t.caller.Err() != nil }

// readsAs is the class whose share the task uses.
func (t *task) readsAs() class {
	if t.urgent {
		return classFocused
	}
	return t.class
}
