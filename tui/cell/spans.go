package cell

import "catwatch/styles"

// Span is a run of text in one role.
type Span struct {
	Role styles.Role
	Text string
}

// Spans writes runs of text one after the other, in at most w cells from Begin.
func (c *Canvas) Spans(spans []Span, w int) {
	for _, s := range spans {
		c.Put(s.Role, styles.Plain, s.Text, c.Left(w))
	}
}
