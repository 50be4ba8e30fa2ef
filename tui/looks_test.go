package tui_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"catwatch/fetch/types"
	"catwatch/tui"
)

// The background of the open tab must not extend to the blanks beside it.
func TestTheOpenTabEndsWithItsName(t *testing.T) {
	s := newScreen(t, 100, 30)
	tabs := strings.Split(s.view(), "\n")[1]
	if _, rest, _ := strings.Cut(tabs, " 1 Browse "); !strings.HasPrefix(rest, "\x1b[m") {
		t.Errorf("the badge goes on behind %q", tabs)
	}
}

func TestNarrowTabsKeepTheirKeys(t *testing.T) {
	s := newScreen(t, 40, 12)
	s.shows("1 Browse   2   3   4")
	s.keys("3")
	s.shows("1   2   3 Sessions   4")
	s.click(2, 1)
	s.shows("1 Browse")
	s.resize(200, 12)
	s.shows("1 Browse   2 Environments   3 Sessions   4 Activity")
}

func TestWhileTypingTheLastLineNamesTheKeysOfThePrompt(t *testing.T) {
	s := newScreen(t, 100, 30)
	s.world(1, 2, 10)
	s.keys("/")
	s.shows("enter keep   esc cancel   tab complete")
	s.keys("esc", ":")
	s.shows("enter run   esc cancel   tab complete")
	s.keys("esc")
	s.shows("enter open")
}

// A reason is a sentence and a pane is narrow, so it must wrap.
func TestReasonsForNothingAreReadInFull(t *testing.T) {
	s := newScreen(t, 140, 20)
	s.world(1, 1, 0)
	reason := "No access, or deleted. Ask a project admin for a role in the project or in its space"
	s.events(types.Event{Path: firstProject, Err: &types.Error{Reason: types.Denied, Sentence: reason}})
	s.keys("enter")
	if pane := s.paneBelow("Dev environments"); !strings.Contains(pane, reason) {
		t.Errorf("the pane says %q", pane)
	}
}

// No pane shows what matters less while another cuts what matters.
func TestPanesShowWhatMattersFirst(t *testing.T) {
	for _, w := range []int{120, 140, 160, 200} {
		s := newScreen(t, w, 30)
		s.world(2, 3, 30)
		s.events(types.Event{Path: firstProject, Err: &types.Error{Reason: types.Denied, Sentence: "No access"}})
		s.shows("STATUS", "STOPS", "IN USE", "⊘")
		s.lacks("no a…", "no ac…", "no acc…", "no acce…", "no acces…")
		if w >= 140 {
			s.shows("SIZE", "STARTED")
		}
	}
}

// Lists are read concurrently, so changes arrive in another order than that in which they happened.
func TestActivityIsInTheOrderOfTime(t *testing.T) {
	s := newScreen(t, 120, 30)
	s.world(1, 1, 20)
	late, early := testEnv(firstProject, 0), testEnv(firstProject, 10)
	begin := func(e types.DevEnv, id string, at time.Time) {
		s.events(types.Event{Path: e.Path(), At: at, Items: types.Items{Sessions: []types.Session{{ID: id, Started: at.Unix()}}}})
	}
	begin(late, "later", noon.Add(50*time.Second))
	begin(early, "sooner", noon.Add(40*time.Second))
	s.keys("4")
	text := s.text()
	if strings.Index(text, "later started") > strings.Index(text, "sooner started") {
		t.Error("what happened later stands below:\n" + text)
	}
}

// At every width, two blanks separate the parts of the header.
func TestThePartsOfTheHeaderKeepApart(t *testing.T) {
	s := newScreen(t, 200, 30)
	s.world(2, 3, 30)
	for w := 50; w <= 200; w++ {
		s.resize(w, 30)
		header, _, _ := strings.Cut(s.text(), "\n")
		if !strings.Contains(header, "  fresh") || !strings.Contains(header, "  ●") && !strings.Contains(header, "  ◐") {
			t.Errorf("at %d the header is %q", w, header)
		}
	}
}

