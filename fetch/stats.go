package fetch

import (
	"maps"
	"sync"
	"time"

	"catwatch/fetch/types"
)

const (
	counterStep  = 100 * time.Millisecond
	counterSteps = int(time.Minute / counterStep)
)

// minuteCounter counts what happened in the last minute.
type minuteCounter struct {
	steps [counterSteps]int
	total int
	last  int64 // the newest step
}

func (m *minuteCounter) advance(now time.Time) {
	step := now.UnixNano() / int64(counterStep)
	if step-m.last >= int64(counterSteps) {
		*m = minuteCounter{last: step}
		return
	}
	for m.last < step {
		m.last++
		i := m.last % int64(counterSteps)
		m.total -= m.steps[i]
		m.steps[i] = 0
	}
}

// add counts n at the time of at, or as near to it as is still remembered.
func (m *minuteCounter) add(now, at time.Time, n int) {
	m.advance(now)
	step := at.UnixNano() / int64(counterStep)
	if m.last-step >= int64(counterSteps) {
		return
	}
	m.steps[step%int64(counterSteps)] += n
	m.total += n
}

// statsRecorder is what Stats reads: the scheduler writes it, anybody may look.
type statsRecorder struct {
	mu               sync.Mutex
	stats            types.Stats
	calls, throttled minuteCounter
	operations       map[string]int
	oddities         map[string]int
	plans            map[string]types.Plan
}

func (g *statsRecorder) read(now time.Time) types.Stats {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.calls.advance(now)
	g.throttled.advance(now)
	s := g.stats
	s.Calls, s.Throttled = g.calls.total, g.throttled.total
	s.ByOperation, s.Plans, s.Anomalies = maps.Clone(g.operations), maps.Clone(g.plans), maps.Clone(g.oddities)
	return s
}

func (g *statsRecorder) write(change func(*types.Stats)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	change(&g.stats)
}

// called counts a request that goes out.
func (g *statsRecorder) called(operation string, at time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.operations == nil {
		g.operations = map[string]int{}
	}
	g.operations[operation]++
	g.calls.add(at, at, 1)
}

// answered corrects the count by what became of the request: one that never left did not reach the service.
func (g *statsRecorder) answered(operation string, e *types.Error, sent, now time.Time) {
	if e == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case e.Unsent:
		g.operations[operation]--
		g.calls.add(now, sent, -1)
	case e.Reason == types.Throttled:
		g.stats.ThrottledTotal++
		g.throttled.add(now, sent, 1)
	default:
		g.stats.Faults++
	}
}

func (g *statsRecorder) odd(list []anomaly) {
	if len(list) == 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.oddities == nil {
		g.oddities = map[string]int{}
	}
	for _, o := range list {
		g.oddities[string(o)]++
	}
}

func (g *statsRecorder) plan(space string, p types.Plan) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.plans == nil {
		g.plans = map[string]types.Plan{}
	}
	g.plans[space] = p
}

func (g *statsRecorder) forget(space string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.plans, space)
}
