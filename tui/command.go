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
	place := m.keys.Binding(a).Place
	switch {
	case rest != "" || place == keymap.Command:
		return m.commandWith(a, rest)
	case a == keymap.Quit || a == keymap.Interrupt:
		return tea.Quit
	case m.overlay.open() && place&keymap.Reader != 0:
		return m.overlay.act(m, a, "")
	}
	return m.act(a)
}

// resolve finds the action a name, or the beginning of only one name, stands for.
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
		return "", "There is no command " + name + ": " + m.keys.Key(keymap.Help) + " lists them"
	case 1:
		return keymap.Action(found[0]), ""
	}
	return "", name + " could be " + strings.Join(found, ", ")
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

func (m *Model) commandWith(a keymap.Action, arg string) tea.Cmd {
	switch a {
	case keymap.Interval:
		return m.setDuration(arg, &m.opts.Interval, time.Second, "Reading what you look at every ", m.opts.Source.SetInterval)
	case keymap.Idle:
		return m.setDuration(arg, &m.opts.Idle, 0, "Unused environments need attention after ", nil)
	case keymap.Budget:
		m.setBudget(arg)
	case keymap.Sort:
		return m.sortCommand(arg)
	case keymap.Filter:
		return m.filterCommand(arg)
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
	case keymap.Reload:
		return m.reconfigure()
	default:
		m.complain(string(a) + " takes nothing after it")
	}
	return nil
}

func (m *Model) setDuration(arg string, to *time.Duration, least time.Duration, said string, tell func(time.Duration)) tea.Cmd {
	if arg == "" {
		m.say(said + duration(*to))
		return nil
	}
	d, err := time.ParseDuration(arg)
	if err != nil || d < least {
		m.complain(fmt.Sprintf("%q is not a time of at least %s, such as 10s or 2m", arg, duration(least)))
		return nil
	}
	*to = d
	if tell != nil {
		tell(d)
	}
	m.say(said + duration(d))
	return nil
}

// duration is a length of time as people write it: 2m, not 2m0s.
func duration(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
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

// sortCommand sorts by a column as the picker does; with a minus before it the largest come first.
func (m *Model) sortCommand(arg string) tea.Cmd {
	if !strings.HasPrefix(arg, "-") {
		return m.sortBy(arg)
	}
	if err := sortAs(m.list(), arg); err != nil {
		m.complain(err.Error())
		return nil
	}
	return m.rearrange()
}

func (m *Model) filterCommand(arg string) tea.Cmd {
	cmd := m.filterBy(arg)
	m.lay()
	return tea.Batch(cmd, m.filterEntered())
}

func (m *Model) columnsCommand(arg string) tea.Cmd {
	names := strings.FieldsFunc(arg, func(r rune) bool { return r == ',' || r == ' ' })
	if err := m.list().ChooseColumns(names); err != nil {
		m.complain(err.Error())
		return nil
	}
	if len(names) == 0 {
		m.say("The usual columns; there are " + strings.Join(m.list().ColumnNames(), ", "))
	}
	return nil
}

func (m *Model) setTheme(name string) {
	switch {
	case name == "":
		m.say("The theme is " + m.theme.Name + "; there are " + strings.Join(styles.Names(), ", "))
		return
	case !styles.Known(name):
		m.complain("There is no theme " + name + ": " + strings.Join(styles.Names(), ", "))
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
	for _, c := range m.copyables() {
		if c.what == what {
			return m.copy(c)
		}
	}
	m.complain("Here can be copied: " + strings.Join(m.copyNames(), ", "))
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
	filter := m.filterBy(s.Filter)
	if m.prompt.problem != "" {
		m.complain("Scope " + s.Name + ": " + m.prompt.problem)
		m.prompt.problem = ""
	}
	m.lay()
	if s.Sort == "" {
		return tea.Batch(show, filter)
	}
	m.complainIf(sortAs(m.list(), s.Sort), "Scope "+s.Name)
	return tea.Batch(show, filter, m.rearrange())
}

// completions are what a typed line could become.
func (m *Model) completions(text string) []string {
	if m.prompt.purpose == typingFilter {
		return m.filterCompletions(text)
	}
	name, arg, more := strings.Cut(text, " ")
	if !more {
		return m.commandsFrom(name)
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
		return m.list().Sortable()
	case keymap.Columns:
		return m.list().ColumnNames()
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
		return m.copyNames()
	case keymap.Notify:
		return []string{"failed", "unused>30m", "status:running", "off"}
	case keymap.Interval:
		return []string{"5s", "10s", "30s", "1m"}
	}
	return nil
}
