package tui

import (
	"net/url"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/tui/table"
)

// copyOf copies what the command names, or offers what there is to copy.
func (m *Model) copyOf(r request) tea.Cmd {
	all, marked := m.copyables(r.on)
	for _, c := range all {
		if c.what == r.arg {
			return m.copy(c)
		}
	}
	if r.arg != "" {
		m.complain("Cannot copy " + r.arg + " here. Available: " + strings.Join(copyNames(m, ""), ", "))
		return nil
	}
	p := &picker{heading: "Copy", item: r.on.Key}
	if marked > 0 {
		p.heading, p.item = "Copy of "+strconv.Itoa(marked)+" marked", table.Key{}
	}
	for _, c := range all {
		p.choices = append(p.choices, choice{label: c.what, note: c.note(), hot: c.hot, take: func(m *Model) tea.Cmd { return m.copy(c) }})
	}
	m.overlay.show(m, p)
	return nil
}

// copyable is one thing that can be copied.
type copyable struct{ what, hot, text string }

// note shows what would be copied, as far as that fits one line.
func (c copyable) note() string {
	lines := strings.Count(c.text, "\n") + 1
	switch {
	case c.what == "json":
		return ""
	case lines > 1:
		return strconv.Itoa(lines) + " lines"
	}
	return c.text
}

// copyables are what can be copied of the marked rows, a line each, where there are some and no text is about one row
// alone; else of that row.
func (m *Model) copyables(on table.Subject) (all []copyable, marked int) {
	rows := m.list().MarkedSubjects()
	if len(rows) == 0 || m.overlay.text() != nil {
		return m.copyable(on), 0
	}
	all = m.copyable(rows[0])
	for i := range all {
		for _, s := range rows[1:] {
			for _, c := range m.copyable(s) {
				if c.what == all[i].what {
					all[i].text += "\n" + c.text
				}
			}
		}
	}
	return all, len(rows)
}

// copyNames are the arguments that the command takes here.
func copyNames(m *Model, _ string) (names []string) {
	for _, c := range m.copyable(m.subject(keymap.Copy)) {
		names = append(names, c.what)
	}
	return names
}

func (m *Model) copyable(s table.Subject) []copyable {
	var cs []copyable
	add := func(what, hot, text string) {
		if text != "" {
			cs = append(cs, copyable{what, hot, text})
		}
	}
	p := s.Key.Path
	for _, f := range s.Fields {
		add(f.Name, "", f.Value)
	}
	switch {
	case s.Session != nil:
		add("id", "i", s.Session.ID)
		add("path", "p", p.String()+"/"+s.Session.ID)
	case s.Env != nil:
		add("id", "i", s.Env.ID)
		add("name", "n", s.Env.Name())
		add("path", "p", p.String())
	case s.Project != nil:
		add("name", "n", s.Project.Name)
		add("path", "p", p.String())
	case s.Space != nil:
		add("name", "n", s.Space.Name)
	case s.Change != nil:
		add("name", "n", s.Change.Name)
		add("path", "p", p.String())
	}
	add("link", "c", consoleURL(p))
	if s.Some() {
		add("json", "J", m.json(s))
	}
	return cs
}

// copy sends text to the terminal's clipboard. The terminal does not answer, so whether it took the text is unknown.
func (m *Model) copy(c copyable) tea.Cmd {
	lines, shown := strings.Count(c.text, "\n")+1, ": "+c.text
	switch {
	case c.what == "json":
		shown = ""
	case lines > 1:
		shown = " of " + strconv.Itoa(lines) + " rows"
	}
	name := c.what
	if name == "id" || name == "json" {
		name = strings.ToUpper(name)
	}
	m.say("Copied " + name + shown)
	return m.terminal.clipboard(c.text)
}

// consoleURL is the page of the CodeCatalyst console for p; environments and sessions share their project's.
func consoleURL(p types.Path) string {
	base := "https://codecatalyst.aws/spaces/" + url.PathEscape(p.Space)
	switch {
	case p.Space == "":
		return ""
	case p.Project == "":
		return base + "/view"
	case p.DevEnv == "":
		return base + "/projects/" + url.PathEscape(p.Project) + "/view"
	}
	return base + "/projects/" + url.PathEscape(p.Project) + "/dev-environments"
}

// console opens the page of the CodeCatalyst console in a browser.
func (m *Model) console(r request) tea.Cmd { return m.browseTo(consoleURL(r.on.Key.Path)) }

// browseTo opens a page in a browser, off the screen's goroutine, since launchers take their time.
func (m *Model) browseTo(link string) tea.Cmd {
	open := m.opts.Open
	if open == nil {
		m.say("No browser here. Open " + link)
		return nil
	}
	m.say("Opening " + link)
	return func() tea.Msg {
		if err := open(link); err != nil {
			return outcome("The browser did not start. Open " + link)
		}
		return nil
	}
}
