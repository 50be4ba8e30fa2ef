package fetch

import (
	"context"
	"sync"
	"time"

	"catwatch/fetch/types"
)

// The shortest time between two deliveries.
const deliveryGap = time.Second / 30

// outbox holds the newest state of each list until it is delivered: the scheduler never waits for the screen, and the
// screen never gets two states of one list at once.
type outbox struct {
	mu      sync.Mutex
	pending types.EventQueue
	closed  bool
	bell    chan struct{} // holds one ring
}

func newOutbox() *outbox { return &outbox{bell: make(chan struct{}, 1)} }

func (o *outbox) put(e types.Event) {
	o.mu.Lock()
	o.pending.Put(e)
	o.mu.Unlock()
	o.ring()
}

func (o *outbox) introduce(u types.User) { o.put(types.Event{Users: []types.User{u}}) }

// close lets deliver return once everything is out.
func (o *outbox) close() {
	o.mu.Lock()
	o.closed = true
	o.mu.Unlock()
	o.ring()
}

func (o *outbox) ring() {
	select {
	case o.bell <- struct{}{}:
	default:
	}
}

func (o *outbox) take() (batch []types.Event, closed bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.pending.Take(), o.closed
}

// deliver emits what is put in until ctx ends or the box is closed and empty.
func (o *outbox) deliver(ctx context.Context, emit func([]types.Event)) {
	for ctx.Err() == nil {
		batch, closed := o.take()
		switch {
		case len(batch) > 0:
			emit(batch)
			if !closed {
				pause(ctx, deliveryGap)
			}
		case closed:
			return
		default:
			select {
			case <-ctx.Done():
			case <-o.bell:
			}
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
