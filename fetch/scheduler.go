package fetch

import (
	"context"
	"time"

	"catwatch/fetch/types"
)

// scheduler decides what is read when. One goroutine owns all of it; calls are made on others, one for each, which
// only hand their outcome back.
type scheduler struct {
	ctx     context.Context
	api     API
	o       Options
	f       *Fetcher
	gauge   *gauge
	out     *outbox
	results chan result
	ended   chan struct{}
	panic   any // what run failed with, once it has ended

	queue    queue
	pace     pacer
	budget   budget
	hold     hold
	demands  [naming + 1]float64 // calls a minute at the unstretched cadences
	flying   int
	patience time.Duration // for a first attempt; grows to the time-out where the service is slow
	paused   bool
	focus    types.Path
	clock    clock

	lists   map[types.Path]*list
	read    int // lists read to the end at least once
	raw     map[string]string
	spaces  map[string]*space
	follows map[types.Path]*follow
	people  people
}

// result is what became of one call.
type result struct {
	task  *task
	sent  time.Time
	err   error
	panic any // what the call failed with, as no call should
}

func newScheduler(ctx context.Context, f *Fetcher, out *outbox) *scheduler {
	s := &scheduler{
		ctx: ctx, api: f.api, o: f.o, f: f, gauge: &f.gauge, out: out,
		results:  make(chan result, f.o.InFlight),
		ended:    make(chan struct{}),
		pace:     newPacer(f.o.InFlight),
		patience: f.o.Timeout / 3,
		lists:    map[types.Path]*list{},
		raw:      map[string]string{},
		spaces:   map[string]*space{},
		follows:  map[types.Path]*follow{},
		people:   newPeople(),
		focus:    types.Path{Space: "\x00"}, // nothing has focus until somebody says so
	}
	s.budget.set(f.o.Budget)
	s.budget.calls = s.budget.most()
	return s
}

// run reads until ctx ends, or with Once until nothing is left to read.
func (s *scheduler) run() {
	defer close(s.ended)
	defer s.out.close()
	defer func() { s.panic = recover() }()
	s.begin()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for s.ctx.Err() == nil {
		wait := s.dispatch()
		s.publish()
		if s.o.Once && s.flying == 0 && s.queue.len() == 0 {
			return
		}
		s.clock.sleep(time.Now(), s.f.wall(), wait)
		timer.Reset(wait)
		select {
		case <-s.ctx.Done():
		case r := <-s.results:
			s.settle(r)
		case <-s.f.mail.bell:
			s.open(s.f.mail.take())
		case <-timer.C:
		}
		if s.clock.jumped(time.Now(), s.f.wall()) {
			s.resumed(time.Now())
		}
	}
	for ; s.flying > 0; s.flying-- {
		<-s.results // their context has ended
	}
}

// begin sets out from the scope. The lists above it are read for their names only, and not at all with Once.
func (s *scheduler) begin() {
	now := time.Now()
	for p := s.o.Scope; ; p = p.Parent() {
		if p == s.o.Scope || !s.o.Once {
			s.add(p, now).pinned = true
		}
		if p == (types.Path{}) {
			return
		}
	}
}

// The longest the scheduler sleeps: it looks at the clock that often.
const longestSleep = 10 * time.Second

// dispatch sends what may go, most urgent first, and returns how long nothing more can.
func (s *scheduler) dispatch() time.Duration {
	for {
		now := time.Now()
		s.queue.wake(now)
		s.budget.fill(now)
		if s.paused || s.flying >= s.inFlight() {
			return longestSleep
		}
		if s.hold.err != nil && now.Before(s.hold.until) {
			s.refuse(now)
			return min(longestSleep, s.untilDue(now))
		}
		t := s.queue.next(s.affordable)
		if t == nil {
			return min(longestSleep, s.untilDue(now), s.untilAffordable())
		}
		// The grant comes before the choice: whatever becomes more urgent in the meantime goes first.
		if wait := s.pace.wait(now); wait > 0 {
			return wait
		}
		s.launch(t, now)
	}
}

// inFlight is how many calls may be under way: one, while a probe decides for all.
func (s *scheduler) inFlight() int {
	if s.hold.err != nil {
		return 1
	}
	return s.pace.limit()
}

