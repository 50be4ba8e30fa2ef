package tui

import (
	"time"

	"catwatch/fetch"
)

// Tick is the clock's message as it reaches the model.
func (m *Model) Tick(at time.Time, stats fetch.Stats) {
	m.Update(ticked{m.clock, at, stats, measureSelf()})
}
