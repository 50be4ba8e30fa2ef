package tui_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/tui"
)

func TestSortPickerSortsAndReverses(t *testing.T) {
	s := newScreen(t, 180, 30)
	s.world(1, 1, 30)
	s.keys("2", "s", "g", "enter")
	s.shows("NAME ↑")
	if rows := s.firstRows(2); !strings.Contains(rows[0], "env-0 ") || !strings.Contains(rows[1], "env-1 ") {
		t.Errorf("not sorted by name: %q", rows)
	}
	s.keys("s", "enter")
	s.shows("NAME ↓")
	if rows := s.firstRows(1); !strings.Contains(rows[0], "env-9 ") {
		t.Errorf("not reversed: %q", rows)
	}
}

func TestSortsWhatNumbersAndStatusesAre(t *testing.T) {
	s := newScreen(t, 180, 40)
	s.world(1, 1, 30)
	s.keys("2", ":", "'sort -stops", "enter")
	if rows := s.firstRows(1); !strings.Contains(rows[0], "never") {
		t.Errorf("never is not the longest: %q", rows)
	}
	s.keys(":", "'sort sessions", "enter")
	if rows := s.firstRows(1); !strings.Contains(rows[0], "RUNNING") || !strings.Contains(rows[0], " 2 ") {
		t.Errorf("the most sessions are not first: %q", rows)
	}
	s.keys(":", "'sort nonsense", "enter")
	s.shows(`there is no column "nonsense" to sort by here: name`)
}

func TestClickOnHeadingSorts(t *testing.T) {
	s := newScreen(t, 180, 30)
	s.world(1, 1, 30)
	s.keys("2")
	x := strings.Index(strings.Split(s.text(), "\n")[3], "NAME")
	s.click(x, 3)
	s.shows("NAME ↑")
}

func TestColumnsAreChosenAndRestored(t *testing.T) {
	s := newScreen(t, 180, 30)
	s.world(1, 1, 3)
	s.keys("2", ":", "'columns id,owner", "enter")
	s.shows("ID", "00000000-0000-4000-8000-000000000000")
	s.lacks("REPOSITORY")
	s.keys(":", "'columns", "enter")
	s.shows(":columns default restores the usual ones. Available: name")
	s.lacks("REPOSITORY")
	s.keys(":", "'columns de", "tab", "enter")
	s.shows("REPOSITORY")
	s.keys(":", "'columns size,nonsense", "enter")
	s.shows(`there is no column "nonsense" here`)
}

func TestColumnsScrollBehindTheName(t *testing.T) {
	s := newScreen(t, 100, 20)
	s.world(1, 1, 3)
	s.keys("2", ">", ">", ">")
	s.shows("env-0")
	s.lacks("SPACE")
	s.keys("<", "<", "<")
	s.shows("SPACE")
}

func TestMarksFollowTheirRowsAndGoWithThem(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("enter", "enter", "space", "space")
	s.shows("Dev environments 3 ✓2")
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{testEnv(payments, 11), testEnv(payments, 12)}}})
	s.wait(10 * time.Second)
	s.shows("Dev environments 2 ✓1")
	s.keys("U")
	s.lacks("✓")
}

func TestHalfTypedFilterKeepsTheLastGoodResult(t *testing.T) {
	s := newScreen(t, 160, 30)
	s.world(1, 1, 30)
	s.keys("2", "/", "'status:failed")
	s.shows("3/30")
	s.keys("' age>")
	s.shows("3/30")
	s.keys("'2x")
	if !strings.Contains(s.text(), "3/30") {
		t.Errorf("the last good result is gone:\n%s", s.text())
	}
}

func TestFilterCompletesNamesAndValues(t *testing.T) {
	s := newScreen(t, 160, 30)
	s.world(1, 1, 30)
	s.keys("2", "/", "'stat", "tab")
	s.shows("/ status:")
	s.keys("'fail", "tab", "enter")
	s.shows("/ status:FAILED", "3/30")
}

func TestFilterAboutTimeFollowsTheClock(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.events(sessionEvent(pathOf(10), 0))
	s.keys("2", "/", "'unused>10m", "enter")
	s.shows("0/3")
	s.wait(11 * time.Minute)
	s.shows("1/3")
}

func TestGhostsAndMarksFade(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("3")
	s.events(sessionEvent(pathOf(10), 2))
	s.shows("s000000101", "Sessions 2")
	s.events(sessionEvent(pathOf(10), 1))
	s.shows("s000000101")
	s.wait(10 * time.Second)
	s.lacks("s000000101")
	s.keys("4")
	s.shows("session s000000101 started", "session s000000101 ended after")
}

func TestScopesAndSettingsOfTheStart(t *testing.T) {
	s := newScreen(t, 180, 30, func(o *tui.Options) {
		o.Scopes = []tui.Scope{{Name: "mine", View: "environments", Filter: "status:failed", Sort: "-changed"}}
		o.Scope = "mine"
		o.Columns = map[string][]string{"environments": {"status", "changed"}}
	})
	s.world(1, 1, 30)
	s.shows("/ status:failed", "3/30", "CHANGED")
	s.lacks("REPOSITORY")
	s.keys("1", ":", "'scope", "enter")
	s.shows("Saved scopes", "mine", "status:failed")
	s.keys("enter")
	s.shows("/ status:failed", "Dev environments 3/30")
	s.keys(":", "'scope yours", "enter")
	s.shows(`No scope "yours". Available: mine`)
}

func TestAScopeWithoutAViewIsForTheDevEnvironmentsOfBrowse(t *testing.T) {
	s := newScreen(t, 180, 30, func(o *tui.Options) {
		o.Scopes = []tui.Scope{{Name: "mine", Filter: "status:failed", Sort: "-changed"}}
	})
	s.world(1, 1, 30)
	s.keys(":", "'scope mine", "enter")
	s.shows("/ status:failed", "Dev environments 3/30")
	s.lacks("Scope mine:")
}

func TestEscEndsAFilterAndReturnsToTheRowWhereItBegan(t *testing.T) {
	s := newScreen(t, 180, 30)
	s.world(1, 1, 30)
	s.keys("2", "down", "down", "down")
	before := s.cursorRow("Dev environments")
	s.keys("/", "'env-2", "down", "esc")
	s.shows("Dev environments 30")
	if row := s.cursorRow("Dev environments"); row != before {
		t.Errorf("the cursor is on %q, it was on %q", row, before)
	}
	s.keys("q")
	if _, quit := s.sent[len(s.sent)-1].(tea.QuitMsg); !quit {
		t.Error("typing went on")
	}
}

func TestLargeTablesAreArrangedElsewhereAndLateResultsDropped(t *testing.T) {
	s := newScreen(t, 160, 30)
	s.world(1, 50, 500)
	s.keys("2")
	var late []tea.Msg
	for _, text := range []string{"/", "e", "n", "v", "-", "7", "7"} {
		_, cmd := s.model.Update(tea.KeyPressMsg{Code: []rune(text)[0], Text: text})
		late = append(late, collect(cmd)...)
	}
	for i := len(late) - 1; i >= 0; i-- {
		s.model.Update(late[i])
	}
	s.shows("/ env-77")
	for _, row := range s.firstRows(5) {
		if !strings.Contains(row, "env-77") {
			t.Errorf("a late result was taken: %q", row)
		}
	}
}
