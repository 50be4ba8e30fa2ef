package tui_test

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/tui"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

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
	sent  []tea.Msg // what commands returned that is not for the model
}

func newScreen(t testing.TB, w, h int, change ...func(*tui.Options)) *screen {
	keys, problems := keymap.New(nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s := &screen{t: t, src: &source{}, now: noon}
	o := tui.Options{Source: s.src, Keys: keys, Now: noon, Interval: 10 * time.Second, Idle: 15 * time.Minute, SignIn: tui.SignIn{Who: "ada@example.com", Profile: "codecatalyst"}}
	for _, c := range change {
		c(&o)
	}
	s.model = tui.New(o)
	s.send(tea.WindowSizeMsg{Width: w, Height: h})
	return s
}

func (s *screen) send(msg tea.Msg) {
	_, cmd := s.model.Update(msg)
	s.run(cmd)
	s.model.View()
}

// run carries out what a command does at once; the clock's commands, which wait, are left alone.
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

// fleet fills the screen: spaces × projects × environments, every tenth RUNNING, the runnings with 0 to 2 sessions.
func (s *screen) fleet(spaces, projects, envs int) {
	s.events(fleetEvents(spaces, projects, envs)...)
}

func fleetEvents(spaces, projects, envs int) []types.Event {
	var all []types.Event
	top := types.Event{At: noon}
	for i := range spaces {
		space := fmt.Sprintf("space-%d", i)
		top.Items.Spaces = append(top.Items.Spaces, types.Space{Name: space, Region: types.MakeText("us-west-2")})
		list := types.Event{Path: types.Path{Space: space}, At: noon}
		for j := range projects {
			project := fmt.Sprintf("project-%03d", j)
			list.Items.Projects = append(list.Items.Projects, types.Project{Name: project})
			all = append(all, envEvents(types.Path{Space: space, Project: project}, envs, i*projects*envs+j*envs)...)
		}
		all = append(all, list)
	}
	return append([]types.Event{top}, all...)
}

func envEvents(p types.Path, n, from int) []types.Event {
	list := types.Event{Path: p, At: noon}
	var sessions []types.Event
	for i := range n {
		e := testEnv(p, from+i)
		list.Items.DevEnvs = append(list.Items.DevEnvs, e)
		if e.Status == types.Running {
			sessions = append(sessions, sessionEvent(e.Path(), (from+i)/10%3))
		}
	}
	return append([]types.Event{list}, sessions...)
}

var statuses = [10]types.Status{types.Running, types.Stopped, types.Stopped, types.Stopped, types.Stopped, types.Starting, types.Stopped, types.Failed, types.Stopped, types.Stopped}

func testEnv(p types.Path, i int) types.DevEnv {
	return types.DevEnv{
		ID: fmt.Sprintf("%08d-0000-4000-8000-%012d", i, i), Alias: fmt.Sprintf("env-%d", i),
		Space: types.MakeText(p.Space), Project: types.MakeText(p.Project), Creator: types.MakeText("u-1"),
		Type: types.MakeText("dev.standard1.large"), Repos: types.MakeText("payments@main"), IDE: types.MakeText("VSCode"),
		Updated: noon.Add(-time.Duration(i%500) * time.Minute).Unix(), Timeout: int16(i % 4 * 15), Storage: 32, Status: statuses[i%10],
	}
}

func sessionEvent(p types.Path, n int) types.Event {
	e := types.Event{Path: p, At: noon}
	for i := range n {
		e.Items.Sessions = append(e.Items.Sessions, types.Session{ID: fmt.Sprintf("s%s%d", p.DevEnv[:8], i), Started: noon.Add(-time.Hour).Unix()})
	}
	return e
}

func (s *screen) resize(w, h int) { s.send(tea.WindowSizeMsg{Width: w, Height: h}) }

func eventsOf(at time.Time, list ...types.Event) tui.Events { return tui.Events{At: at, List: list} }

// tick lets the clock tick once, d later, and carries out what that leads to, the next tick aside.
func (s *screen) tick(d time.Duration) {
	s.now = s.now.Add(d)
	s.run(s.model.Passed(s.now, s.src.stats))
	s.model.View()
}

// wait lets the clock tick once, d later.
func (s *screen) wait(d time.Duration) {
	s.now = s.now.Add(d)
	s.model.Tick(s.now, s.src.stats)
	s.model.View()
}
