package cli

import (
	"sync"

	"catwatch/fetch/types"
)

// Sink is a receiver of what a session reads: the screen, a recorder, an exporter, a test. Functions that are nil are not
// called. The others are called one at a time, on a goroutine of the sink's own. A sink may take its time: what happens
// meanwhile is merged, so that it gets the newest state of each list next. One that panics is removed.
type Sink struct {
	Name     string              // what people call it: "the recorder"
	Events   func([]types.Event) // states of lists, as fetch.Fetcher.Run emits them; the items are shared and read-only
	SignIn   func(SignIn)        // who is asking, or the state of the sign-in, has changed
	Switched func(SignIn)        // everything from here on is read as this identity; what is known of the one before is void
	Warn     func(string)        // a sentence for the person at the screen about the session itself
}

// pending is what a sink has not been told yet. It is told in this order: a switch, the sign-in, events, warnings.
type pending struct {
	switched *SignIn
	signIn   *SignIn
	events   types.EventQueue
	warnings []string
	last     bool // the session has ended
}

// switchTo replaces everything that concerns the identity before.
func (p *pending) switchTo(in SignIn) {
	p.switched, p.signIn = &in, nil
	p.events = types.EventQueue{}
}

// receiver is a sink with its queue.
type receiver struct {
	Sink
	mu    sync.Mutex
	next  pending
	bell  chan struct{} // holds one ring
	ended chan struct{}
}

func newReceiver(k Sink) *receiver {
	return &receiver{Sink: k, bell: make(chan struct{}, 1), ended: make(chan struct{})}
}

func (r *receiver) post(put func(*pending)) {
	r.mu.Lock()
	put(&r.next)
	r.mu.Unlock()
	select {
	case r.bell <- struct{}{}:
	default: // it has been rung
	}
}

func (r *receiver) take() pending {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.next
	r.next = pending{last: p.last}
	return p
}

// run delivers what is pending until the session has ended. It returns the value that the sink panicked with, if it did.
func (r *receiver) run() (failure any) {
	defer func() { failure = recover() }()
	for range r.bell {
		p := r.take()
		r.deliver(&p)
		if p.last {
			return nil
		}
	}
	return nil
}

func (r *receiver) deliver(p *pending) {
	if p.switched != nil && r.Switched != nil {
		r.Switched(*p.switched)
	}
	if p.signIn != nil && r.SignIn != nil {
		r.SignIn(*p.signIn)
	}
	if batch := p.events.Take(); len(batch) > 0 && r.Events != nil {
		r.Events(batch)
	}
	if r.Warn == nil {
		return
	}
	for _, text := range p.warnings {
		r.Warn(text)
	}
}
