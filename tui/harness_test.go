package tui_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/tui"
)

// source records what the screen asks for.
type source struct {
	focus   types.Path
	touched []types.Path
	all     int
	paused  bool
	every   time.Duration
	budget  int
	stats   types.Stats
}

func (s *source) Focus(p types.Path)          { s.focus = p }
func (s *source) Touch(p types.Path)          { s.touched = append(s.touched, p) }
func (s *source) Refresh()                    { s.all++ }
func (s *source) Pause(p bool)                { s.paused = p }
func (s *source) SetInterval(d time.Duration) { s.every = d }
func (s *source) SetBudget(n int)             { s.budget = n }
func (s *source) Stats() types.Stats          { return s.stats }

// screen is a model under test, driven the way Bubble Tea drives it.
type screen struct {
	t     testing.TB
	model *tui.Model
	src   *source
	now   time.Time
	sent  []tea.Msg // all messages that commands returned
}

func newScreen(t testing.TB, w, h int, change ...func(*tui.Options)) *screen {
	return newScreenWith(t, w, h, nil, change...)
}

// newScreenWith makes a screen that has views beside the registered ones.
func newScreenWith(t testing.TB, w, h int, more []tui.View, change ...func(*tui.Options)) *screen {
	keys, problems := keymap.New(nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s := &screen{t: t, src: &source{}, now: noon}
	o := tui.Options{Source: s.src, Keys: keys, Now: noon, Interval: 10 * time.Second, Idle: 15 * time.Minute, SignIn: tui.SignIn{Who: "ada@example.com", Profile: "codecatalyst"}}
	for _, c := range change {
		c(&o)
	}
	s.model = tui.NewWith(o, more...)
	s.send(tea.WindowSizeMsg{Width: w, Height: h})
	return s
}

func (s *screen) send(msg tea.Msg) {
	_, cmd := s.model.Update(msg)
	s.run(cmd)
	s.model.View()
}

// run runs a command, hands its messages to the model, and so on until nothing is left to run.
func (s *screen) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			s.run(c)
		}
	case tea.QuitMsg:
		s.sent = append(s.sent, msg)
	default:
		s.sent = append(s.sent, msg)
		_, next := s.model.Update(msg)
		s.run(next)
	}
}

// collect runs a command and returns its messages without handing them to the model.
func collect(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case nil:
		return nil
	case tea.BatchMsg:
		var all []tea.Msg
		for _, c := range msg {
			all = append(all, collect(c)...)
		}
		return all
	default:
		return []tea.Msg{msg}
	}
}

func (s *screen) view() string { return s.model.View().Content }

