package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

func scrollColumns(by int) handler {
	return func(m *Model, _ request) tea.Cmd {
		if !m.list().ScrollColumns(by) {
			m.say("No more columns that way")
		}
		return nil
	}
}

// mark toggles the mark of the row under the cursor and moves to the next.
func (m *Model) mark() tea.Cmd {
	m.list().ToggleMark()
	m.list().Move(1)
	return m.moved()
}

func (m *Model) unmark() tea.Cmd {
	m.list().Unmark()
	return nil
}

func (m *Model) toggleHidden() tea.Cmd {
	m.hidden = !m.hidden
	if m.hidden {
		m.say("Environments that are being deleted are shown")
	} else {
		m.say("Environments that are being deleted are hidden")
	}
	m.rebuildRows()
	return m.reload()
}

// filter has a filter typed, or takes the one that the command gives.
func (m *Model) filter(r request) tea.Cmd {
	if r.arg == "" {
		return m.startTyping(typingFilter, m.list().Filtered())
	}
	cmd := m.filterBy(r.arg)
	m.lay()
	return tea.Batch(cmd, m.filterEntered())
}

// sort lets a column be chosen, or sorts by the one that the command gives; with a minus before it the largest come
// first.
func (m *Model) sort(r request) tea.Cmd {
	switch {
	case r.arg == "":
		m.overlay.show(m, newSortPicker(m))
		return nil
	case !strings.HasPrefix(r.arg, "-"):
		return m.sortBy(r.arg)
	}
	if err := sortAs(m.list(), r.arg); err != nil {
		m.complain(err.Error())
		return nil
	}
	return m.rearrange()
}

func sortable(m *Model, _ string) []string { return m.list().Sortable() }

// defaultColumns is the argument that brings back the columns nobody chose.
const defaultColumns = "default"

// columns shows the columns named, or says which there are.
func (m *Model) columns(r request) tea.Cmd {
	names := strings.FieldsFunc(r.arg, func(c rune) bool { return c == ',' || c == ' ' })
	if len(names) == 0 {
		m.say(":columns " + defaultColumns + " restores the usual ones. Available: " + strings.Join(m.list().ColumnNames(), ", "))
		return nil
	}
	if r.arg == defaultColumns {
		names = nil
	}
	if err := m.list().ChooseColumns(names); err != nil {
		m.complain(err.Error())
	}
	return nil
}

func columnNames(m *Model, _ string) []string {
	return append(m.list().ColumnNames(), defaultColumns)
}
