package fetch

import (
	"maps"
	"sync"
	"time"

	"catwatch/fetch/types"
)

const (
	meterStep  = 100 * time.Millisecond
	meterSteps = int(time.Minute / meterStep)
)

// meter counts what happened in the last minute.
type meter struct {
	steps [meterSteps]int
	total int
	last  int64 // the newest step
}

func (m *meter) advance(now time.Time) {
	step := now.UnixNano() / int64(meterStep)
	if step-m.last >= int64(meterSteps) {
		*m = meter{last: step}
		return
	}
	for m.last < step {
		m.last++
		i := m.last % int64(meterSteps)
		m.total -= m.steps[i]
		m.steps[i] = 0
	}
}

// add counts n at the time of at, or as near to it as is still remembered.
func (m *meter) add(now, at time.Time, n int) {
	m.advance(now)
	step := at.UnixNano() / int64(meterStep)
	if m.last-step >= int64(meterSteps) {
		return
	}
	m.steps[step%int64(meterSteps)] += n
	m.total += n
}

// gauge is what Stats reads: the scheduler writes it, anybody may look.
type gauge struct {
	mu               sync.Mutex
	stats            types.Stats
	calls, throttled meter
	operations       map[string]int
	oddities         map[string]int
	plans            map[string]types.Plan
}

func (g *gauge) read(now time.Time) types.Stats {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.calls.advance(now)
	g.throttled.advance(now)
	s := g.stats
	s.Calls, s.Throttled = g.calls.total, g.throttled.total
	s.ByOperation, s.Plans, s.Anomalies = maps.Clone(g.operations), maps.Clone(g.plans), maps.Clone(g.oddities)
	return s
}

func (g *gauge) write(change func(*types.Stats)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	change(&g.stats)
}

// called counts a request that goes out.
func (g *gauge) called(operation string, at time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.operations == nil {
		g.operations = map[string]int{}
	}
	g.operations[operation]++
	g.calls.add(at, at, 1)
}

// answered corrects the count by what became of the request: one that never left did not reach the service.
func (g *gauge) answered(operation string, e *types.Error, sent, now time.Time) {
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

func (g *gauge) odd(list []oddity) {
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

func (g *gauge) plan(space string, p types.Plan) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.plans == nil {
		g.plans = map[string]types.Plan{}
	}
	g.plans[space] = p
}

func (g *gauge) forget(space string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.plans, space)
}
