package tui_test

import (
	"strings"
	"testing"
	"time"

	"catwatch/fetch/types"
	"catwatch/tui"
)

func TestEnterWalksDownToTheSessionsAndEscBack(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("enter", "enter", "enter")
	if got := s.src.focus; got != pathOf(10) {
		t.Errorf("focus is on %v, want the first environment", got)
	}
	if row := s.cursorRow("Sessions"); !strings.Contains(row, "s000000100") {
		t.Errorf("the cursor is on %q", row)
	}
	s.keys("esc", "esc", "esc", "esc", "esc")
	s.shows("Press q to quit")
	if s.cursorRow("Spaces") == "" {
		t.Error("the cursor is not back in the spaces")
	}
}

func TestCursorStaysOnItsRowWhileRowsComeAbove(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("enter", "enter", "down")
	before := s.cursorRow("Dev environments")
	more := []types.DevEnv{}
	for i := range 8 {
		more = append(more, testEnv(payments, 20+i*10))
	}
	more = append(more, testEnv(payments, 10), testEnv(payments, 11), testEnv(payments, 12))
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: more}})
	if after := s.cursorRow("Dev environments"); after != before || before == "" {
		t.Errorf("the cursor went from %q to %q", before, after)
	}
	if s.src.focus.DevEnv != pathOf(11).DevEnv {
		t.Errorf("the fetcher's focus went to %v", s.src.focus)
	}
}

func TestNeighbourTakesOverWhenTheRowIsGone(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("enter", "enter", "down")
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{testEnv(payments, 10), testEnv(payments, 12)}}})
	if row := s.cursorRow("Dev environments"); !strings.Contains(row, "env-11") {
		t.Errorf("a row that just went stays, struck through, under the cursor: %q", row)
	}
	s.wait(10 * time.Second)
	if row := s.cursorRow("Dev environments"); !strings.Contains(row, "env-12") {
		t.Errorf("the neighbour did not take over: %q", row)
	}
}

func TestFailedReadKeepsTheRowsAndSaysSo(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("enter", "enter")
	old, _ := types.Event{At: s.now, Items: types.Items{DevEnvs: []types.DevEnv{testEnv(payments, 10)}}}, 0
	s.wait(2 * time.Minute)
	s.events(types.Event{Path: payments, Items: old.Items, At: old.At, Retry: s.now.Add(9 * time.Second),
		Err: &types.Error{Reason: types.Unreachable, Sentence: "The service cannot be reached: check the network"}})
	s.shows("env-10", "2m old · unreachable", "retrying in 8s", "The service cannot be reached")
}

func TestDeniedIsNotEmpty(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.events(types.Event{Path: types.Path{Space: "acme", Project: "search"}, Err: &types.Error{Reason: types.Denied, Sentence: "No access to project search"}})
	s.keys("enter", "down")
	s.shows("⊘ no access", "No access to project search", "⊘ 1 list")
}

func TestFirstPagesShowWhileTheRestIsRead(t *testing.T) {
	s := newScreen(t, 160, 30)
	s.shows("Reading…")
	small(s)
	s.events(types.Event{Path: types.Path{Space: "acme", Project: "search"}, More: true,
		Items: types.Items{DevEnvs: []types.DevEnv{testEnv(types.Path{Space: "acme", Project: "search"}, 44)}}})
	s.keys("enter", "down")
	s.shows("env-44", "reading 1…")
}

func TestFilterNarrowsAsItIsTypedAndEscEndsIt(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("enter", "enter", "/", "'env-12")
	s.shows("1/3")
	s.lacks("env-11")
	s.keys("enter", "esc")
	s.shows("env-11")
	if row := s.cursorRow("Dev environments"); !strings.Contains(row, "env-12") {
		t.Errorf("the cursor left its row: %q", row)
	}
}

func TestStartHasAPlaceToGoBackTo(t *testing.T) {
	s := newScreen(t, 160, 30, func(o *tui.Options) { o.View = "environments" })
	small(s)
	s.keys("enter")
	s.shows("Projects 2")
	s.keys("[")
	s.shows("Dev environments 3")
	s.lacks("Projects 2")
	s.keys("]")
	s.shows("Projects 2")
}

func TestDialogClosesWhenItsRowGoes(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("enter", "enter", "d")
	s.shows("stops after")
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{testEnv(payments, 11)}}})
	s.shows("no longer exists")
	s.lacks("stops after")
}

func TestStrayKeysSayWhatHelps(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("z")
	s.shows(`No action for "z". Press ? for keys`)
	s.wait(time.Minute)
	s.lacks("No action for")
}

func TestWhatIsNotReadWhileItDoesNotRunIsNotWaitedFor(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("enter", "enter", "down", "enter")
	s.shows("Not running", "nothing to read")
	s.lacks("not read yet")
}

func TestWhatHasGoneIsShownButNotCounted(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("2")
	s.shows("Dev environments 3")
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{testEnv(payments, 10), testEnv(payments, 12)}}})
	s.shows("Dev environments 2", "env-11")
	s.keys("/", "'env", "enter")
	s.shows("2/2", "env-11")
	s.keys("1")
	s.shows("Dev environments 2")
	s.events(sessionEvent(pathOf(10), 0))
	s.shows("Sessions 0", "s000000100")
}

// What cannot be read now is shown as it was, marked, and no time passes for it.
func TestTotalsOverListsThatFailAreMarked(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.shows("● 1 running")
	s.lacks("~1 running")
	s.events(types.Event{Path: pathOf(10), Err: &types.Error{Reason: types.Internal, Sentence: "The service failed (500)"}})
	s.shows("~1 running", "~1 session")
	s.events(types.Event{Path: payments, Behind: true})
	s.keys("2")
	s.shows("behind")
}

// The names of the lists that are refused are shown whole, however long they are.
func TestNoAccessNamesTheListsAndTheReasons(t *testing.T) {
	s := newScreen(t, 60, 20)
	small(s)
	s.keys(":", "'no-access", "enter")
	s.shows("Every list can be read.")
	s.keys("esc")
	long := types.Path{Space: "acme", Project: "acquisitions-and-mergers-2026"}
	s.events(types.Event{Path: acme, Items: types.Items{Projects: []types.Project{{Name: long.Project}}}},
		types.Event{Path: long, Err: &types.Error{Reason: types.Denied, Sentence: "No access, or deleted. Ask a project admin for a role"}})
	s.keys(":", "'no-access", "enter")
	s.shows("acme/acquisitions-and-mergers-2026", "No access, or deleted. Ask a project admin for a role")
}
