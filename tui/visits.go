package tui

import (
	tea "charm.land/bubbletea/v2"

	"catwatch/tui/table"
)

// visit is a place in the history: a view, a pane and the row that was under the cursor.
type visit struct {
	view viewID
	pane pane
	key  table.Key
}

// How many places are remembered.
const visitsKept = 100

// visits are the history of places, in the order in which they were left.
type visits struct {
	past   []visit // to go back to, the latest last
	future []visit // to go forward to, the nearest last
}

// leave remembers the place that is about to be left. Going anywhere but forward drops the places ahead.
func (v *visits) leave(here visit) {
	if n := len(v.past); n == 0 || v.past[n-1] != here {
		v.past = append(v.past, here)
	}
	if len(v.past) > visitsKept {
		v.past = append(v.past[:0:0], v.past[1:]...)
	}
	v.future = nil
}

func (v *visits) can(forth bool) bool {
	if forth {
		return len(v.future) > 0
	}
	return len(v.past) > 0
}

// walk goes one step and returns where it leads; here is remembered in the other direction.
func (v *visits) walk(forth bool, here visit) visit {
	from, to := &v.past, &v.future
	if forth {
		from, to = to, from
	}
	n := len(*from) - 1
	next := (*from)[n]
	*from = (*from)[:n]
	*to = append(*to, here)
	return next
}

func (m *Model) here() visit {
	k, _ := m.list().Selected()
	return visit{m.view, m.pane, k}
}

func (m *Model) revisit(by int) tea.Cmd {
	to := m.visited.walk(by > 0, m.here())
	m.view, m.pane = to.view, to.pane
	var pointed tea.Cmd
	if to.view == browseView {
		pointed = m.browse.point(to.key, m.now)
	} else {
		m.list().Choose(to.key)
	}
	m.lay()
	return tea.Batch(pointed, m.reload(), m.moved())
}
