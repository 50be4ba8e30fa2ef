package tui

import (
	"net/url"
	"strings"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// newCopyPicker offers what can be copied: of the marked rows where there are some, else of the one under the cursor.
func newCopyPicker(m *Model) layer {
	p := picks(m, m.copyables())
	if _, _, marked := m.list().Count(); marked > 0 {
		p.heading = "Copy of " + cell.Itoa(marked) + " marked"
		return p
	}
	p.item = m.list().Subject().Key
	return p
}

func newCopyPickerOf(m *Model, s table.Subject) layer {
	p := picks(m, m.copyable(s))
	p.item = s.Key
	return p
}

func picks(m *Model, cs []copyable) *picker {
	p := &picker{heading: "Copy"}
	for _, c := range cs {
		p.choices = append(p.choices, choice{label: c.what, note: c.note(), hot: c.hot, take: func(m *Model) tea.Cmd {
			return m.copy(c)
		}})
	}
	return p
}

// copyable is one thing that can be copied.
type copyable struct{ what, hot, text string }

// note shows what would be copied, as far as one line can.
func (c copyable) note() string {
	lines := strings.Count(c.text, "\n") + 1
	switch {
	case c.what == "json":
		return ""
	case lines > 1:
		return cell.Itoa(lines) + " lines"
	}
	return c.text
}

// copyables are what can be copied of the marked rows, a line each, or of the row under the cursor.
func (m *Model) copyables() []copyable {
	marked := m.list().MarkedSubjects()
	if len(marked) == 0 {
		return m.copyable(m.list().Subject())
	}
	all := m.copyable(marked[0])
	for i := range all {
		for _, s := range marked[1:] {
			for _, c := range m.copyable(s) {
				if c.what == all[i].what {
					all[i].text += "\n" + c.text
				}
			}
		}
	}
	return all
}

// copyNames are what the command can be given.
func (m *Model) copyNames() (names []string) {
	for _, c := range m.copyable(m.list().Subject()) {
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

// copy sends text to the terminal's clipboard. The terminal does not answer, so nothing more than sending is claimed.
func (m *Model) copy(c copyable) tea.Cmd {
	lines, shown := strings.Count(c.text, "\n")+1, ": "+c.text
	switch {
	case c.what == "json":
		shown = ""
	case lines > 1:
		shown = " of " + cell.Itoa(lines) + " rows"
	}
	m.say("Sent to the clipboard: the " + c.what + shown)
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

// console opens the page in a browser.
func (m *Model) console() tea.Cmd {
	return m.browseTo(consoleURL(m.list().Subject().Key.Path))
}

// browseTo opens a page in a browser, off the screen's goroutine, since launchers take their time.
func (m *Model) browseTo(link string) tea.Cmd {
	open := m.opts.Open
	switch {
	case link == "":
		m.say("This has no page in the console")
		return nil
	case open == nil:
		m.say("No browser can be started here; the page is " + link)
		return nil
	}
	m.say("Opening " + link)
	return func() tea.Msg {
		if err := open(link); err != nil {
			return outcome("No browser could be started; the page is " + link)
		}
		return nil
	}
}
