package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch"
	"catwatch/keymap"
)

// lastClick tells a double click from two: the same row again before long.
type lastClick struct {
	key key
	at  time.Time
}

// Rows a turn of the wheel scrolls, and how close two clicks are one double click.
const (
	wheelRows   = 3
	doubleClick = 500 * time.Millisecond
)

func (m *Model) mouseMsg(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		return m.wheel(at.X, at.Y, msg.Button)
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft {
			return m.clicked(at.X, at.Y)
		}
	}
	m.dirty = false
	return nil
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
		m.sheetAt(p).scrollBy(by)
		return m.moved()
	}
	return nil
}

// paneAt is the pane, or the one list, under a cell.
func (m *Model) paneAt(x, y int) (pane, bool) {
	if m.view != browseView {
		return 0, m.at.body.contains(x, y)
	}
	for p := spacesPane; p <= sessionsPane; p++ {
		if m.at.panes[p].contains(x, y) {
			return p, true
		}
	}
	return 0, false
}

func (m *Model) sheetAt(p pane) sheet {
	if m.view != browseView {
		return m.list()
	}
	return m.lists.pane(p)
}

func (m *Model) clicked(x, y int) tea.Cmd {
	switch {
	case m.overlay.open():
		return nil
	case m.at.tabs.contains(x, y):
		if v := tabAt(x); v >= 0 {
			return m.show(v)
		}
	case m.at.header.contains(x, y):
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
	return tea.Batch(cmd, m.clickedIn(m.sheetAt(p), r, x, y))
}

func (m *Model) clickedIn(l sheet, r rect, x, y int) tea.Cmd {
	in := r.inner()
	row := y - in.y
	if r.h > 3 {
		row--
	}
	if row < 0 {
		return m.headingClicked(l, in, x)
	}
	i := l.line(row)
	if i < 0 || y >= in.y+in.h {
		return nil
	}
	l.moveTo(i)
	k, _ := l.selected()
	twice := m.click.key == k && m.now.Sub(m.click.at) <= doubleClick
	m.click = lastClick{k, m.now}
	if twice && m.whyNot(keymap.Open) == "" {
		return m.open()
	}
	return m.moved()
}

func (m *Model) headingClicked(l sheet, in rect, x int) tea.Cmd {
	i := l.columnAt(l.fit(in.w), x-in.x)
	if i < 0 {
		return nil
	}
	if name := l.columnName(i); name != "" && l.sortBy(name, true) == nil {
		return m.rearrange()
	}
	return nil
}

// counterClicked shows the environments that a counter of the header counts.
func (m *Model) counterClicked(x int) tea.Cmd {
	switch m.counterAt(x) {
	case 0:
		return m.useScope(Scope{View: "environments", Filter: "status:running"})
	case 1:
		return m.useScope(Scope{View: "environments", Filter: "status:running sessions:0", Sort: "-unused"})
	case 2:
		return m.useScope(Scope{View: "environments", Filter: "status:failed"})
	case 3:
		return m.show(sessionsView)
	}
	return nil
}

// counterAt is the counter at cell x of the header: running, unused, failed, sessions; -1 beside them.
func (m *Model) counterAt(x int) int {
	if x < m.countersAt.x || x >= m.countersAt.x+m.countersAt.w {
		return -1
	}
	at := m.countersAt.x
	t := m.inv.Totals(fetch.Path{})
	kinds := []int{0}
	if t.Unused > 0 {
		kinds = append(kinds, 1)
	}
	if t.Failed > 0 {
		kinds = append(kinds, 2)
	}
	kinds = append(kinds, 3)
	for i, p := range m.counters() {
		_, w := m.canvas.fit(p.text, 1<<20)
		if at += w; x < at {
			return kinds[i]
		}
	}
	return -1
}
