package tui

import (
	"net/url"
	"os/exec"
	"runtime"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch"
)

// newCopyPicker offers what can be copied of the row under the cursor.
func newCopyPicker(m *Model) layer { return newCopyPickerOf(m, m.list().subject()) }

func newCopyPickerOf(m *Model, s subject) layer {
	p := &picker{heading: "Copy", item: s.key}
	for _, c := range m.copyable(s) {
		p.choices = append(p.choices, choice{label: c.what, note: c.note(), hot: c.hot, take: func(m *Model) tea.Cmd {
			return m.copy(c)
		}})
	}
	return p
}

// copyable is one thing that can be copied.
type copyable struct{ what, hot, text string }

func (c copyable) note() string {
	if len(c.text) > 48 {
		return ""
	}
	return c.text
}

func (m *Model) copyable(s subject) []copyable {
	var cs []copyable
	add := func(what, hot, text string) {
		if text != "" {
			cs = append(cs, copyable{what, hot, text})
		}
	}
	p := s.key.path
	switch {
	case s.session != nil:
		add("id", "i", s.session.ID)
		add("path", "p", p.String()+"/"+s.session.ID)
	case s.env != nil:
		add("id", "i", s.env.ID)
		add("name", "n", s.env.Name())
		add("path", "p", p.String())
	case s.project != nil:
		add("name", "n", s.project.Name)
		add("path", "p", p.String())
	case s.space != nil:
		add("name", "n", s.space.Name)
	}
	add("link", "c", consoleURL(p))
	if s.space != nil || s.project != nil || s.env != nil || s.change != nil {
		add("json", "j", m.json(s))
	}
	return cs
}

// copy sends text to the terminal's clipboard. The terminal does not answer, so nothing more than sending is claimed.
func (m *Model) copy(c copyable) tea.Cmd {
	shown := c.text
	if c.what == "json" {
		shown = "the JSON"
	}
	m.say("Sent to the clipboard: " + shown)
	return m.clipboard(c.text)
}

// clipboard writes OSC 52. Inside tmux and screen Bubble Tea's own sequence is enough where they are set to pass it on;
// it is the renderer's to write, so that it cannot fall between the pieces of a frame.
func (m *Model) clipboard(text string) tea.Cmd { return tea.SetClipboard(text) }

// consoleURL is the page of the CodeCatalyst console for p; environments and sessions share their project's.
func consoleURL(p fetch.Path) string {
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

// console opens the page in a browser. The launcher gets no terminal: whatever it prints must not land on the screen.
func (m *Model) console() tea.Cmd {
	return browse(consoleURL(m.list().subject().key.path))
}

func browse(link string) tea.Cmd {
	if link == "" {
		return nil
	}
	return func() tea.Msg {
		name, args := launcher()
		cmd := exec.Command(name, append(args, link)...)
		if err := cmd.Start(); err != nil {
			return outcome("No browser could be started; the page is " + link)
		}
		go func() { _ = cmd.Wait() }() // reaped, so that it leaves no zombie behind for days
		return outcome("Opening " + link)
	}
}

func launcher() (string, []string) {
	switch runtime.GOOS {
	case "darwin":
		return "open", nil
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler"}
	}
	return "xdg-open", nil
}
