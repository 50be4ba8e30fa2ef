package tui_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/tui"
	"catwatch/tui/table"
)

func TestEveryActionHasAHandlerAndEveryHandlerAnAction(t *testing.T) {
	m := newScreen(t, 80, 24).model
	var named []keymap.Action
	for _, b := range m.Bindings() {
		named = append(named, b.Action)
	}
	handled := m.Actions()
	slices.Sort(named)
	slices.Sort(handled)
	if !slices.Equal(named, handled) {
		t.Errorf("the keymap has\n%v, the table has\n%v", named, handled)
	}
}

// place is somewhere an action may be chosen.
type place struct {
	name   string
	keys   []string // that lead there
	dialog bool
}

var places = []place{
	{name: "spaces", keys: []string{"down"}},
	{name: "projects", keys: []string{"enter", "down"}},
	{name: "dev environments", keys: []string{"enter", "enter", "down"}},
	{name: "sessions of one", keys: []string{"enter", "enter", "enter", "down"}},
	{name: "environments", keys: []string{"2", "down"}},
	{name: "sessions", keys: []string{"3", "down"}},
	{name: "activity", keys: []string{"4", "down"}},
	{name: "details", keys: []string{"2", "d", "down"}, dialog: true},
	{name: "help", keys: []string{"?", "down"}, dialog: true},
	{name: "copy picker", keys: []string{"2", "y", "down"}, dialog: true},
	{name: "sort picker", keys: []string{"2", "s", "down"}, dialog: true},
	{name: "sign-in", keys: []string{"L"}, dialog: true},
}

// everything is a world with three of each thing and more, dev environments of every status, and every kind of change.
func everything(s *screen) {
	list := worldEvents(3, 3, 2)
	envs := types.Items{DevEnvs: envEvents(firstProject, 10, 0)[0].Items.DevEnvs}
	running := types.Event{Path: envs.DevEnvs[0].Path(), At: noon, Items: types.Items{Sessions: []types.Session{{ID: "s-1", Started: 1}, {ID: "s-2", Started: 2}, {ID: "s-3", Started: 3}}}}
	s.unseen(eventsOf(noon, append(list, types.Event{Path: firstProject, At: noon, Items: envs}, running)...))

	envs.DevEnvs = slices.Clone(envs.DevEnvs[:9])
	envs.DevEnvs[1].Status = types.Failed
	envs.DevEnvs = append(envs.DevEnvs, testEnv(firstProject, 21))
	running.Items.Sessions = append(running.Items.Sessions[:2:2], types.Session{ID: "s-4", Started: 4})
	lost := types.Path{Space: "space-2", Project: "project-002"}
	s.unseen(eventsOf(noon, types.Event{Path: firstProject, At: noon, Items: envs}, running, types.Event{Path: lost, Err: &types.Error{Reason: types.Denied, Sentence: "No access"}}))
	s.unseen(tui.SignIn{Profile: "codecatalyst", Problem: "Not signed in"})
}

// did is everything that an action can leave a trace in.
func (s *screen) did() string { return fmt.Sprintf("%s %+v %d", s.view(), *s.src, len(s.sent)) }

// unseen sends messages whose frames nobody looks at: there are thousands here, and drawing takes longest.
func (s *screen) unseen(messages ...tea.Msg) {
	for _, msg := range messages {
		_, cmd := s.model.Update(msg)
		s.run(cmd)
	}
}

// command pastes a command and runs it.
func (s *screen) command(line string) {
	s.unseen(press(":"), tea.PasteMsg{Content: line}, press("enter"))
}

func (s *screen) goTo(p place, full bool) {
	if full {
		everything(s)
	}
	for _, k := range p.keys {
		s.unseen(press(k))
		if p.dialog {
			s.view() // a dialog scrolls by the lines that were drawn
		}
	}
	s.wait(time.Minute) // messages fade
}

func screenWithAll(t testing.TB) *screen {
	return newScreen(t, 160, 18, func(o *tui.Options) {
		o.Identity = &identity{}
		o.Open = func(string) error { return nil }
		o.Reload = func() (tui.Options, error) { return *o, nil }
		o.Scopes = []tui.Scope{{Name: "mine", Filter: "status:running"}}
	})
}

func TestEveryActionDoesSomethingOrSaysWhyNot(t *testing.T) {
	long(t)
	keys, _ := keymap.New(nil)
	for _, p := range places {
		for _, full := range []bool{false, true} {
			if p.dialog && !full && p.name != "help" {
				continue // it is about something
			}
			for _, b := range keys.All() {
				for _, k := range b.Keys[:min(1, len(b.Keys))] {
					s := screenWithAll(t)
					s.goTo(p, full)
					before := s.did()
					s.unseen(press(k))
					if s.did() == before {
						t.Errorf("%s (full: %v): the key %q, %s, does nothing and says nothing", p.name, full, k, b.Action)
					}
				}
				s := screenWithAll(t)
				s.goTo(p, full)
				before := s.did()
				s.command(string(b.Action))
				if behind := p.dialog && b.Place == keymap.Tables; s.did() == before && !behind {
					t.Errorf("%s (full: %v): :%s does nothing and says nothing", p.name, full, b.Action)
				}
			}
		}
	}
}

func TestEveryActionCopesWithEveryKindOfRow(t *testing.T) {
	long(t)
	keys, _ := keymap.New(nil)
	rows := 0
	for _, view := range []string{"2", "4"} {
		for kind := range kindsOfRows(t, view) {
			rows++
			for _, b := range keys.All() {
				s := screenWithAll(t)
				everything(s)
				s.unseen(press(view))
				for range kind {
					s.unseen(press("down"))
				}
				before := s.did()
				s.command(string(b.Action))
				if moving := b.Group == keys.Binding(keymap.Up).Group; s.did() == before && !moving {
					t.Errorf("view %s, row %d: :%s does nothing and says nothing", view, kind, b.Action)
				}
				s.unseen(press("enter"), press("esc")) // what it opened
				checkFrame(t, s.view(), 160, 18)
			}
		}
	}
	if rows < 10 {
		t.Errorf("there are only %d kinds of rows", rows)
	}
}

