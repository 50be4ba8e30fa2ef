package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
)

// Tick is the clock's message as it reaches the model.
func (m *Model) Tick(at time.Time, stats types.Stats) {
	m.Update(ticked{m.clock, at, stats, measureSelf()})
}

// Passed is the same without the wait for the next tick among its commands.
func (m *Model) Passed(at time.Time, stats types.Stats) tea.Cmd {
	m.dirty = true
	return m.passed(ticked{m.clock, at, stats, measureSelf()})
}
