package tui_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/tui"
)

func TestEveryCommandWorksByName(t *testing.T) {
	keys, _ := keymap.New(nil)
	for _, b := range keys.All() {
		if b.Action == keymap.Suspend || b.Action == keymap.Quit || b.Action == keymap.Interrupt {
			continue // Bubble Tea carries these out
		}
		t.Run(string(b.Action), func(t *testing.T) {
			s := newScreen(t, 120, 30)
			small(s)
			s.keys(":", "'"+string(b.Action), "enter")
			s.lacks("No command")
			checkFrame(t, s.view(), 120, 30)
		})
	}
}

func TestCommandLineSaysWhatIsWrong(t *testing.T) {
	s := newScreen(t, 120, 30)
	small(s)
	for line, want := range map[string]string{
		"nonsense": `No command "nonsense"`, "interval soon": `"soon" is not a duration`, "interval 10ms": "at least 1s",
		"budget few": `"few" is not a number`, "theme pink": `No theme "pink". Available: auto, dark`, "p": "ambiguous: pa", "info x": "info takes no argument", "scope all": "No saved scopes",
	} {
		s.keys(":", "'"+line, "enter")
		s.shows(want)
	}
}

func TestCommandLineSetsWhatTheFetcherDoes(t *testing.T) {
	s := newScreen(t, 120, 30)
	small(s)
	s.keys(":", "'interval 30s", "enter", ":", "'budget 60", "enter", "r", "R", "p")
	if s.src.every != 30*time.Second || s.src.budget != 60 || s.src.all != 1 || len(s.src.touched) != 1 || !s.src.paused {
		t.Errorf("the fetcher was told %+v", s.src)
	}
	s.shows("PAUSED")
}

func TestCommandLineRecallsAndCompletes(t *testing.T) {
	s := newScreen(t, 120, 30)
	small(s)
	s.keys(":", "'interval 30s", "enter", ":", "up")
	s.shows(": interval 30s")
	s.keys("esc", ":", "'the", "tab", "' li", "tab", "enter", ":", "up")
	s.shows(": theme light")
}

func TestAttentionGoesRoundWhatNeedsIt(t *testing.T) {
	s := newScreen(t, 160, 30)
	s.events(
		types.Event{Items: types.Items{Spaces: []types.Space{{Name: "acme"}}}},
		types.Event{Path: acme, Items: types.Items{Projects: []types.Project{{Name: "payments"}, {Name: "search"}}}},
		types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{testEnv(payments, 7), testEnv(payments, 1), testEnv(payments, 20)}}},
		types.Event{Path: types.Path{Space: "acme", Project: "search"}, Err: &types.Error{Reason: types.Denied, Sentence: "No access to search"}},
		sessionEvent(pathOf(20), 1),
	)
	var seen []string
	for range 4 {
		s.keys("!")
		lines := strings.Split(s.text(), "\n")
		seen = append(seen, strings.TrimSpace(lines[len(lines)-1]))
	}
	if seen[0] == seen[1] || seen[1] == seen[2] || seen[0] != seen[3] {
		t.Errorf("three things need attention, in a ring: %q", seen)
	}
}

func TestCopySaysWhatWasCopied(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("enter", "enter", "y")
	s.shows("Copy", "path", "link", "json")
	s.keys("p")
	s.shows("acme/payments/00000010-0000-4000-8000-000000000010")
	s.lacks("json")
}

func TestDetailsShowAllAndItsJSON(t *testing.T) {
	s := newScreen(t, 160, 45)
	small(s)
	s.keys("enter", "enter", "d")
	s.shows("stops after", "30m without activity", "dev.standard1.large (8 vCPU, 16 GB)", "payments@main")
	s.keys("J")
	s.shows(`"inactivityTimeoutMinutes": 30`, `"devEnvironmentId"`[:1])
	s.keys("esc")
	s.lacks("inactivityTimeoutMinutes")
}

func TestTextsAreSearched(t *testing.T) {
	s := newScreen(t, 120, 24)
	small(s)
	s.keys("?", "/", "'notify", "enter")
	s.shows("Alert when an environment matches")
	s.keys("esc")
	s.lacks("Ring when")
}

func TestHelpSaysWhyAKeyCannotAct(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.keys("?")
	s.shows("not now: ")
}

func TestClicksSelectOpenAndSwitch(t *testing.T) {
	s := newScreen(t, 160, 30, func(o *tui.Options) { o.Mouse = true })
	small(s)
	s.click(6, 1)
	s.click(20, 1)
	s.shows("Dev environments 3")
	for range 2 { // the commands are not run: they wait until a click can no longer become a double click
		s.model.Update(tea.MouseClickMsg{X: 5, Y: 5, Button: tea.MouseLeft})
	}
	s.shows("Projects 2")
	s.send(tea.MouseWheelMsg{X: 5, Y: 5, Button: tea.MouseWheelDown})
	s.keys("m")
	s.shows("Mouse off: select text with it")
}

