package fetch

import (
	"sync"
	"time"

	"catwatch/fetch/types"
)

// commands is what the scheduler has been told since it last looked; the last word on each matter.
type commands struct {
	focus    *types.Path
	touched  map[types.Path]bool
	refresh  bool
	paused   *bool
	interval time.Duration
	budget   int

	requests  []*request // that Do posted
	cancelled []*request // that nobody waits for any more
}

// mailbox takes words from any goroutine to the scheduler's, without either waiting for the other.
type mailbox struct {
	mu      sync.Mutex
	pending commands
	bell    chan struct{} // holds one ring
}

func (m *mailbox) post(write func(*commands)) {
	m.mu.Lock()
	write(&m.pending)
	m.mu.Unlock()
	m.ring()
}

// ring has the scheduler look up.
func (m *mailbox) ring() {
	select {
	case m.bell <- struct{}{}:
	default: // it has been rung
	}
}

func (m *mailbox) take() commands {
	m.mu.Lock()
	defer m.mu.Unlock()
	in := m.pending
	m.pending = commands{}
	return in
}
