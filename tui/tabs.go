package tui

import (
	"catwatch/styles"
	"catwatch/tui/cell"
)

// tabs is the line of the views.
func (m *Model) tabs(c *cell.Canvas, w int) {
	c.Gap(margin, styles.Plain)
	for i, text := range m.tabTexts() {
		role := styles.Dim
		if viewID(i) == m.view {
			role = styles.Tab
		}
		c.Put(role, styles.Plain, text, c.Left(w))
		c.Gap(min(tabGap, c.Left(w)), styles.Plain)
	}
}

// tabGap is the cells between two tabs.
const tabGap = 1

// tabTexts are the tabs with their keys. If there is no room for all names, only the open view has its own, since a key
// without a name still says where it leads; a view without a key keeps its name.
func (m *Model) tabTexts() []string {
	texts, width := make([]string, len(m.views)), margin
	for i, v := range m.views {
		if key := m.keys.Key(v.action); key != "" {
			texts[i] = " " + key + " " + v.tab + " "
		} else {
			texts[i] = " " + v.tab + " "
		}
		width += cell.TextWidth(texts[i]) + tabGap
	}
	if width <= m.width {
		return texts
	}
	for i, v := range m.views {
		if key := m.keys.Key(v.action); key != "" && viewID(i) != m.view {
			texts[i] = " " + key + " "
		}
	}
	return texts
}

// tabAt is the view whose tab covers cell x.
func (m *Model) tabAt(x int) (v viewID, ok bool) {
	at := margin
	for i, text := range m.tabTexts() {
		n := cell.TextWidth(text)
		if x >= at && x < at+n {
			return viewID(i), true
		}
		at += n + tabGap
	}
	return 0, false
}