// keys types key names as Bubble Tea spells them, or text after a quote: `/`, `'api`, `enter`.
func (s *screen) keys(names ...string) {
	for _, n := range names {
		if len(n) > 1 && n[0] == '\'' {
			for _, r := range n[1:] {
				s.send(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			continue
		}
		s.send(press(n))
	}
}

func press(name string) tea.KeyPressMsg {
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft,
		"right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd,
		"space": tea.KeySpace, "backspace": tea.KeyBackspace,
	}
	if code, ok := special[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if len(name) > 5 && name[:5] == "ctrl+" {
		return tea.KeyPressMsg{Code: rune(name[5]), Mod: tea.ModCtrl}
	}
	if name == "shift+tab" {
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	r := []rune(name)[0]
	return tea.KeyPressMsg{Code: r, Text: name}
}

// events delivers states of lists, one second after the last.
func (s *screen) events(list ...types.Event) {
	s.now = s.now.Add(time.Second)
	for i := range list {
		if list[i].At.IsZero() && list[i].Err == nil {
			list[i].At = s.now
		}
	}
	s.send(tui.Events{At: s.now, List: list})
}

func (s *screen) resize(w, h int) { s.send(tea.WindowSizeMsg{Width: w, Height: h}) }

func eventsOf(at time.Time, list ...types.Event) tui.Events { return tui.Events{At: at, List: list} }

// tick lets the clock tick once, d later, and runs the commands that follow, except for the wait for the next tick.
func (s *screen) tick(d time.Duration) {
	s.now = s.now.Add(d)
	s.run(s.model.Advance(s.now, s.src.stats))
	s.model.View()
}

// wait lets the clock tick once, d later, and runs no commands.
func (s *screen) wait(d time.Duration) {
	s.now = s.now.Add(d)
	s.model.Tick(s.now, s.src.stats)
	s.model.View()
}

func (s *screen) click(x, y int) { s.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }

func (s *screen) text() string { return ansi.Strip(s.view()) }

func (s *screen) shows(parts ...string) {
	s.t.Helper()
	for _, p := range parts {
		if !strings.Contains(s.text(), p) {
			s.t.Errorf("the screen lacks %q:\n%s", p, s.text())
		}
	}
}

func (s *screen) lacks(parts ...string) {
	s.t.Helper()
	for _, p := range parts {
		if strings.Contains(s.text(), p) {
			s.t.Errorf("the screen shows %q:\n%s", p, s.text())
		}
	}
}

// cursorRow is the text of the row under the cursor in the pane whose title begins with title.
func (s *screen) cursorRow(title string) string {
	s.t.Helper()
	lines := strings.Split(s.text(), "\n")
	for y, l := range lines {
		if i := strings.Index(l, title); i >= 0 {
			from := ansi.StringWidth(l[:i]) - 2
			for _, row := range lines[y+1:] {
				cell := ansi.TruncateLeft(row, from, "")
				if strings.HasPrefix(cell, "│▌") {
					return strings.TrimSpace(strings.Split(cell[len("│▌"):], "│")[0])
				}
			}
		}
	}
	return ""
}

// firstRows are the first n lines inside the frame of a view that is not Browse.
func (s *screen) firstRows(n int) []string {
	var rows []string
	for _, l := range strings.Split(s.text(), "\n") {
		if strings.HasPrefix(l, "│") && !strings.Contains(l, "NAME") && len(rows) < n {
			rows = append(rows, l)
		}
	}
	return rows
}

// paneBelow is the text in the pane with that title, its lines joined.
func (s *screen) paneBelow(title string) string {
	var words []string
	x := -1
	for _, line := range strings.Split(s.text(), "\n") {
		if before, _, ok := strings.Cut(line, "╭ "+title); ok {
			x = strings.Count(before, "╭")
		} else if panes := strings.Split(line, "││"); x >= 0 && x < len(panes) {
			words = append(words, strings.Fields(strings.Trim(panes[x], "│"))...)
		}
	}
	return strings.Join(words, " ")
}

// raws are the sequences written to the terminal without the renderer.
func (s *screen) raws() (all []string) {
	for _, msg := range s.sent {
		if raw, ok := msg.(tea.RawMsg); ok {
			all = append(all, raw.Msg.(string))
		}
	}
	return all
}

// rings checks how many alerts reached the terminal.
func (s *screen) rings(want int) {
	s.t.Helper()
	got := 0
	for _, msg := range s.sent {
		if raw, ok := msg.(tea.RawMsg); ok && strings.Contains(raw.Msg.(string), "\a") {
			got++
		}
	}
	if got != want {
		s.t.Errorf("rang %d times, want %d", got, want)
	}
}

// identity records sign-ins and switches.
type identity struct {
	logins, cancels int
	to              string
}

func (i *identity) Login() tea.Cmd     { i.logins++; return nil }
func (i *identity) CancelLogin()       { i.cancels++ }
func (i *identity) Profiles() []string { return []string{"work", "home"} }
func (i *identity) Switch(p string) tea.Cmd {
	i.to = p
	return nil
}

// reporter is a test, or one try of a test with random input.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

func checkFrame(t reporter, frame string, w, h int) {
	t.Helper()
	lines := strings.Split(frame, "\n")
	if len(lines) > h || len(lines) < h && w >= 40 && h >= 8 {
		t.Errorf("%d lines, want %d", len(lines), h)
	}
	for i, l := range lines {
		if got := ansi.WcWidth.StringWidth(l); got != w {
			t.Fatalf("line %d has %d cells, want %d: %q", i, got, w, ansi.Strip(l))
		}
	}
}

// elapse advances a synctest bubble's clock by d and waits until all its goroutines are blocked. No real time passes: outside
// a bubble it panics.
func elapse(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// long leaves a test that takes much longer than others out of the edit loop, go test -short.
func long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
}
