package fetch

import (
	"context"
	"fmt"
	"time"

	"catwatch/fetch/types"
)

const (
	callAttempts = 3 // of one call, throttled ones aside
	callRetryMin = 500 * time.Millisecond
	callRetryMax = 5 * time.Second
)

// CallOptions say how Do makes a call.
type CallOptions struct {
	Urgent   bool          // somebody waits for it: it goes before every list and may overdraw the budget
	FailFast bool          // while the circuit breaker is open, it fails with the error that opened it; else it waits for the next probe
	Mutates  bool          // it changes something: it is made once and never repeated, whatever comes of it
	Timeout  time.Duration // of one attempt; default that of Options
}

// Do makes one call of the service that reads no list, and returns its value. The call waits for its turn like the reading of
// lists does: for the pacer, the budget and the circuit breaker. It is counted in Stats, and Pause does not hold it back.
// Unless it mutates, it is repeated when it is throttled and, a few times, when it fails in a way that may pass.
//
// Do works whether or not Run is under way: without it, Do itself drives the scheduler until the call is over. The error is a
// *types.Error, or the cause of ctx's end; a call that mutates may have taken effect nonetheless. Should call panic, Run
// panics with the same value, or Do where Run is not under way.
func Do[T any](ctx context.Context, f *Fetcher, operation string, o CallOptions, call func(context.Context, API) (T, error)) (T, error) {
	var value T
	r := newRequest(ctx, operation, o.withDefaults(f.options))
	r.call = calls(
		func(ctx context.Context) (T, error) { return call(ctx, f.api) },
		func(v T) {
			value = v // before finish: whoever waits for it sees the value
			r.finish(nil)
		})
	f.mailbox.post(func(c *commands) { c.requests = append(c.requests, r) })
	if err := f.await(r); err != nil {
		var none T
		return none, err
	}
	return value, nil
}

func (o CallOptions) withDefaults(of Options) CallOptions {
	if o.Timeout <= 0 {
		o.Timeout = of.Timeout
	}
	return o
}

// await returns when the request is over or its context has ended. While no Run is under way it drives the scheduler.
func (f *Fetcher) await(r *request) error {
	for {
		select {
		case <-r.over:
			return r.err
		case <-r.ctx.Done():
			f.mailbox.post(func(c *commands) { c.cancelled = append(c.cancelled, r) })
			return context.Cause(r.ctx)
		case s := <-f.idle:
			f.drive(s, r)
		}
	}
}

// drive runs the scheduler, which reads no lists, until the request is over or a Run wants it.
func (f *Fetcher) drive(s *scheduler, r *request) {
	defer func() { f.idle <- s }()
	s.loop(r.ctx, func() bool { return r.isOver() || f.runs.Load() > 0 })
}

// request is a call on its way through the scheduler.
type request struct {
	task
	call
	ctx     context.Context // of whoever waits for it
	options CallOptions
	sent    bool // at least once
	over    chan struct{}
	err     error // set before over is closed
}

func newRequest(ctx context.Context, operation string, o CallOptions) *request {
	r := &request{ctx: ctx, options: o, over: make(chan struct{})}
	r.task = task{work: r, operation: operation, class: classCalls, caller: ctx, timeout: o.Timeout}
	if o.Urgent {
		r.class = classUrgentCalls
	}
	return r
}

func (r *request) isOver() bool {
	select {
	case <-r.over:
		return true
	default:
		return false
	}
}

// finish hands the outcome to whoever waits for it.
func (r *request) finish(err error) {
	if !r.isOver() {
		r.err = err
		close(r.over)
	}
}

func (r *request) prepare(*scheduler) call {
	r.sent = true
	return r.call
}

// fail decides whether the call is made again.
func (r *request) fail(s *scheduler, e *types.Error) {
	now := time.Now()
	held := s.breaker.err != nil && e.Global()
	switch {
	case r.ctx.Err() != nil:
		r.finish(context.Cause(r.ctx))
	case r.options.Mutates && r.sent, held && r.options.FailFast:
		r.finish(e)
	case held:
		s.schedule(&r.task, s.breaker.until, now)
	case e.Reason == types.Throttled: // the pacer decides when
		s.schedule(&r.task, now.Add(e.After), now)
	case e.Transient() && r.failures < callAttempts-1:
		r.failures++
		s.schedule(&r.task, now.Add(max(e.After, backoff(r.failures, callRetryMin, callRetryMax))), now)
	default:
		r.finish(e)
	}
}

// admit takes requests in, and takes those out that nobody waits for any more.
func (s *scheduler) admit(added, cancelled []*request, now time.Time) {
	for _, r := range added {
		s.schedule(&r.task, now, now)
	}
	for _, r := range cancelled {
		if r.state != flying { // the end of its context ends a call that is under way
			s.queue.move(&r.task, idle)
		}
	}
}

// panicked says of a request that its call panicked.
func (r *request) panicked(value any) {
	r.finish(&types.Error{Reason: types.Internal, Operation: r.operation, Sentence: "The request failed in catwatch itself", At: time.Now(),
		Cause: fmt.Errorf("panic: %v", value)})
}