func (s *scheduler) affordable(t *task) bool {
	return s.budget.wait(t.hurry || t.class == focused) == 0
}

func (s *scheduler) untilDue(now time.Time) time.Duration {
	if t := s.queue.waiting.top(); t != nil {
		return max(0, t.due.Sub(now))
	}
	return longestSleep
}

func (s *scheduler) untilAffordable() time.Duration {
	if t := s.queue.paid.top(); t != nil {
		return max(time.Millisecond, s.budget.wait(t.hurry || t.class == focused))
	}
	return longestSleep
}

// refuse tells every task that has come due during a hold why it is not read, and puts it off until the next probe.
func (s *scheduler) refuse(now time.Time) {
	for _, h := range [...]*heapOf{&s.queue.free, &s.queue.paid} {
		for t := h.top(); t != nil; t = h.top() {
			s.queue.remove(t)
			t.done(s, s.hold.err)
			if t.in != nil && !t.due.After(now) {
				t.due = s.hold.until
				s.queue.put(t, now)
			}
		}
	}
}

func (s *scheduler) launch(t *task, now time.Time) {
	s.queue.remove(t)
	s.pace.grant(now)
	if !t.free {
		s.budget.take()
	}
	t.flying = true
	s.flying++
	s.gauge.called(t.operation, now)
	call, patience := t.prepare(s), s.patience
	if t.fails > 0 || s.hold.err != nil {
		patience = s.o.Timeout // a probe decides for all
	}
	go func() {
		ctx, stop := context.WithTimeout(s.ctx, patience)
		defer stop()
		r := result{task: t, sent: now}
		defer func() {
			r.panic = recover() // on this goroutine nobody could give the terminal back
			s.results <- r
		}()
		r.err = call(ctx)
	}()
}

// settle takes back what a call brought.
func (s *scheduler) settle(r result) {
	if r.panic != nil {
		panic(r.panic)
	}
	now := time.Now()
	s.flying--
	r.task.flying = false
	e := Classify(r.task.operation, r.err)
	if s.ctx.Err() != nil {
		return
	}
	if e != nil {
		e.At = now
	}
	if took := now.Sub(r.sent); e == nil && took > s.patience/2 {
		s.patience = min(s.o.Timeout, 2*took)
	}
	s.learn(e, r.sent, now)
	s.gauge.answered(r.task.operation, e, r.sent, now)
	r.task.done(s, e)
}

// learn draws the conclusions for all requests.
func (s *scheduler) learn(e *types.Error, sent, now time.Time) {
	switch {
	case e == nil || !e.Global() && e.Reason != types.Throttled:
		s.pace.succeeded(now)
	case e.Reason == types.Throttled:
		s.pace.throttled(sent, now, e.After)
	}
	if s.hold.observe(e, now) && s.hold.err == nil {
		s.recover(now)
	}
}

// recover brings forward what waited for the end of a hold, on credit: nothing was spent meanwhile.
func (s *scheduler) recover(now time.Time) {
	s.budget.lend()
	for _, l := range s.lists {
		if l.err != nil && l.err.Global() && !l.flying {
			l.due = now
			s.queue.put(&l.task, now)
		}
	}
}

// publish shows how the reading is going.
func (s *scheduler) publish() {
	s.gauge.write(func(g *types.Stats) {
		g.Budget = s.budget.perMinute
		g.Stretch = s.stretch(running)
		g.InFlight, g.Due = s.flying, s.queue.ready()
		// What goes out within a second is not held back to speak of, though the pace spread it.
		g.Rate, g.RateLimited = s.pace.rate, s.pace.held() && float64(g.Due) > s.pace.rate
		g.Known, g.Read = len(s.lists), s.read
		g.Paused = s.paused
	})
}

// skew compares the service's clock with ours. Its Date is in whole seconds.
func (s *scheduler) skew(server, ours time.Time) {
	if server.IsZero() {
		return
	}
	d := server.Sub(ours)
	if d.Abs() < time.Minute {
		d = 0
	}
	s.gauge.write(func(g *types.Stats) { g.Skew = d })
}
