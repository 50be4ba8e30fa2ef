package fetch

import (
	"sync"
	"time"

	"catwatch/fetch/types"
)

// commands are the commands since the scheduler last took them. For each setting only the last one counts.
type commands struct {
	focus    *types.Path
	touched  map[types.Path]bool
	refresh  bool
	paused   *bool
	interval time.Duration
	budget   int

	requests  []*request // new calls of Do
	cancelled []*request // calls whose caller has stopped waiting
}

// mailbox passes commands from any goroutine to the scheduler's; neither waits for the other.
type mailbox struct {
	mu      sync.Mutex
	pending commands
	bell    chan struct{} // capacity 1
}

func (m *mailbox) post(write func(*commands)) {
	m.mu.Lock()
	write(&m.pending)
	m.mu.Unlock()
	m.ring()
}

// ring wakes the scheduler.
func (m *mailbox) ring() {
	select {
	case m.bell <- struct{}{}:
	default: // it has been rung already
	}
}

func (m *mailbox) take() commands {
	m.mu.Lock()
	defer m.mu.Unlock()
	in := m.pending
	m.pending = commands{}
	return in
}
