package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// scope uses the saved scope that the command names, or lets one be chosen.
func (m *Model) scope(r request) tea.Cmd {
	for _, s := range m.opts.Scopes {
		if s.Name == r.arg {
			return m.useScope(s)
		}
	}
	if r.arg != "" {
		m.complain("No scope " + strconv.Quote(r.arg) + ". Available: " + strings.Join(scopeNames(m, ""), ", "))
		return nil
	}
	p := &picker{heading: "Saved scopes"}
	for _, s := range m.opts.Scopes {
		p.choices = append(p.choices, choice{label: s.Name, note: s.Filter, take: func(m *Model) tea.Cmd { return m.useScope(s) }})
	}
	m.overlay.show(m, p)
	return nil
}

func scopeNames(m *Model, _ string) (names []string) {
	for _, s := range m.opts.Scopes {
		names = append(names, s.Name)
	}
	return names
}

// useScope shows a scope's view, filtered and sorted as it says. In Browse a scope is about dev environments.
func (m *Model) useScope(s Scope) tea.Cmd {
	cmds := []tea.Cmd{m.show(m.viewOf(s.View))}
	if m.view == browseView && m.pane != devEnvsPane {
		cmds = append(cmds, m.focusPane(devEnvsPane))
	}
	cmds = append(cmds, m.filterBy(s.Filter))
	if m.prompt.problem != "" {
		m.complain("Scope " + s.Name + ": " + m.prompt.problem)
		m.prompt.problem = ""
	}
	m.lay()
	if s.Sort != "" {
		m.complainIf(sortAs(m.list(), s.Sort), "Scope "+s.Name)
		cmds = append(cmds, m.rearrange())
	}
	return tea.Batch(cmds...)
}
