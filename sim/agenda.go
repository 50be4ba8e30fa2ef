package sim

import (
	"container/heap"
	"time"
)

// event is a planned step of one environment or, with env nil, a tick of the background activity. It is void if its
// generation is no longer the current one.
type event struct {
	at         int64
	seq        uint64 // events of the same instant run in the order they were scheduled
	env        *devEnv
	generation uint32
	step       step
}

type step uint8

const (
	activityTick step = iota
	toStarting
	toRunning
	toStopped
	toDeleted
	toGone
	idleTimeout
)

// agenda is a heap of events, the earliest first.
type agenda []event

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	if a[i].at != a[j].at {
		return a[i].at < a[j].at
	}
	return a[i].seq < a[j].seq
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(event)) }
func (a *agenda) Pop() any {
	last := len(*a) - 1
	x := (*a)[last]
	(*a)[last] = event{}
	*a = (*a)[:last]
	return x
}

// schedule plans a step for e after d of simulated time. It replaces the step planned before.
func (w *World) schedule(e *devEnv, s step, d time.Duration) {
	e.generation++
	w.lastSeq++
	heap.Push(&w.agenda, event{w.fromNow(d), w.lastSeq, e, e.generation, s})
}

func (w *World) scheduleTick(d time.Duration) {
	w.lastSeq++
	heap.Push(&w.agenda, event{w.fromNow(d), w.lastSeq, nil, w.activityGeneration, activityTick})
}

// fromNow is the time after d of simulated time, in Unix nanoseconds.
func (w *World) fromNow(d time.Duration) int64 { return w.clock + int64(float64(d)/w.cfg.Speed) }

// advance runs every event due by now. A clock that goes backwards changes nothing.
func (w *World) advance(now int64) {
	for len(w.agenda) > 0 && w.agenda[0].at <= now {
		ev := heap.Pop(&w.agenda).(event)
		w.clock = ev.at
		switch {
		case ev.env != nil && ev.generation == ev.env.generation:
			w.applyStep(ev.env, ev.step)
		case ev.env == nil && ev.generation == w.activityGeneration:
			w.runActivity()
		}
	}
	w.clock = max(w.clock, now)
}

// randomBetween is a random duration between a and b.
func (w *World) randomBetween(a, b time.Duration) time.Duration {
	return a + time.Duration(w.rng.Int64N(int64(b-a)+1))
}
