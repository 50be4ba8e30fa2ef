package fetch

import (
	"sync"
	"time"

	"catwatch/fetch/types"
)

// letters is what the scheduler has been told since it last looked; the last word on each matter.
type letters struct {
	focus    *types.Path
	touched  map[types.Path]bool
	refresh  bool
	paused   *bool
	interval time.Duration
	budget   int
}

// mailbox takes words from any goroutine to the scheduler's, without either waiting for the other.
type mailbox struct {
	mu   sync.Mutex
	in   letters
	bell chan struct{} // holds one ring
}

func (m *mailbox) post(write func(*letters)) {
	m.mu.Lock()
	write(&m.in)
	m.mu.Unlock()
	select {
	case m.bell <- struct{}{}:
	default: // it has been rung
	}
}

func (m *mailbox) take() letters {
	m.mu.Lock()
	defer m.mu.Unlock()
	in := m.in
	m.in = letters{}
	return in
}
