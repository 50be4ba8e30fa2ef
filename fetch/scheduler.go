package fetch

import (
	"context"
	"time"

	"catwatch/fetch/types"
)

// scheduler decides what is called when. One goroutine at a time owns all of it: that of Run, or of Do while no Run is under
// way. Calls are made on others, one for each, which only hand their outcome back. What it has learnt of the service stays
// from one Run to the next.
type scheduler struct {
	api     API
	options Options
	f       *Fetcher
	stats   *statsRecorder
	results chan result

	queue          queue
	pacer          pacer
	budget         budget
	breaker        hold
	inFlight       int           // calls under way
	requests       int           // of them, those that Do asked for
	attemptTimeout time.Duration // for a first attempt; grows to the time-out where the service is slow
	callTime       time.Duration // how long a call takes lately
	paused         bool
	focus          types.Path
	clock          clock

	reading
}

// reading is what one Run reads. Its zero value reads nothing.
type reading struct {
	ctx           context.Context
	out           *outbox
	demandByClass [classes]float64 // calls a minute at the unstretched cadences
	lists         map[types.Path]*list
	listsRead     int // lists read to the end at least once
	serviceNames  map[string]string
	spaceWide     map[string]*spaceListing
	transitions   map[types.Path]*transition
	userNames     userNames
}

// result is what became of one call.
type result struct {
	task     *task
	sent     time.Time
	complete func() // takes the value in; nil where the call failed
	err      error
	panic    any // what the call failed with, as no call should
}

func newScheduler(f *Fetcher) *scheduler {
	s := &scheduler{
		api: f.api, options: f.options, f: f, stats: &f.stats,
		results:        make(chan result, f.options.InFlight),
		pacer:          newPacer(f.options.InFlight),
		attemptTimeout: f.options.Timeout / 3,
		focus:          types.Path{Space: "\x00"}, // nothing has focus until somebody says so
	}
	s.budget.set(f.options.Budget)
	s.budget.calls = s.budget.most()
	return s
}

// run reads until ctx ends, or with Once until nothing is left to read.
func (s *scheduler) run(ctx context.Context, out *outbox) {
	ctx, stop := context.WithCancel(ctx)
	s.reading = reading{
		ctx: ctx, out: out,
		lists:        map[types.Path]*list{},
		serviceNames: map[string]string{},
		spaceWide:    map[string]*spaceListing{},
		transitions:  map[types.Path]*transition{},
		userNames:    newUserNames(),
	}
	defer s.endReading()
	defer stop()
	s.addRoots()
	s.loop(ctx, func() bool { return s.options.Once && s.inFlight == 0 && s.queue.len() == 0 })
}

// loop dispatches until ctx ends or done says so.
func (s *scheduler) loop(ctx context.Context, done func() bool) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		wait := s.dispatch()
		s.publishStats()
		if done() {
			return
		}
		s.clock.sleep(time.Now(), s.f.wall(), wait)
		timer.Reset(wait)
		select {
		case <-ctx.Done():
		case r := <-s.results:
			s.handleResult(r)
		case <-s.f.mailbox.bell:
			s.apply(s.f.mailbox.take())
		case <-timer.C:
		}
		if s.clock.jumped(time.Now(), s.f.wall()) {
			s.resumeAfterSleep(time.Now())
		}
	}
}

// endReading forgets the lists once no call for them is under way: their context has ended. Requests stay where they are.
func (s *scheduler) endReading() {
	for s.inFlight > s.requests {
		r := <-s.results
		q, isRequest := r.task.work.(*request)
		switch {
		case isRequest && r.panic != nil:
			s.land(r)
			q.panicked(r.panic)
		case isRequest:
			s.handleResult(r)
		default:
			s.land(r)
		}
	}
	s.reading = reading{}
	s.queue.keepRequests()
}

// addRoots sets out from the scope. The lists above it are read for their names only, and not at all with Once.
func (s *scheduler) addRoots() {
	now := time.Now()
	for p := s.options.Scope; ; p = p.Parent() {
		if p == s.options.Scope || !s.options.Once {
			s.add(p, now).pinned = true
		}
		if p == (types.Path{}) {
			return
		}
	}
}

// Over so many calls the time that they take is averaged.
const callTimeOver = 16

// The longest the scheduler sleeps: it looks at the clock that often.
const longestSleep = 10 * time.Second

// dispatch sends what may go, most urgent first, and returns how long nothing more can.
func (s *scheduler) dispatch() time.Duration {
	for {
		now := time.Now()
		s.queue.promote(now)
		s.budget.fill(now)
		if s.inFlight >= s.inFlightLimit() {
			return longestSleep
		}
		if s.breaker.err != nil && now.Before(s.breaker.until) {
			s.failHeld(now)
			return min(longestSleep, s.untilDue(now))
		}
		s.queue.weigh(s.plannedCalls())
		t := s.queue.next(s.mayGo)
		if t == nil {
			return min(longestSleep, s.untilDue(now), s.untilAffordable())
		}
		// The grant comes before the choice: whatever becomes more urgent in the meantime goes first.
		if wait := s.pacer.wait(now); wait > 0 {
			return wait
		}
		s.launch(t, now)
	}
}

// inFlightLimit is how many calls may be under way: one, while a probe decides for all.
func (s *scheduler) inFlightLimit() int {
	if s.breaker.err != nil {
		return 1
	}
	return s.pacer.limit()
}

// mayGo reports whether the budget, and whoever has paused the reading, allow the task to go now.
func (s *scheduler) mayGo(t *task) bool {
	c := t.readsAs()
	return s.mayRead(c) && (t.unbudgeted || s.budget.wait(c.isUrgent()) == 0)
}

