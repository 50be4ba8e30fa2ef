package tui

import (
	"maps"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/tui/table"
)

// Tick is the clock's message as it reaches the model.
func (m *Model) Tick(at time.Time, stats types.Stats) {
	m.Update(tickMsg{m.clock, at, stats, measureSelf()})
}

// Advance is the same without the wait for the next tick among its commands.
func (m *Model) Advance(at time.Time, stats types.Stats) tea.Cmd {
	m.frame.after(changed)
	return m.advance(tickMsg{m.clock, at, stats, measureSelf()})
}

// View is a view, for tests that register one of their own.
type View = view

// NewWith makes a screen that has views beside the registered ones.
func NewWith(o Options, more ...View) *Model { return newModel(o, append(registry(), more...)) }

// Actions are the actions that have a handler.
func (m *Model) Actions() []keymap.Action { return slices.Collect(maps.Keys(m.actions)) }

// Bindings are the actions that can be chosen on this screen, those of its views included.
func (m *Model) Bindings() []keymap.Binding { return m.keys.All() }

// AddAction adds an action that only a test has.
func (m *Model) AddAction(a keymap.Action, disabled func(on table.Subject) string, dialog func(on table.Subject) (heading, choice string, take func())) {
	m.actions[a] = action{
		disabled: func(_ *Model, on table.Subject) string { return disabled(on) },
		run: func(m *Model, r request) tea.Cmd {
			heading, label, take := dialog(r.on)
			p := &picker{heading: heading, item: r.on.Key}
			p.choices = []choice{{label: label, take: func(*Model) tea.Cmd { take(); return nil }}}
			m.overlay.show(m, p)
			return nil
		},
	}
}
