package ssm

// maxAhead is how far ahead of the next expected message others are buffered, as in the official client (smp
// config/config.go). Messages beyond that are dropped and not acknowledged, so the agent sends them again.
const maxAhead = 10_000

// inbox is the reorder buffer.
type inbox struct {
	next  int64             // the expected sequence number
	ahead map[int64]message // received out of order
}

func newInbox() *inbox { return &inbox{ahead: map[int64]message{}} }

// accept says whether to acknowledge a message, and whether it is the expected one. Duplicates are acknowledged again,
// because the first acknowledgement may have been lost.
func (b *inbox) accept(sequence int64) (acknowledge, expected bool) {
	switch {
	case sequence < 0:
		return false, false
	case sequence <= b.next:
		return true, sequence == b.next
	}
	_, known := b.ahead[sequence]
	return known || sequence-b.next <= maxAhead, false
}

// keep buffers an accepted message that was received out of order.
func (b *inbox) keep(m message) {
	if _, known := b.ahead[m.sequence]; m.sequence > b.next && !known {
		m.payload = append([]byte(nil), m.payload...)
		b.ahead[m.sequence] = m
	}
}

// advance moves on to the next sequence number, and returns its message if it is buffered.
func (b *inbox) advance() (message, bool) {
	b.next++
	m, ok := b.ahead[b.next]
	delete(b.ahead, b.next)
	return m, ok
}

// gap reports whether messages are missing before buffered ones.
func (b *inbox) gap() bool { return len(b.ahead) > 0 }
