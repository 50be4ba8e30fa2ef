package cell

import "catwatch/styles"

// Span is a run of text in one role.
type Span struct {
	Role styles.Role
	Text string
}

// Spans writes runs of text one after the other, in at most w cells from begin.
func (c *Canvas) Spans(pieces []Span, w int) {
	for _, p := range pieces {
		c.Put(p.Role, styles.Plain, p.Text, c.Left(w))
	}
}
