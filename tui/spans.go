package tui

import "catwatch/styles"

// piece is a run of text in one role.
type piece struct {
	role styles.Role
	text string
}

// spans writes runs of text one after the other, in at most w cells from begin.
func (c *canvas) spans(pieces []piece, w int) {
	for _, p := range pieces {
		c.put(p.role, styles.Plain, p.text, c.left(w))
	}
}
