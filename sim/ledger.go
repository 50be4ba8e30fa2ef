package sim

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// Call is a call that the service answered, or failed to.
type Call struct {
	At                              time.Time
	Operation                       string // "" where there is none at that path
	Host                            string
	Space, Project, DevEnv, Session string
	Paged                           bool   // a further page: it carried a nextToken
	Status                          int    // 0 where the connection broke or stalled
	Malformed                       string // why the model does not allow it
}

// Calls says what was asked of the service since the world began.
type Calls struct {
	Total, Throttled      int
	ByOperation           map[string]int
	ByStatus              map[int]int // 0 counts broken and stalled connections
	LastMinute            int
	InFlight, MaxInFlight int
	MalformedTotal        int
	Malformed             []Call // the last hundred
}

type ledger struct {
	total, flying, most, bad int
	byOperation              map[string]int
	byStatus                 map[int]int
	times                    []int64 // of the last minute
	malformed                []Call
	watch                    func(Call)
}

const remembered = 100

// Calls is what was asked of the service so far.
func (w *World) Calls() Calls {
	w.lock()
	defer w.mu.Unlock()
	l := &w.calls
	l.prune(w.clock)
	return Calls{
		Total: l.total, Throttled: l.byStatus[http.StatusTooManyRequests],
		ByOperation: maps.Clone(l.byOperation), ByStatus: maps.Clone(l.byStatus),
		LastMinute: len(l.times), InFlight: l.flying, MaxInFlight: l.most,
		MalformedTotal: l.bad, Malformed: slices.Clone(l.malformed),
	}
}

// Watch has f told of every call, from the goroutine of the call and before its answer arrives; nil ends that.
func (w *World) Watch(f func(Call)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls.watch = f
}

// enter and exit count what is in flight, latency included.
func (w *World) enter() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls.flying++
	w.calls.most = max(w.calls.most, w.calls.flying)
	return w.cfg.Latency
}

func (w *World) exit() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls.flying--
}

// note writes a call down and tells the watcher of it, who may ask the world about anything.
func (w *World) note(c *call, out any, rep reply, at time.Time) {
	seen := describe(c, at)
	if rep.manner != reset && rep.manner != stall {
		seen.Status = rep.status
	}
	if r := (*refusal)(nil); isError(out, &r) && r.malformed {
		seen.Malformed = r.message
	}
	w.mu.Lock()
	w.calls.add(seen)
	watch := w.calls.watch
	w.mu.Unlock()
	if watch != nil {
		watch(seen)
	}
}

func (l *ledger) add(seen Call) {
	if l.byOperation == nil {
		l.byOperation, l.byStatus = map[string]int{}, map[int]int{}
	}
	l.total++
	l.byOperation[seen.Operation]++
	l.byStatus[seen.Status]++
	l.prune(seen.At.UnixNano())
	l.times = append(l.times, seen.At.UnixNano())
	if seen.Malformed != "" {
		l.bad++
		l.malformed = append(l.malformed, seen)
		l.malformed = l.malformed[max(0, len(l.malformed)-remembered):]
	}
}

func (l *ledger) prune(now int64) {
	old := 0
	for old < len(l.times) && l.times[old] <= now-int64(time.Minute) {
		old++
	}
	l.times = l.times[old:]
}

func describe(c *call, at time.Time) Call {
	seen := Call{At: at, Host: c.host}
	if c.op != nil {
		seen.Operation = c.op.name
		seen.Space, seen.Project, seen.DevEnv, seen.Session = c.space(), c.project(), c.env(), c.session()
		seen.Paged = c.text("nextToken") != ""
	}
	return seen
}
