package tui

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"catwatch/keymap"
)

// command carries out a line typed after the colon.
func (m *Model) command(line string) tea.Cmd {
	name, arg, _ := strings.Cut(strings.TrimSpace(line), " ")
	if name == "" {
		return nil
	}
	a, problem := m.resolve(name)
	b, arg := m.keys.Binding(a), strings.TrimSpace(arg)
	switch {
	case problem != "":
		m.complain(problem)
		return nil
	case arg != "" && b.Args == "":
		m.complain(string(a) + " takes no argument")
		return nil
	case m.overlay.open() && arg == "" && b.Place&keymap.Reader != 0:
		return m.overlay.act(m, a, "")
	}
	return m.do(a, request{m.subject(a), arg})
}

// resolve finds the action a name, or the beginning of only one name, stands for. One that can do harm needs its whole
// name, since a letter too few must never run it.
func (m *Model) resolve(name string) (keymap.Action, string) {
	if name == "q" || name == "q!" {
		return keymap.Quit, ""
	}
	if m.keys.Known(name) {
		return m.keys.Binding(keymap.Action(name)).Action, ""
	}
	found := m.commandsFrom(name)
	switch len(found) {
	case 0:
		return "", "No command " + strconv.Quote(name) + ". Press " + m.keys.Key(keymap.Help) + " for all of them"
	case 1:
		if a := keymap.Action(found[0]); m.keys.Binding(a).Danger == keymap.Safe {
			return a, ""
		}
		return "", "Type " + found[0] + " in full"
	}
	return "", name + " is ambiguous: " + strings.Join(found, ", ")
}

// commandsFrom are the commands whose names begin so, sorted.
func (m *Model) commandsFrom(beginning string) []string {
	var found []string
	for _, b := range m.keys.All() {
		if strings.HasPrefix(string(b.Action), beginning) {
			found = append(found, string(b.Action))
		}
	}
	slices.Sort(found)
	return found
}

// completions are what a typed line could be completed to.
func (m *Model) completions(text string) []string {
	if m.prompt.purpose == typingFilter {
		return m.filterCompletions(text)
	}
	name, arg, more := strings.Cut(text, " ")
	if !more {
		return m.commandsFrom(name)
	}
	a, problem := m.resolve(name)
	if problem != "" || m.actions[a].complete == nil {
		return nil
	}
	var lines []string
	for _, c := range m.actions[a].complete(m, arg) {
		if strings.HasPrefix(c, arg) {
			lines = append(lines, name+" "+c)
		}
	}
	return lines
}
