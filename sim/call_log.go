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

type callLog struct {
	total, inFlight, maxInFlight, malformedTotal int
	byOperation                                  map[string]int
	byStatus                                     map[int]int
	lastMinute                                   []int64 // of the last minute
	malformed                                    []Call
	watch                                        func(Call)
}

const malformedKept = 100

// Calls is what was asked of the service so far.
func (w *World) Calls() Calls {
	w.lock()
	defer w.mu.Unlock()
	l := &w.callLog
	l.prune(w.clock)
	return Calls{
		Total: l.total, Throttled: l.byStatus[http.StatusTooManyRequests],
		ByOperation: maps.Clone(l.byOperation), ByStatus: maps.Clone(l.byStatus),
		LastMinute: len(l.lastMinute), InFlight: l.inFlight, MaxInFlight: l.maxInFlight,
		MalformedTotal: l.malformedTotal, Malformed: slices.Clone(l.malformed),
	}
}

// Watch has f told of every call, from the goroutine of the call and before its answer arrives; nil ends that.
func (w *World) Watch(f func(Call)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.callLog.watch = f
}

// enter and exit count what is in flight, latency included.
func (w *World) callStarted() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.callLog.inFlight++
	w.callLog.maxInFlight = max(w.callLog.maxInFlight, w.callLog.inFlight)
	return w.cfg.Latency
}

func (w *World) callEnded() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.callLog.inFlight--
}

// note writes a call down and tells the watcher of it, who may ask the world about anything.
func (w *World) logCall(c *call, out any, rep response, at time.Time) {
	seen := describe(c, at)
	if rep.delivery != connectionReset && rep.delivery != stalled {
		seen.Status = rep.status
	}
	if r := (*apiError)(nil); asAPIError(out, &r) && r.malformed {
		seen.Malformed = r.message
	}
	w.mu.Lock()
	w.callLog.add(seen)
	watch := w.callLog.watch
	w.mu.Unlock()
	if watch != nil {
		watch(seen)
	}
}

func (l *callLog) add(seen Call) {
	if l.byOperation == nil {
		l.byOperation, l.byStatus = map[string]int{}, map[int]int{}
	}
	l.total++
	l.byOperation[seen.Operation]++
	l.byStatus[seen.Status]++
	l.prune(seen.At.UnixNano())
	l.lastMinute = append(l.lastMinute, seen.At.UnixNano())
	if seen.Malformed != "" {
		l.malformedTotal++
		l.malformed = append(l.malformed, seen)
		l.malformed = l.malformed[max(0, len(l.malformed)-malformedKept):]
	}
}

func (l *callLog) prune(now int64) {
	old := 0
	for old < len(l.lastMinute) && l.lastMinute[old] <= now-int64(time.Minute) {
		old++
	}
	l.lastMinute = l.lastMinute[old:]
}

func describe(c *call, at time.Time) Call {
	seen := Call{At: at, Host: c.host}
	if c.op != nil {
		seen.Operation = c.op.name
		seen.Space, seen.Project, seen.DevEnv, seen.Session = c.space(), c.project(), c.env(), c.session()
		seen.Paged = c.string("nextToken") != ""
	}
	return seen
}
