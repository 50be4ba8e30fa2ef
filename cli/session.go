package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"catwatch/auth"
	"catwatch/fetch"
	"catwatch/fetch/types"
)

// closeGrace is how long Close waits for sinks.
const closeGrace = 2 * time.Second

var errClosed = errors.New("the session has ended")

// Session reads the service as one identity at a time and passes what it reads to any number of sinks. It owns the
// identity, its fetcher and their goroutines, and needs no screen. All methods may be called from any goroutine.
type Session struct {
	options fetch.Options
	where   auth.Options // where profiles are looked for
	log     *logs
	ctx     context.Context // ends with the session
	cancel  context.CancelFunc

	switching sync.Mutex // held while one identity takes over from another, so that two switches cannot overlap

	mu          sync.Mutex
	current     *identity
	sinks       []*receiver
	cancelLogin context.CancelFunc // of the sign-in in progress; nil without one
	closed      bool
	failure     error // a panic on one of our goroutines
}

// NewSession prepares reading as c, until ctx ends or Close is called. Nothing is read before Start.
func NewSession(ctx context.Context, c connection, o fetch.Options, where auth.Options, log *logs) *Session {
	ctx, cancel := context.WithCancel(ctx)
	s := &Session{options: o, where: where, log: log, ctx: ctx, cancel: cancel}
	s.current = newIdentity(ctx, c, o)
	return s
}

// Start begins to read. Call it once.
func (s *Session) Start() { s.start(s.identity()) }

// Done is closed when the session's context has ended: from outside, by Close, or by a panic, which Close returns.
func (s *Session) Done() <-chan struct{} { return s.ctx.Done() }

// Close ends reading, waits until every sink has been told the rest, and returns the panic that ended the session, if one
// did. It waits no longer than two seconds for a sink that is stuck.
func (s *Session) Close() error {
	s.cancel()
	s.switching.Lock()
	defer s.switching.Unlock()
	s.mu.Lock()
	already := s.closed
	s.closed = true
	sinks := s.sinks
	s.sinks = nil
	s.mu.Unlock()
	if !already {
		s.identity().stop()
	}
	s.closeSinks(sinks)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failure
}

func (s *Session) closeSinks(sinks []*receiver) {
	for _, r := range sinks {
		r.post(func(p *pending) { p.last = true })
	}
	grace := time.NewTimer(closeGrace)
	defer grace.Stop()
	for _, r := range sinks {
		select {
		case <-r.ended:
		case <-grace.C:
			s.log.Warn("a receiver did not end in time", "name", r.Name)
			return
		}
	}
}

func (s *Session) identity() *identity {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}

// Fetcher reads for the identity that is asking now.
func (s *Session) Fetcher() *fetch.Fetcher { return s.identity().fetcher }

// SignIn is who is asking now, and the state of the sign-in.
func (s *Session) SignIn() SignIn { return s.identity().signIn() }

// start begins reading as id, and watching its sign-in.
func (s *Session) start(id *identity) {
	s.guard(id, func() {
		err := id.fetcher.Run(id.ctx, func(events []types.Event) {
			s.broadcast(func(p *pending) {
				for _, e := range events {
					p.events.Put(e)
				}
			})
		})
		s.log.Info("reading ended", "error", err)
	})
	if id.source != nil {
		s.guard(id, func() { _ = id.source.Run(id.ctx) }) // returns the context's error
	}
	s.guard(id, func() { s.watchSignIn(id) })
}

// guard runs f on a goroutine of id. A panic there ends the session, so that whoever runs it can clean up: a screen has
// a terminal to restore.
func (s *Session) guard(id *identity, f func()) {
	id.running.Go(func() {
		defer func() {
			if r := recover(); r != nil {
				s.log.Error("panic", "value", r)
				s.mu.Lock()
				s.failure = errors.New(s.log.redactor.Text(fmt.Sprintf("catwatch failed and ended: %v", r)))
				s.mu.Unlock()
				s.cancel()
			}
		}()
		f()
	})
}

// Add has k told of everything from now on. On a closed session it does nothing.
func (s *Session) Add(k Sink) {
	r := newReceiver(k)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.sinks = append(s.sinks, r)
	go func() {
		defer close(r.ended)
		if failure := r.run(); failure != nil {
			s.remove(r, failure)
		}
	}()
}

// broadcast queues something for every sink. It never waits for one.
func (s *Session) broadcast(put func(*pending)) {
	s.mu.Lock()
	sinks := s.sinks
	s.mu.Unlock()
	for _, r := range sinks {
		r.post(put)
	}
}

// remove removes a sink that panicked, and tells the others.
func (s *Session) remove(r *receiver, failure any) {
	s.log.Error("a receiver panicked and was removed", "name", r.Name, "value", failure)
	s.mu.Lock()
	s.sinks = slices.DeleteFunc(slices.Clone(s.sinks), func(other *receiver) bool { return other == r })
	s.mu.Unlock()
	text := fmt.Sprintf("Internal error in %s: it was stopped, everything else goes on. Restart catwatch to start it again (%v)", r.Name, failure)
	text = types.Clean(s.log.redactor.Text(text))
	s.broadcast(func(p *pending) { p.warnings = append(p.warnings, text) })
}

// Switch reads as another profile from now on. When it returns nil, the only data of the previous identity that can still
// reach a sink is the batch it is handling at that moment; the switch is the next thing it is told.
func (s *Session) Switch(profile string) error {
	where := s.where
	where.Profile = profile
	c, err := connect(s.ctx, where, s.log)
	if err != nil {
		return err
	}
	s.switching.Lock()
	defer s.switching.Unlock()
	if s.ctx.Err() != nil {
		c.close()
		return errClosed
	}
	s.CancelLogin() // it was for the previous identity
	next := newIdentity(s.ctx, c, s.options)
	s.mu.Lock()
	before := s.current
	s.current = next
	s.mu.Unlock()
	before.stop()
	in := next.signIn()
	s.broadcast(func(p *pending) { p.switchTo(in) })
	s.start(next)
	return nil
}
