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

// minuteCounter counts events of the last minute.
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

// add adds n at the time at, or nothing if that is more than a minute ago.
func (m *minuteCounter) add(now, at time.Time, n int) {
	m.advance(now)
	step := at.UnixNano() / int64(counterStep)
	if m.last-step >= int64(counterSteps) {
		return
	}
	m.steps[step%int64(counterSteps)] += n
	m.total += n
}

// statsRecorder records the statistics that Fetcher.Stats returns. It may be used from any goroutine.
type statsRecorder struct {
	mu               sync.Mutex
	current          types.Stats
	calls, throttled minuteCounter
	operations       map[string]int
	anomalies        map[string]int
	plans            map[string]types.Plan
}

func (g *statsRecorder) snapshot(now time.Time) types.Stats {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.calls.advance(now)
	g.throttled.advance(now)
	s := g.current
	s.Calls, s.Throttled = g.calls.total, g.throttled.total
	s.ByOperation, s.Plans, s.Anomalies = maps.Clone(g.operations), maps.Clone(g.plans), maps.Clone(g.anomalies)
	return s
}

func (g *statsRecorder) update(change func(*types.Stats)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	change(&g.current)
}

// countCall counts a call as it is made.
func (g *statsRecorder) countCall(operation string, at time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.operations == nil {
		g.operations = map[string]int{}
	}
	g.operations[operation]++
	g.calls.add(at, at, 1)
}

// countOutcome counts a failed call. A request that was never sent is taken out of the count of calls.
func (g *statsRecorder) countOutcome(operation string, e *types.Error, sent, now time.Time) {
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
		g.current.ThrottledTotal++
		g.throttled.add(now, sent, 1)
	default:
		g.current.Faults++
	}
}

func (g *statsRecorder) countAnomalies(list []anomaly) {
	if len(list) == 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.anomalies == nil {
		g.anomalies = map[string]int{}
	}
	for _, o := range list {
		g.anomalies[string(o)]++
	}
}

func (g *statsRecorder) setPlan(space string, p types.Plan) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.plans == nil {
		g.plans = map[string]types.Plan{}
	}
	g.plans[space] = p
}

func (g *statsRecorder) dropPlan(space string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.plans, space)
}

// publishStats updates Stats.
func (s *scheduler) publishStats() {
	s.stats.update(func(g *types.Stats) {
		g.Budget = s.budget.PerMinute()
		g.Stretch = s.stretch(classSessions)
		g.InFlight, g.Due = s.inFlight, s.queue.readyCount()
		// Calls that go out within a second are not noticeably held back.
		g.Rate, g.RateLimited = s.pacer.Rate(), s.pacer.Limiting() && float64(g.Due) > s.pacer.Rate()
		g.Known, g.Read = len(s.lists), s.listsRead
		g.Paused = s.paused
	})
}

// recordSkew compares the service's clock with ours. Its Date header is in whole seconds.
func (s *scheduler) recordSkew(server, ours time.Time) {
	if server.IsZero() {
		return
	}
	d := server.Sub(ours)
	if d.Abs() < time.Minute {
		d = 0
	}
	s.stats.update(func(g *types.Stats) { g.Skew = d })
}