func TestRulesRingOnceForEachTime(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.src.stats = types.Stats{Known: 5, Read: 5}
	s.wait(time.Second)
	s.keys(":", "'notify failed", "enter")
	failed := testEnv(payments, 11)
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{testEnv(payments, 10), failed, testEnv(payments, 12)}}})
	s.wait(2 * time.Minute)
	s.rings(0)
	failed.Status = types.Failed
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{testEnv(payments, 10), failed, testEnv(payments, 12)}}})
	s.rings(1)
	s.shows("env-11 is status:failed")
	s.wait(2 * time.Minute)
	s.rings(1)
}

func TestHeaderTellsTheSignIn(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	for _, c := range []struct {
		in   tui.SignIn
		want string
	}{
		{tui.SignIn{Who: "ada", Profile: "work", Expires: s.now.Add(6*time.Hour + 12*time.Minute)}, "ada · work · signed in, 6h"},
		{tui.SignIn{Who: "ada", Profile: "work", Expires: s.now.Add(-time.Minute)}, "sign-in expired"},
		{tui.SignIn{Who: "ada", Profile: "work", Expires: s.now.Add(-time.Minute), Refreshable: true}, "renewing the sign-in"},
		{tui.SignIn{Profile: "work", Problem: "Nobody is signed in"}, "not signed in"},
	} {
		s.send(c.in)
		s.shows(c.want)
	}
	s.keys("4")
	s.shows("Nobody is signed in")
}

func TestWhatSigningInMendsNamesTheKey(t *testing.T) {
	s := newScreen(t, 160, 30)
	s.send(tui.SignIn{Profile: "work", Problem: "Nobody is signed in with profile work.", Curable: true})
	s.shows("Nobody is signed in with profile work: press L")
	lost := &types.Error{Reason: types.SignIn, Sentence: "The sign-in has ended."}
	s.events(types.Event{Err: lost, Retry: s.now.Add(time.Minute)})
	s.shows("Not signed in: press L", "The sign-in has ended: press L")
	s.send(tui.SignIn{Profile: "work", Problem: "The sign-in could not be renewed: no network."})
	s.shows("The sign-in could not be renewed: no network.")
	s.lacks("press L")
}

func TestAWarningStaysWhileTheSignInServes(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	in := tui.SignIn{Who: "ada", Profile: "work", Expires: s.now.Add(time.Hour), Mark: "sign-in not saved", Warning: "The renewed sign-in could not be saved."}
	s.send(in)
	s.shows("catwatch  sign-in not saved  ada · work · signed in", "The renewed sign-in could not be saved.")
	s.wait(10 * time.Second)
	s.shows("  sign-in not saved")
	s.lacks("could not be saved", "not signed in")
	s.keys(":", "'info", "enter")
	s.shows("The renewed sign-in could not be saved.")
	s.keys("esc")
	in.Mark, in.Warning = "", ""
	s.send(in)
	s.lacks("sign-in not saved")
}

func TestSignInShowsTheCodeLargeAndTriesAgain(t *testing.T) {
	who := &identity{}
	s := newScreen(t, 120, 30, func(o *tui.Options) { o.Identity = who })
	small(s)
	s.keys("L")
	s.send(tui.LoginStep{Code: "ABCD-1234", URL: "https://device.example/", Full: "https://device.example/?code", Expires: s.now.Add(9 * time.Minute)})
	s.shows("ABCD-1234   waiting for you, 9m")
	s.shows("██", "https://device.example/", "9m left")
	s.send(tui.LoginStep{Code: "ABCD-1234", URL: "https://device.example/", Expires: s.now.Add(9 * time.Minute), Trouble: "the sign-in service cannot be reached"})
	s.shows("██", "9m left", "but the sign-in service cannot be reached")
	s.send(tui.LoginStep{Failed: "The sign-in was declined"})
	s.shows("The sign-in was declined")
	s.keys("enter", "esc")
	if who.logins != 2 || who.cancels != 1 {
		t.Errorf("signed in %d times, gave up %d times", who.logins, who.cancels)
	}
	s.keys("L")
	s.send(tui.LoginStep{Done: true})
	s.lacks("Sign in ─")
}

func TestAnotherIdentityStartsWithNothing(t *testing.T) {
	who := &identity{}
	s := newScreen(t, 160, 30, func(o *tui.Options) { o.Identity = who })
	small(s)
	s.keys(":", "'profile home", "enter")
	if who.to != "home" {
		t.Errorf("switched to %q", who.to)
	}
	next := &source{}
	s.send(tui.Switched{Source: next, SignIn: tui.SignIn{Profile: "home"}})
	s.lacks("env-10", "payments")
	s.keys("r")
	if len(next.touched) == 0 {
		t.Error("the old fetcher is still asked")
	}
	if next.every != 10*time.Second {
		t.Errorf("the new fetcher reads every %v", next.every)
	}
	s.send(tui.Switched{Failed: "There is no profile nowhere"})
	s.shows("There is no profile nowhere")
}