// kindsOfRows are the first rows of each kind in a view: of each status, and of each kind of change.
func kindsOfRows(t *testing.T, view string) map[int]string {
	s := screenWithAll(t)
	everything(s)
	s.keys(view, "d", "J")
	kinds, seen := map[int]string{}, map[string]bool{}
	kind := regexp.MustCompile(`"(?:status|event|toStatus)": "\w+"`)
	for row := range 25 {
		k := strings.Join(kind.FindAllString(s.text(), -1), " ")
		if !seen[k] {
			kinds[row], seen[k] = k, true
		}
		s.keys("esc", "down", "d", "J")
	}
	return kinds
}

func TestEveryArgumentThatIsOfferedIsTaken(t *testing.T) {
	for _, name := range []string{"sort", "columns", "scope", "copy", "notify", "interval", "theme", "profile"} {
		s := screenWithAll(t)
		everything(s)
		s.keys("2", ":", "'"+name+" ")
		for range 30 {
			s.keys("tab")
			line := strings.TrimSpace(strings.Split(s.text(), "\n")[2])
			s.keys("enter")
			for _, wrong := range []string{"no column", "No scope", "Cannot copy", "is not a", "No theme", "takes no argument"} {
				if strings.Contains(s.text(), wrong) {
					t.Errorf("%s was offered: %s", line, s.text())
				}
			}
			s.keys("esc", ":", "'"+name+" ")
		}
	}
}

func TestWhyAnActionIsDisabledIsSaidWhenItIsPressedAndInTheHelp(t *testing.T) {
	s := newScreen(t, 100, 60) // the help takes all its width
	for key, why := range map[string]string{
		"y": "Nothing to copy here", "o": "This has no page in the console", "h": "This is the first pane", "]": "Nothing further in the history",
		"U": "Nothing is marked", "L": "There is nothing to sign in to here", "enter": "Nothing to open here", "j": "This list is empty",
	} {
		s.keys(key)
		s.shows(why)
		s.keys("?", "/", "'"+why, "enter")
		text := strings.Join(strings.Fields(strings.ReplaceAll(s.text(), "│", "")), " ")
		if !strings.Contains(text, "(not now: "+why+")") {
			t.Errorf("the help lacks %q:\n%s", why, text)
		}
		s.keys("esc")
	}
}

const stop keymap.Action = "stop-for-test"

// withStop is a screen with one more action, which asks before it stops what it was chosen for.
func withStop(t *testing.T, danger keymap.Danger) (s *screen, stopped *[]table.Key) {
	usual, _ := keymap.New(nil)
	extra := keymap.Binding{Action: stop, Keys: []string{"X"}, Short: "stop", Help: "Stop it", Group: "Test", Place: keymap.Always, Danger: danger}
	keys, problems := keymap.NewOf(append(slices.Clone(usual.All()), extra), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s = newScreen(t, 160, 60, func(o *tui.Options) { o.Keys = keys })
	stopped = &[]table.Key{}
	s.model.AddAction(stop, func(on table.Subject) string {
		if on.Env == nil || on.Env.Status != types.Running {
			return "Only a running environment can be stopped"
		}
		return ""
	}, func(on table.Subject) (string, string, func()) {
		return "Stop " + on.Env.Name() + "?", "yes", func() { *stopped = append(*stopped, on.Key) }
	})
	return s, stopped
}

func TestAnActionKeepsToTheRowItWasChosenFor(t *testing.T) {
	s, stopped := withStop(t, keymap.Disruptive)
	small(s)
	s.keys("2", "X")
	s.shows("Stop env-10?")
	first := testEnv(payments, 20)
	first.Alias = "a-first"
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{first, testEnv(payments, 10), testEnv(payments, 11)}}})
	s.keys("enter")
	if want := []table.Key{{Path: pathOf(10)}}; !slices.Equal(*stopped, want) {
		t.Errorf("stopped %v, want %v", *stopped, want)
	}
	s.keys("g", "down", "X")
	s.shows("Stop env-10?")
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{first, testEnv(payments, 11)}}})
	s.shows("no longer exists")
	s.keys("enter")
	if len(*stopped) != 1 {
		t.Errorf("something else was stopped: %v", *stopped)
	}
}

func TestAnActionChosenInATextIsAboutItsSubject(t *testing.T) {
	s, _ := withStop(t, keymap.Disruptive)
	small(s)
	s.keys("2", "d", "X")
	s.shows("Stop env-10?")
	s.keys("esc", "esc", "?", "X")
	s.shows("Only a running environment can be stopped")
}

func TestAnActionThatCanDoHarmSaysSoAndNeedsItsWholeName(t *testing.T) {
	s, stopped := withStop(t, keymap.Disruptive)
	small(s)
	s.keys("2", ":", "'stop-for", "enter")
	s.shows("Type stop-for-test in full")
	s.keys("?", "/", "'disruptive", "enter")
	s.shows("Stop it, disruptive")
	s.keys("esc", ":", "'stop-for-test", "enter", "enter")
	if len(*stopped) != 1 {
		t.Errorf("stopped %v", *stopped)
	}
	s, _ = withStop(t, keymap.Safe)
	small(s)
	s.keys("2", ":", "'stop-for", "enter")
	s.shows("Stop env-10?")
}
