package fetch

import (
	"context"
	"time"

	"catwatch/fetch/types"
)

// scheduler decides which call is made when. It is owned by one goroutine at a time: that of Run, or of Do while there is no
// Run. Each call runs on a goroutine of its own, which only sends back a result. What has been learned about the service,
// in the pacer, budget and breaker, is kept from one Run to the next.
type scheduler struct {
	api     API
	options Options
	fetcher *Fetcher
	stats   *statsRecorder
	results chan result

	queue          queue
	pacer          pacer
	budget         budget
	breaker        breaker
	inFlight       int           // calls
	requests       int           // calls in flight that were made by Do
	attemptTimeout time.Duration // of a first attempt; grows up to Options.Timeout if the service is slow
	callTime       time.Duration // moving average of how long a call takes
	paused         bool
	focus          types.Path
	clock          clock

	reading
}

// reading is the state of one Run. The zero value, without a Run, has no lists.
type reading struct {
	ctx           context.Context
	out           *outbox
	demandByClass [classes]float64 // calls a minute at the unstretched cadences
	lists         map[types.Path]*list
	listsRead     int // lists read completely at least once
	serviceNames  map[string]string
	spaceWide     map[string]*spaceListing
	transitions   map[types.Path]*transition
	userNames     userNames
}

func newScheduler(f *Fetcher) *scheduler {
	s := &scheduler{
		api: f.api, options: f.options, fetcher: f, stats: &f.stats,
		results:        make(chan result, f.options.InFlight),
		pacer:          newPacer(f.options.InFlight),
		attemptTimeout: f.options.Timeout / 3,
		focus:          types.Path{Space: "\x00"}, // nothing has focus at first
	}
	s.budget.set(f.options.Budget)
	s.budget.calls = s.budget.most()
	return s
}

// run reads until ctx ends, or with Options.Once until nothing is left to read.
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

// loop dispatches calls and handles results and commands until ctx ends or done returns true.
func (s *scheduler) loop(ctx context.Context, done func() bool) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		wait := s.dispatch()
		s.publishStats()
		if done() {
			return
		}
		s.clock.sleep(time.Now(), s.fetcher.wall(), wait)
		timer.Reset(wait)
		select {
		case <-ctx.Done():
		case r := <-s.results:
			s.handleResult(r)
		case <-s.fetcher.mailbox.bell:
			s.apply(s.fetcher.mailbox.take())
		case <-timer.C:
		}
		if s.clock.jumped(time.Now(), s.fetcher.wall()) {
			s.resumeAfterSleep(time.Now())
		}
	}
}

// endReading waits for the list calls in flight, whose context has ended, and drops all lists. Do's calls stay.
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

// addRoots adds the list of the scope, and those above it, which show the way there; these not with Options.Once.
func (s *scheduler) addRoots() {
	now := time.Now()
	for p := s.options.Scope; ; p = p.Parent() {
		if p == s.options.Scope || !s.options.Once {
			s.addList(p, now).pinned = true
		}
		if p == (types.Path{}) {
			return
		}
	}
}

// schedule makes the task due at due.
func (s *scheduler) schedule(t *task, due, now time.Time) { s.queue.schedule(t, due, now) }
