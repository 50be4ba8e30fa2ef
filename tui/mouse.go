package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/keymap"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// lastClick tells a double click from two clicks: the same row again before clickExpired arrives.
type lastClick struct {
	key    table.Key
	number uint64
	fresh  bool
}

// clickExpired says that the click of that number can no longer become a double click.
type clickExpired uint64

func (c *lastClick) expire(number clickExpired) {
	if c.number == uint64(number) {
		c.fresh = false
	}
}

// How many rows a turn of the wheel scrolls, and the longest time between the clicks of a double click.
const (
	wheelRows   = 3
	doubleClick = 400 * time.Millisecond
)

// isDouble takes a click on k and reports whether it is the second of a double click.
func (c *lastClick) isDouble(k table.Key) (bool, tea.Cmd) {
	if c.fresh && c.key == k {
		c.fresh = false
		return true, nil
	}
	*c = lastClick{k, c.number + 1, true}
	number := clickExpired(c.number)
	return false, tea.Tick(doubleClick, func(time.Time) tea.Msg { return number })
}

func (m *Model) onMouse(msg tea.MouseMsg) (tea.Cmd, effect) {
	at := msg.Mouse()
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		return m.wheel(at.X, at.Y, msg.Button), changed
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft {
			return m.clicked(at.X, at.Y), changed
		}
	}
	return nil, unchanged
}

func (m *Model) wheel(x, y int, b tea.MouseButton) tea.Cmd {
	by, a := wheelRows, keymap.Down
	if b == tea.MouseWheelUp {
		by, a = -wheelRows, keymap.Up
	}
	if m.overlay.open() {
		for range wheelRows {
			if cmd, _ := m.overlay.top().key(m, a, ""); cmd != nil {
				return cmd
			}
		}
		return nil
	}
	if p, ok := m.paneAt(x, y); ok {
		m.listAt(p).ScrollBy(by)
		return m.moved()
	}
	return nil
}

// paneAt is the pane under a cell; outside Browse, whether the list is there.
func (m *Model) paneAt(x, y int) (pane, bool) {
	if m.view != browseView {
		return 0, m.at.body.Contains(x, y)
	}
	for p := spacesPane; p <= sessionsPane; p++ {
		if m.at.panes[p].Contains(x, y) {
			return p, true
		}
	}
	return 0, false
}

func (m *Model) listAt(p pane) table.View {
	if m.view != browseView {
		return m.list()
	}
	return m.browse.pane(p)
}

func (m *Model) clicked(x, y int) tea.Cmd {
	switch {
	case m.prompt.purpose == typingSearch:
		return nil
	case m.overlay.open():
		return m.overlay.clicked(m, x, y)
	case m.at.tabs.Contains(x, y):
		if v, ok := m.tabAt(x); ok {
			return m.show(v)
		}
	case m.at.header.Contains(x, y):
		return m.counterClicked(x)
	}
	p, ok := m.paneAt(x, y)
	if !ok {
		return nil
	}
	var cmd tea.Cmd
	if m.view == browseView && p != m.pane {
		cmd = m.focusPane(p)
	}
	r := m.at.body
	if m.view == browseView {
		r = m.at.panes[p]
	}
	return tea.Batch(cmd, m.clickedIn(m.listAt(p), r, x, y))
}

func (m *Model) clickedIn(l table.View, r cell.Rect, x, y int) tea.Cmd {
	in := r.Inner()
	row := y - in.Y
	if r.H > 3 {
		row--
	}
	if row < 0 {
		return m.headingClicked(l, in, x)
	}
	i := l.Line(row)
	if i < 0 || y >= in.Y+in.H {
		return nil
	}
	l.MoveTo(i)
	k, _ := l.Selected()
	twice, wait := m.click.isDouble(k)
	if twice {
		return m.act(keymap.Open)
	}
	return tea.Batch(wait, m.moved())
}

func (m *Model) headingClicked(l table.View, in cell.Rect, x int) tea.Cmd {
	i := l.ColumnAt(l.Fit(in.W), x-in.X)
	if i < 0 {
		return nil
	}
	if name := l.ColumnName(i); name != "" && l.SortBy(name, true) == nil {
		return m.rearrange()
	}
	return nil
}

// counterClicked shows what a counter of the header counts.
func (m *Model) counterClicked(x int) tea.Cmd {
	if a := m.counterAt(x); a != "" {
		return m.act(a)
	}
	return nil
}

// counterAt is the action of the counter at cell x of the header, "" if there is none.
func (m *Model) counterAt(x int) keymap.Action {
	if x < m.countersAt.X || x >= m.countersAt.X+m.countersAt.W {
		return ""
	}
	at := m.countersAt.X
	for _, c := range m.countersShown {
		if at += cell.TextWidth(c.Text); x < at {
			return c.shows
		}
	}
	return ""
}