// The glyph for no access stays even if there is no room for the column beside it.
func TestNoAccessIsMarkedInTheNarrowestPane(t *testing.T) {
	for w := 90; w <= 160; w += 5 {
		s := newScreen(t, w, 30)
		s.world(1, 3, 30)
		s.events(types.Event{Path: firstProject, Err: &types.Error{Reason: types.Denied, Sentence: "No access"}})
		s.keys("enter", "down", "enter")
		if !strings.Contains(s.paneBelow("Projects"), "project-000 ⊘") {
			t.Errorf("at %d the projects are %q", w, s.paneBelow("Projects"))
		}
	}
}

// GNU screen erases with the terminal's background instead of the row's.
func TestTheCursorsRowIsWholeInGNUScreen(t *testing.T) {
	s := newScreen(t, 100, 30)
	s.world(1, 2, 10)
	plain := s.view()
	s.send(tea.EnvMsg{"STY=123.pts-0.host", "TERM=screen-256color"})
	if s.view() == plain || !strings.Contains(s.view(), "\x1b[7;") {
		t.Error("nothing is in reverse video")
	}
	s.send(tea.EnvMsg{"TMUX=/tmp/tmux-0/default,1,0", "TERM=screen-256color"})
	if s.view() != plain {
		t.Error("tmux is taken for screen")
	}
}

// A terminal that announces that it counts by grapheme cluster gets lines that are padded accordingly.
func TestLinesAreAsTheRendererCounts(t *testing.T) {
	for _, by := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		s := newScreen(t, 100, 20)
		small(s)
		if by == ansi.GraphemeWidth {
			s.send(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
		}
		e := testEnv(payments, 10)
		e.Alias = "हिन्दी ကမ္ဘာ 👩\u200d👩\u200d👧 🇫🇷"
		s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{e}}})
		s.keys("2", "d")
		for i, line := range strings.Split(s.view(), "\n") {
			if got := by.StringWidth(line); got != 100 {
				t.Errorf("method %d: line %d has %d cells: %q", by, i, got, ansi.Strip(line))
			}
		}
	}
}

// If there is not even a row, the line below the lists says what is wrong.
func TestNothingOldIsCalledFresh(t *testing.T) {
	s := newScreen(t, 140, 20)
	down := &types.Error{Reason: types.Unreachable, Sentence: "Nothing answers at the service's address"}
	s.events(types.Event{Err: down})
	lines := strings.Split(s.text(), "\n")
	if detail := lines[len(lines)-2]; !strings.Contains(detail, down.Sentence) {
		t.Errorf("the line below the lists is %q", detail)
	}
	small(s)
	s.shows("fresh ")
	s.wait(30 * time.Second)
	spaces := types.Event{Items: types.Items{Spaces: []types.Space{{Name: "acme"}}}, At: s.now.Add(-30 * time.Second), Err: down}
	s.events(spaces)
	s.shows("31s old ·")
	s.lacks("fresh ")
	s.keys("2")
	s.shows("s old ·")
}

// In a narrow header, what failed matters more than how many calls reading takes.
func TestCountersAreDroppedAfterTheCalls(t *testing.T) {
	s := newScreen(t, 60, 20)
	s.world(1, 2, 30)
	s.shows("running", "failed", "fresh")
	s.lacks("calls/min")
	s.resize(140, 20)
	s.shows("calls/min")
	s.resize(40, 20)
	s.keys("p")
	s.shows("PAUSED", "failed")
	s.lacks("fresh …")
}

func TestTheDemoSaysSoBeforeWhoWatches(t *testing.T) {
	for _, w := range []int{200, 120, 100, 80, 60, 40} {
		s := newScreen(t, w, 30, func(o *tui.Options) { o.Demo = true })
		s.world(1, 2, 30)
		s.shows("catwatch  demo")
	}
}

// What somebody has to look at is counted even where there is little room.
func TestCountersLeaveByTheirWeight(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	failed := testEnv(payments, 12)
	failed.Status = types.Failed
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{testEnv(payments, 10), testEnv(payments, 11), failed}}}, sessionEvent(pathOf(10), 0))
	s.shows("running", "unused", "failed", "0 sessions")
	s.resize(60, 20)
	s.shows("failed", "unused")
	s.lacks("0 sessions")
	s.resize(40, 20)
	s.shows("failed")
	s.lacks("running")
}
