package fetch

import (
	"context"
	"fmt"
	"time"

	"catwatch/fetch/limit"
	"catwatch/fetch/types"
)

const (
	callAttempts = 3 // at one call, not counting throttling
	callRetryMin = 500 * time.Millisecond
	callRetryMax = 5 * time.Second
)

// CallOptions say how Do makes a call.
type CallOptions struct {
	Urgent   bool          // goes before all lists and may overdraw the budget
	FailFast bool          // fails while the circuit breaker is open, with the error that opened it, instead of waiting for the next probe
	Mutates  bool          // changes something: one attempt, never repeated whatever its outcome
	Timeout  time.Duration // of one attempt; default that of Options
}

// Do makes one call that reads no list, and returns its value. The call passes the same pacer, budget and circuit breaker as
// the reading of lists, and is counted in Stats. Pause does not stop it. Unless it mutates, it is repeated after throttling
// and, up to callAttempts, after transient errors.
//
// Do works with or without Run; without, it runs the scheduler itself until the call is done. The error is a *types.Error, or
// the cause of ctx's end, in which case a mutating call may still have taken effect. If call panics, Do returns an error and
// Run panics with the same value; without Run, Do panics.
func Do[T any](ctx context.Context, f *Fetcher, operation string, o CallOptions, call func(context.Context, API) (T, error)) (T, error) {
	var value T
	r := newRequest(ctx, operation, o.withDefaults(f.options))
	r.call = newCall(
		func(ctx context.Context) (T, error) { return call(ctx, f.api) },
		func(v T) {
			value = v // before finish, which publishes it
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

// await waits until the request is done or its context ends. Without a Run it runs the scheduler meanwhile.
func (f *Fetcher) await(r *request) error {
	for {
		select {
		case <-r.finished:
			return r.err
		case <-r.ctx.Done():
			f.mailbox.post(func(c *commands) { c.cancelled = append(c.cancelled, r) })
			return context.Cause(r.ctx)
		case s := <-f.idle:
			f.drive(s, r)
		}
	}
}

// drive runs the scheduler until the request is done or a Run wants the scheduler.
func (f *Fetcher) drive(s *scheduler, r *request) {
	defer func() { f.idle <- s }()
	s.loop(r.ctx, func() bool { return r.isDone() || f.runs.Load() > 0 })
}

// request is a call of Do.
type request struct {
	task
	call
	ctx      context.Context // of the caller of Do
	options  CallOptions
	sent     bool // at least one attempt was made
	finished chan struct{}
	err      error // set before done is closed
}

func newRequest(ctx context.Context, operation string, o CallOptions) *request {
	r := &request{ctx: ctx, options: o, finished: make(chan struct{})}
	r.task = task{work: r, operation: operation, class: classCalls, caller: ctx, timeout: o.Timeout}
	if o.Urgent {
		r.class = classUrgentCalls
	}
	return r
}

func (r *request) isDone() bool {
	select {
	case <-r.finished:
		return true
	default:
		return false
	}
}

// finish wakes the caller of Do.
func (r *request) finish(err error) {
	if !r.isDone() {
		r.err = err
		close(r.finished)
	}
}

func (r *request) prepare(*scheduler) call {
	r.sent = true
	return r.call
}

// fail decides whether the call is repeated.
func (r *request) fail(s *scheduler, e *types.Error) {
	now := time.Now()
	held := s.outage != nil && e.Global()
	switch {
	case r.ctx.Err() != nil:
		r.finish(context.Cause(r.ctx))
	case r.options.Mutates && r.sent, held && r.options.FailFast:
		r.finish(e)
	case held:
		s.schedule(&r.task, s.breaker.Until(), now)
	case e.Reason == types.Throttled: // the pacer decides when
		s.schedule(&r.task, now.Add(e.After), now)
	case e.Transient() && r.failures < callAttempts-1:
		r.failures++
		s.schedule(&r.task, now.Add(max(e.After, limit.Backoff(r.failures, callRetryMin, callRetryMax))), now)
	default:
		r.finish(e)
	}
}

// admit schedules new requests and drops cancelled ones.
func (s *scheduler) admit(added, cancelled []*request, now time.Time) {
	for _, r := range added {
		s.schedule(&r.task, now, now)
	}
	for _, r := range cancelled {
		if r.state != flying { // a call in flight ends with its context
			s.queue.move(&r.task, idle)
		}
	}
}

// panicked finishes a request whose call panicked.
func (r *request) panicked(value any) {
	r.finish(&types.Error{Reason: types.Internal, Operation: r.operation, Sentence: "The request failed in catwatch itself", At: time.Now(),
		Cause: fmt.Errorf("panic: %v", value)})
}
