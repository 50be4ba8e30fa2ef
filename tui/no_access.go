package tui

import (
	"catwatch/fetch/types"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// newNoAccess shows which lists are refused, why, and when they are tried again.
func newNoAccess(*Model, table.Subject) layer {
	return &reader{heading: "Lists without access", lines: (*Model).noAccessLines}
}

func (m *Model) noAccessLines() (lines []textLine) {
	m.noAccessLists(func(p types.Path, sentence string) {
		l, _ := m.inv.List(p)
		if wait := l.Retry.Sub(m.now); wait > 0 {
			sentence += " " + m.theme.Dot + " tried again in " + cell.Duration(wait)
		}
		if len(lines) > 0 {
			lines = append(lines, textLine{})
		}
		lines = append(lines, textLine{bodyRole: styles.Strong, body: listName(p)}, textLine{bodyRole: styles.Text, body: sentence})
	})
	if len(lines) == 0 {
		return []textLine{{bodyRole: styles.Text, body: "Every list can be read."}}
	}
	return lines
}

// noAccessLists visits the lists without access in their order on screen.
func (m *Model) noAccessLists(visit func(p types.Path, sentence string)) {
	see := func(p types.Path) bool {
		l, _ := m.inv.List(p)
		refused := noAccess(l)
		if refused {
			visit(p, l.Err.Sentence)
		}
		return refused
	}
	if see(types.Path{}) {
		return
	}
	spaces, _ := m.inv.List(types.Path{})
	for _, s := range spaces.Items.Spaces {
		space := types.Path{Space: s.Name}
		if see(space) {
			continue
		}
		projects, _ := m.inv.List(space)
		for _, p := range projects.Items.Projects {
			see(types.Path{Space: s.Name, Project: p.Name})
		}
	}
	for e := range m.inv.DevEnvs() {
		if e.Status == types.Running {
			see(e.Path())
		}
	}
}

func listName(p types.Path) string {
	if p == (types.Path{}) {
		return "spaces"
	}
	return p.String()
}
