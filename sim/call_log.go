package sim

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// Call is one request to the service, answered or not.
type Call struct {
	At                              time.Time
	Operation                       string // "" if no operation has that path
	Host                            string
	Space, Project, DevEnv, Session string
	Paged                           bool   // the request carried a nextToken
	Status                          int    // 0 if the connection broke or stalled
	Malformed                       string // why the model does not allow the request; "" if it does
}

// Calls summarizes all requests since the world was created.
type Calls struct {
	Total, Throttled      int
	ByOperation           map[string]int
	ByStatus              map[int]int // 0 counts broken and stalled connections
	LastMinute            int
	InFlight, MaxInFlight int
	MalformedTotal        int
	Malformed             []Call // the last hundred
}

// callLog counts requests and keeps the last malformed ones.
type callLog struct {
	total, inFlight, maxInFlight, malformedTotal int
	byOperation                                  map[string]int
	byStatus                                     map[int]int
	lastMinute                                   []int64 // when the calls of the last minute were made, Unix nanoseconds
	malformed                                    []Call
	watch                                        func(Call)
}

const malformedKept = 100

// Calls summarizes the requests so far.
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

// Watch calls f for every call, on the goroutine of the call and before the caller gets its response; nil stops that.
func (w *World) Watch(f func(Call)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.callLog.watch = f
}

// callStarted and callEnded count the calls in flight, latency included.
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

// logCall records a call and tells the watcher, outside the lock so that the watcher may use the world.
func (w *World) logCall(c *call, out any, rep response, at time.Time) {
	logged := describe(c, at)
	if rep.delivery != connectionReset && rep.delivery != stalled {
		logged.Status = rep.status
	}
	if r := (*apiError)(nil); asAPIError(out, &r) && r.malformed {
		logged.Malformed = r.message
	}
	w.mu.Lock()
	w.callLog.add(logged)
	watch := w.callLog.watch
	w.mu.Unlock()
	if watch != nil {
		watch(logged)
	}
}

func (l *callLog) add(c Call) {
	if l.byOperation == nil {
		l.byOperation, l.byStatus = map[string]int{}, map[int]int{}
	}
	l.total++
	l.byOperation[c.Operation]++
	l.byStatus[c.Status]++
	l.prune(c.At.UnixNano())
	l.lastMinute = append(l.lastMinute, c.At.UnixNano())
	if c.Malformed != "" {
		l.malformedTotal++
		l.malformed = append(l.malformed, c)
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
	described := Call{At: at, Host: c.host}
	if c.op != nil {
		described.Operation = c.op.name
		described.Space, described.Project, described.DevEnv, described.Session = c.space(), c.project(), c.env(), c.session()
		described.Paged = c.string("nextToken") != ""
	}
	return described
}