// mayRead reports whether tasks of the class go on: a pause holds back what reads lists.
func (s *scheduler) mayRead(c class) bool { return !s.paused || c.isCalls() }

func (s *scheduler) untilDue(now time.Time) time.Duration {
	if t := s.queue.waiting.top(); t != nil {
		return max(0, t.due.Sub(now))
	}
	return longestSleep
}

func (s *scheduler) untilAffordable() time.Duration {
	wait := longestSleep
	for c := range classes {
		if len(s.queue.ready[c]) > 0 && s.mayRead(c) {
			wait = min(wait, s.budget.wait(c.isUrgent()))
		}
	}
	return max(time.Millisecond, wait)
}

// failHeld tells every task that has come due while the breaker is open why it is not read, and holds it until the next
// probe.
func (s *scheduler) failHeld(now time.Time) {
	for c := range classes {
		h := &s.queue.ready[c]
		for t := h.top(); t != nil && s.mayRead(c); t = h.top() {
			s.queue.move(t, idle)
			t.fail(s, s.breaker.err)
			if t.state == ready || t.state == waiting && !t.due.After(now) {
				t.due = s.breaker.until
				s.queue.move(t, held)
			}
		}
	}
}

func (s *scheduler) launch(t *task, now time.Time) {
	s.queue.charge(t)
	s.queue.move(t, flying)
	s.pacer.grant(now)
	if !t.unbudgeted {
		s.budget.take()
	}
	s.inFlight++
	ctx := s.ctx
	if t.caller != nil {
		s.requests++
		ctx = t.caller
	}
	s.stats.called(t.operation, now)
	call, timeout := t.prepare(s), s.attemptTimeout
	if t.failures > 0 || s.breaker.err != nil {
		timeout = s.options.Timeout // a probe decides for all
	}
	if t.timeout > 0 {
		timeout = t.timeout
	}
	go func() {
		ctx, stop := context.WithTimeout(ctx, timeout)
		defer stop()
		r := result{task: t, sent: now}
		defer func() {
			r.panic = recover() // on this goroutine nobody could give the terminal back
			s.results <- r
		}()
		r.complete, r.err = call(ctx)
	}()
}

// land takes the task back from the goroutine that made its call.
func (s *scheduler) land(r result) {
	s.inFlight--
	if r.task.caller != nil {
		s.requests--
	}
	s.queue.move(r.task, idle)
}

// handleResult takes in what a call brought.
func (s *scheduler) handleResult(r result) {
	s.land(r)
	if r.panic != nil {
		if q, ok := r.task.work.(*request); ok {
			q.panicked(r.panic)
		}
		panic(r.panic)
	}
	if r.task.caller == nil && s.ctx.Err() != nil {
		return
	}
	now := time.Now()
	e := Classify(r.task.operation, r.err)
	if e != nil {
		e.At = now
	}
	if e == nil || !r.task.isAbandoned() {
		s.learn(e, r, now)
	}
	if e != nil {
		r.task.fail(s, e)
		return
	}
	r.complete()
}

// learn draws conclusions for all calls from one that came to its end by itself.
func (s *scheduler) learn(e *types.Error, r result, now time.Time) {
	if took := now.Sub(r.sent); e == nil {
		s.callTime += (took - s.callTime) / callTimeOver
		if took > s.attemptTimeout/2 {
			s.attemptTimeout = min(s.options.Timeout, 2*took)
		}
	}
	s.updateLimits(e, r.sent, now)
	s.stats.answered(r.task.operation, e, r.sent, now)
}

// schedule has the task read at due.
func (s *scheduler) schedule(t *task, due, now time.Time) { s.queue.schedule(t, due, now) }

// updateLimits tells the pacer and the breaker what became of a call.
func (s *scheduler) updateLimits(e *types.Error, sent, now time.Time) {
	switch {
	case e == nil || !e.Global() && e.Reason != types.Throttled:
		s.pacer.succeeded(now)
	case e.Reason == types.Throttled:
		s.pacer.throttled(sent, now, e.After)
	}
	if s.breaker.observe(e, now) && s.breaker.err == nil {
		s.resumeAfterOutage(now)
	}
}

// resumeAfterOutage brings forward what waited for the end of a hold, on credit: nothing was spent meanwhile.
func (s *scheduler) resumeAfterOutage(now time.Time) {
	s.budget.lend()
	for _, l := range s.lists {
		if l.err != nil && l.err.Global() && l.state != flying {
			s.schedule(&l.task, now, now)
		}
	}
}

// publishStats shows how the reading is going.
func (s *scheduler) publishStats() {
	s.stats.write(func(g *types.Stats) {
		g.Budget = s.budget.perMinute
		g.Stretch = s.stretch(classSessions)
		g.InFlight, g.Due = s.inFlight, s.queue.readyCount()
		// What goes out within a second is not held back to speak of, though the pace spread it.
		g.Rate, g.RateLimited = s.pacer.rate, s.pacer.held() && float64(g.Due) > s.pacer.rate
		g.Known, g.Read = len(s.lists), s.listsRead
		g.Paused = s.paused
	})
}

// recordSkew compares the service's clock with ours. Its Date is in whole seconds.
func (s *scheduler) recordSkew(server, ours time.Time) {
	if server.IsZero() {
		return
	}
	d := server.Sub(ours)
	if d.Abs() < time.Minute {
		d = 0
	}
	s.stats.write(func(g *types.Stats) { g.Skew = d })
}
