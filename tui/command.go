package tui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/keymap"
	"catwatch/styles"
)

// command carries out a line typed after the colon.
func (m *Model) command(line string) tea.Cmd {
	name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	rest = strings.TrimSpace(rest)
	if name == "" {
		return nil
	}
	a, problem := m.resolve(name)
	if problem != "" {
		m.complain(problem)
		return nil
	}
	if rest == "" && m.keys.Binding(a).Place != keymap.Command {
		return m.act(a)
	}
	return m.commandWith(a, rest)
}

// resolve finds the action a name, or the beginning of only one name, stands for.
func (m *Model) resolve(name string) (keymap.Action, string) {
	if name == "q!" {
		return keymap.Quit, ""
	}
	if m.keys.Known(name) {
		return keymap.Action(name), ""
	}
	var found []string
	for _, b := range m.keys.All() {
		if strings.HasPrefix(string(b.Action), name) {
			found = append(found, string(b.Action))
		}
	}
	switch len(found) {
	case 0:
		return "", "There is no command " + name + ": " + m.keys.Key(keymap.Help) + " lists them"
	case 1:
		return keymap.Action(found[0]), ""
	}
	return "", name + " could be " + strings.Join(found, ", ")
}

func (m *Model) commandWith(a keymap.Action, arg string) tea.Cmd {
	switch a {
	case keymap.Interval:
		return m.setDuration(arg, &m.opts.Interval, time.Second, "Reading what you look at every ", m.opts.Source.SetInterval)
	case keymap.Idle:
		return m.setDuration(arg, &m.opts.Idle, time.Minute, "Unused environments need attention after ", nil)
	case keymap.Budget:
		m.setBudget(arg)
	case keymap.Sort:
		return m.sortCommand(arg)
	case keymap.Filter:
		cmd := m.filterBy(arg)
		m.lay()
		return cmd
	case keymap.Columns:
		return m.columnsCommand(arg)
	case keymap.Theme:
		m.setTheme(arg)
	case keymap.Copy:
		return m.copyCommand(arg)
	case keymap.Scope:
		return m.scopeCommand(arg)
	case keymap.Notify:
		m.notifyCommand(arg)
	case keymap.Profile:
		return m.profileCommand(arg)
	default:
		m.complain(string(a) + " takes nothing after it")
	}
	return nil
}

func (m *Model) setDuration(arg string, to *time.Duration, least time.Duration, said string, tell func(time.Duration)) tea.Cmd {
	if arg == "" {
		m.say(said + to.String())
		return nil
	}
	d, err := time.ParseDuration(arg)
	if err != nil || d < least {
		m.complain(fmt.Sprintf("%q is not a time of at least %s, such as 10s or 2m", arg, least))
		return nil
	}
	*to = d
	if tell != nil {
		tell(d)
	}
	m.say(said + d.String())
	return nil
}

func (m *Model) setBudget(arg string) {
	n, err := strconv.Atoi(arg)
	switch {
	case arg == "":
		m.say("The budget is " + strconv.Itoa(m.stats.Budget) + " calls a minute")
	case err != nil || n < 6:
		m.complain(fmt.Sprintf("%q is not a number of calls a minute of at least 6", arg))
	default:
		m.opts.Source.SetBudget(n)
		m.say("Reading again may take " + arg + " calls a minute")
	}
}

func (m *Model) sortCommand(arg string) tea.Cmd {
	name, down := strings.CutPrefix(arg, "-")
	if err := m.list().sortBy(name, false); err != nil {
		m.complain(err.Error())
		return nil
	}
	if down != m.list().sorting().down && down {
		_ = m.list().sortBy(name, true) // known to be there
	}
	return m.rearrange()
}

func (m *Model) columnsCommand(arg string) tea.Cmd {
	names := strings.FieldsFunc(arg, func(r rune) bool { return r == ',' || r == ' ' })
	if err := m.list().chooseColumns(names); err != nil {
		m.complain(err.Error())
		return nil
	}
	if len(names) == 0 {
		m.say("The usual columns; there are " + strings.Join(m.list().columnNames(), ", "))
	}
	return nil
}

func (m *Model) setTheme(name string) {
	if name == "" || !styles.Known(name) {
		m.complain("There are the themes " + strings.Join(styles.Names(), ", "))
		return
	}
	m.opts.Theme = name
	m.restyle()
}

func (m *Model) copyCommand(what string) tea.Cmd {
	if why := m.whyNot(keymap.Copy); why != "" {
		m.say(why)
		return nil
	}
	var names []string
	for _, c := range m.copyable(m.list().subject()) {
		if c.what == what {
			return m.copy(c)
		}
		names = append(names, c.what)
	}
	m.complain("Here can be copied: " + strings.Join(names, ", "))
	return nil
}

func (m *Model) scopeCommand(name string) tea.Cmd {
	var names []string
	for _, s := range m.opts.Scopes {
		if s.Name == name {
			return m.useScope(s)
		}
		names = append(names, s.Name)
	}
	if len(names) == 0 {
		m.say("No scopes are saved: they stand under [scopes] in the configuration file")
		return nil
	}
	m.say("Saved scopes: " + strings.Join(names, ", "))
	return nil
}

func (m *Model) useScope(s Scope) tea.Cmd {
	show := m.show(viewOf(s.View))
	cmd := m.filterBy(s.Filter)
	if m.prompt.problem != "" {
		m.complain("Scope " + s.Name + ": " + m.prompt.problem)
	}
	m.lay()
	if s.Sort != "" {
		return tea.Batch(show, cmd, m.sortCommand(s.Sort))
	}
	return tea.Batch(show, cmd)
}

// completions are what a typed line could become.
func (m *Model) completions(text string) []string {
	if m.prompt.purpose == typingFilter {
		return m.filterCompletions(text)
	}
	name, arg, more := strings.Cut(text, " ")
	var all []string
	if !more {
		for _, b := range m.keys.All() {
			all = append(all, string(b.Action))
		}
		slices.Sort(all)
		return starting(all, "", name)
	}
	return starting(m.arguments(keymap.Action(name)), name+" ", arg)
}

func starting(all []string, before, with string) []string {
	var found []string
	for _, s := range all {
		if strings.HasPrefix(s, with) {
			found = append(found, before+s)
		}
	}
	return found
}

func (m *Model) arguments(a keymap.Action) []string {
	switch a {
	case keymap.Sort:
		return m.list().sortable()
	case keymap.Columns:
		return m.list().columnNames()
	case keymap.Theme:
		return styles.Names()
	case keymap.Scope:
		var names []string
		for _, s := range m.opts.Scopes {
			names = append(names, s.Name)
		}
		return names
	case keymap.Profile:
		if m.opts.Identity != nil {
			return m.opts.Identity.Profiles()
		}
	case keymap.Copy:
		return []string{"id", "name", "path", "link", "json"}
	case keymap.Notify:
		return []string{"failed", "unused>30m", "status:running", "off"}
	case keymap.Interval:
		return []string{"5s", "10s", "30s", "1m"}
	}
	return nil
}
