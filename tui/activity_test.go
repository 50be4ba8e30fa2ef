package tui_test

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/tui"
)

func TestALostNetworkIsToldOnce(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.failEverything(&types.Error{Reason: types.Unreachable, Sentence: "No answer in time: check the network", At: s.now})
	s.keys("e")
	s.shows("Messages", "check the network · acme and", "other lists")
	s.keys("esc", "4")
	s.shows("Activity 1", "5 lists", "cannot be read")
	small(s)
	s.shows("Activity 2", "can be read again")
	s.keys("1", "4")
	s.shows("Activity 2")
}

func TestErrorsWithRequestIDsAreAllKept(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	for i, p := range []types.Path{acme, payments} {
		s.events(types.Event{Path: p, Err: &types.Error{Reason: types.Denied, Sentence: "No access to " + p.String(), RequestID: fmt.Sprintf("r-%d", i), At: s.now}})
	}
	s.keys("e")
	s.shows("request r-0", "request r-1")
}

func TestActivityTellsDetailsAndLeadsToThePlace(t *testing.T) {
	s := newScreen(t, 160, 45)
	small(s)
	e := testEnv(payments, 11)
	e.Status, e.Reason = types.Failed, types.MakeText("devfile not found")
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{testEnv(payments, 10), e}}})
	s.keys("4")
	s.shows("STOPPED → FAILED", "devfile not found", "gone")
	s.keys("/", "'stopped", "enter", "d")
	s.shows("what", "STOPPED → FAILED", "The environment now", "dev.standard1.large")
	s.keys("J")
	s.shows(`"event": "statusChanged"`, `"fromStatus": "STOPPED"`, `"toStatus": "FAILED"`, `"reason": "devfile not found"`)
	s.keys("esc", "enter")
	if s.src.focus != pathOf(11) {
		t.Errorf("enter led to %v", s.src.focus)
	}
}

func TestSpacesAndProjectsThatComeAndGoAreMarked(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.events(types.Event{Path: acme, Items: types.Items{Projects: []types.Project{{Name: "payments"}, {Name: "rockets"}}}})
	s.shows("rockets", "search")
	s.wait(10 * time.Second)
	s.lacks("search")
	s.keys("4")
	s.shows("rockets", "search", "created", "gone")
}

func TestSessionsOfAnEnvironmentThatStoppedAreSeenToGo(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("3")
	e := testEnv(payments, 10)
	e.Status = types.Stopped
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{e, testEnv(payments, 11), testEnv(payments, 12)}}})
	s.events(types.Event{Path: pathOf(10), Gone: true})
	s.shows("s000000100")
	s.wait(10 * time.Second)
	s.lacks("s000000100")
}

func TestTwoClicksAreADoubleClickOnlySoonAfterOneAnother(t *testing.T) {
	s := newScreen(t, 160, 30, func(o *tui.Options) { o.Mouse = true })
	small(s)
	s.keys("2")
	click := tea.MouseClickMsg{X: 10, Y: 5, Button: tea.MouseLeft}
	_, wait := s.model.Update(click)
	s.run(wait) // too late for a double click
	_, wait = s.model.Update(click)
	s.shows("Dev environments 3")
	_ = wait // still in time
	s.model.Update(click)
	s.shows("Spaces 1", "Projects 2")
}

func TestWhatIsWrongWithTheSignInIsTheLastToGo(t *testing.T) {
	s := newScreen(t, 90, 24)
	small(s)
	s.send(tui.SignIn{Who: "somebody-with-a-long-name@example.com", Profile: "a-long-profile-name", Problem: "Nobody is signed in"})
	s.shows("catwatch  not signed in")
}

func TestAttentionGoesWhereAFilterHidesIt(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.events(sessionEvent(pathOf(10), 0))
	s.wait(time.Hour)
	s.keys("enter", "enter", "/", "'env-12", "enter")
	s.lacks("env-10")
	s.keys("!")
	s.shows("1 of 1 that need attention: env-10, unused for 1h")
	if s.src.focus != pathOf(10) {
		t.Errorf("the cursor went to %v", s.src.focus)
	}
}

func TestConsolePageOpensOutOfTheScreen(t *testing.T) {
	var opened []string
	s := newScreen(t, 160, 30, func(o *tui.Options) {
		o.Open = func(link string) error {
			opened = append(opened, link)
			if len(opened) > 1 {
				return fmt.Errorf("no browser")
			}
			return nil
		}
	})
	small(s)
	s.keys("enter", "o")
	s.shows("Opening https://codecatalyst.aws/spaces/acme/projects/payments/view")
	s.keys("o")
	s.shows("The browser did not start. Open https://")
	if len(opened) != 2 || opened[0] != "https://codecatalyst.aws/spaces/acme/projects/payments/view" {
		t.Errorf("opened %q", opened)
	}
}

func TestWithoutABrowserThePageIsSaid(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("enter", "o")
	s.shows("No browser here. Open https://codecatalyst.aws/spaces/acme/projects/payments/view")
}

func TestTheConfigurationIsReadAgain(t *testing.T) {
	next := tui.Options{}
	var fails error
	s := newScreen(t, 160, 30, func(o *tui.Options) {
		o.Reload = func() (tui.Options, error) { return next, fails }
		next = *o
	})
	small(s)
	fails = fmt.Errorf("config.toml:3:1: no such key")
	s.keys(":", "'reload", "enter")
	s.shows("config.toml:3:1: no such key")
	fails, next.Interval, next.Sorts = nil, 42*time.Second, map[string]string{"browse": "-name"}
	s.keys(":", "'reload", "enter")
	s.shows("Configuration reloaded", "NAME ↓")
	if s.src.every != 42*time.Second {
		t.Errorf("the fetcher reads every %s", s.src.every)
	}
}
