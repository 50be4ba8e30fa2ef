package tui

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/styles"
	"catwatch/tui/cell"
)

// View returns the frame. Bubble Tea asks for it after every message, so it is drawn again only if something changed.
func (m *Model) View() tea.View {
	content, title := m.frame.get(func() (string, string) { return m.draw(), m.title() })
	v := tea.NewView(content)
	v.AltScreen, v.ReportFocus = true, true
	v.WindowTitle = title
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.Cursor = m.cursor()
	return v
}

func (m *Model) title() string {
	t := m.inv.Totals(types.Path{})
	return "catwatch " + m.theme.Running + " " + total(m.theme, t.Running, t)
}

// total is one of the counts of t, marked if it is as it was some time ago, or a lower bound.
func total(theme *styles.Theme, n int, t inventory.Totals) string {
	switch {
	case t.Dated:
		return theme.About + count(n)
	case t.AtLeast:
		return theme.AtLeast + count(n)
	}
	return count(n)
}

func (m *Model) lay() {
	m.at = lay(m.width, m.height, m.view == browseView, m.prompts(), m.pane)
	m.resizeLists()
	m.overlay.resize(m)
}

// prompts reports whether there is a filter or something being typed that needs a line.
func (m *Model) prompts() bool {
	return m.prompt.purpose == typingFilter || m.prompt.purpose == typingCommand || m.list().Filtered() != ""
}

func (m *Model) draw() string {
	c := &m.canvas
	c.Reset(m.now)
	if m.width == 0 || m.height == 0 {
		return ""
	}
	if m.at.tooSmall {
		return m.drawTooSmall(c)
	}
	m.drawLine(c, m.at.header, m.header)
	m.drawLine(c, m.at.tabs, m.tabs)
	m.drawLine(c, m.at.crumbs, m.crumbs)
	m.drawLine(c, m.at.prompt, m.promptLine)
	m.drawBody(c)
	m.drawLine(c, m.at.detail, m.detail)
	m.drawLine(c, m.at.footer, m.footer)
	c.Off()
	return m.overlay.over(m, c.String())
}

// drawLine writes one line of the screen, if the layout has room for it.
func (m *Model) drawLine(c *cell.Canvas, r cell.Rect, write func(c *cell.Canvas, w int)) {
	if r.H == 0 {
		return
	}
	c.Begin()
	write(c, r.W)
	c.Until(r.W)
	if r.Y < m.height-1 {
		c.Newline()
	}
}

func (m *Model) drawBody(c *cell.Canvas) {
	boxes := m.boxes()
	for y := range m.at.body.H {
		for i := range boxes {
			boxes[i].Line(c, y)
		}
		c.Newline()
	}
}

func (m *Model) drawTooSmall(c *cell.Canvas) string {
	c.Begin()
	c.Put(styles.Text, styles.Plain, tooSmall(m.width, m.height, c.Times), m.width)
	c.Until(m.width)
	c.Off()
	return c.String()
}

// tooSmall says how large the terminal is and how large it must be.
func tooSmall(w, h int, times string) string {
	size := func(w, h int) string { return strconv.Itoa(w) + times + strconv.Itoa(h) }
	return "Terminal is " + size(w, h) + "; needs " + size(minWidth, minHeight) + ". q quits"
}
