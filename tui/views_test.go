package tui_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/keymap"
	"catwatch/tui"
)

var three = []tui.UsageRow{{Owner: "Ada", Hours: 3}, {Owner: "Grace", Hours: 2}, {Owner: "Ken", Hours: 1}}

// usage is a screen that has a fifth view, whose query is answered with whatever rows are at the time.
func usage(t *testing.T, rows *[]tui.UsageRow, change ...func(*tui.Options)) *screen {
	s := newScreenWith(t, 120, 30, []tui.View{tui.UsageView(func() func(context.Context) ([]tui.UsageRow, error) {
		now := slices.Clone(*rows)
		return func(context.Context) ([]tui.UsageRow, error) { return now, nil }
	})}, change...)
	small(s)
	return s
}

// requery lets enough time pass for another query.
func (s *screen) requery() { s.tick(time.Minute) }

func TestAFifthViewIsReachedAsTheOthersAre(t *testing.T) {
	rows := three
	for name, reach := range map[string]func(s *screen){
		"by its command":                  func(s *screen) { s.keys(":", "'usage", "enter") },
		"by the beginning of its command": func(s *screen) { s.keys(":", "'us", "tab", "enter") },
		"by its tab":                      func(s *screen) { s.click(strings.Index(strings.Split(s.text(), "\n")[1], "Usage"), 1) },
		"by a scope":                      func(s *screen) { s.keys(":", "'scope theirs", "enter") },
	} {
		t.Run(name, func(t *testing.T) {
			s := usage(t, &rows, func(o *tui.Options) { o.Scopes = []tui.Scope{{Name: "theirs", View: "usage"}} })
			if tabs := strings.TrimSpace(strings.Split(s.text(), "\n")[1]); !strings.HasSuffix(tabs, "   Usage") {
				t.Errorf("the tabs are %q", tabs)
			}
			reach(s)
			s.shows("Usage by owner 3", "Ada", "Grace", "Ken")
			s.keys("?")
			s.shows("What each owner has used.")
			s.keys("/", "':usage", "enter")
			s.shows(":usage            What each owner has used.")
			s.keys("esc", "1", "[")
			s.shows("Usage by owner 3")
		})
	}
	s := usage(t, &rows, func(o *tui.Options) { o.View = "usage" })
	s.shows("Usage by owner 3")
}

func TestRowsFromElsewhereHaveCursorSortAndMarks(t *testing.T) {
	rows := three
	s := usage(t, &rows, func(o *tui.Options) { o.View = "usage" })
	s.keys("down", "space")
	if row := s.cursorRow("Usage"); !strings.HasPrefix(row, "Ken") {
		t.Fatalf("the cursor is on %q", row)
	}
	s.shows("Usage by owner 3 ✓1")
	rows = append([]tui.UsageRow{{Owner: "Linus", Hours: 9}}, rows...)
	s.requery()
	s.shows("Usage by owner 4 ✓1", "Linus")
	if row := s.cursorRow("Usage"); !strings.HasPrefix(row, "Ken") {
		t.Errorf("the cursor went to %q", row)
	}
	s.keys(":", "'sort owner", "enter")
	if first := s.firstRows(2)[1]; !strings.Contains(first, "Ada") {
		t.Errorf("sorted by owner, the first row is %q", first)
	}
	rows = []tui.UsageRow{{Owner: "Ken", Hours: 5}}
	s.requery()
	s.shows("Usage by owner 1")
	s.lacks("✓")
}

func TestRowsFromElsewhereAreFilteredShownAndCopied(t *testing.T) {
	rows := three
	s := usage(t, &rows, func(o *tui.Options) { o.View = "usage" })
	s.keys("/", "'owner:gra", "enter")
	s.shows("Usage by owner 1/3", "Grace")
	s.lacks("Ken")
	s.keys("d")
	s.shows("Details", "owner", "Grace", "hours")
	s.keys("J")
	s.shows(`"owner": "Grace"`)
	s.keys("esc", "y", "enter")
	s.shows("Grace")
	s.keys("esc", "/", "'nobody", "enter")
	s.shows("Nothing matches the filter")
}

func TestTheConfigurationKnowsAFifthView(t *testing.T) {
	rows := three
	s := usage(t, &rows, func(o *tui.Options) {
		o.View, o.Columns, o.Sorts = "usage", map[string][]string{"usage": {"owner"}}, map[string]string{"usage": "-owner"}
	})
	s.lacks("HOURS")
	if first := s.firstRows(2)[1]; !strings.Contains(first, "Ken") {
		t.Errorf("sorted by owner, the last first, the first row is %q", first)
	}
}

func TestAQueryUnderWayAndAFailedOneAreSaid(t *testing.T) {
	var failure error
	rows := three
	s := newScreenWith(t, 120, 30, []tui.View{tui.UsageView(func() func(context.Context) ([]tui.UsageRow, error) {
		return func(context.Context) ([]tui.UsageRow, error) { return rows, failure }
	})})
	cmd := s.enter("usage")
	s.shows("Usage by owner 0", "Reading…")
	rows = nil
	s.run(cmd)
	s.shows("Nobody has used anything")
	rows = three
	s.requery()
	s.shows("Usage by owner 3")
	failure = errors.New("The history cannot be read")
	s.requery()
	s.shows("Usage by owner 3 The history cannot be read", "Ada")
	failure = nil
	s.requery()
	s.shows("Usage by owner 3 ─", "Ada")
}

func TestALateAnswerIsDropped(t *testing.T) {
	rows := three
	s := usage(t, &rows)
	slow := s.enter("usage")
	rows = []tui.UsageRow{{Owner: "Linus", Hours: 9}}
	s.keys("r") // asks again: what was asked first is no longer wanted
	s.shows("Linus")
	s.run(slow)
	s.shows("Usage by owner 1", "Linus")
	s.lacks("Ada")
}

// enter shows a view by its command and returns what that leads to, undone.
func (s *screen) enter(view string) tea.Cmd {
	s.keys(":", "'"+view)
	_, cmd := s.model.Update(press("enter"))
	return cmd
}

func TestAnAnswerThatComesWhileAnotherViewIsOpenIsKept(t *testing.T) {
	rows := three
	s := usage(t, &rows)
	cmd := s.enter("usage")
	s.keys("2")
	s.run(cmd)
	s.shows("Dev environments 3")
	s.keys("[")
	s.shows("Usage by owner 3")
}

func TestNoKeyBreaksAFifthView(t *testing.T) {
	rows := three
	keys, _ := keymap.New(nil)
	for _, b := range keys.All() {
		if b.Action == keymap.Quit || b.Action == keymap.Interrupt || b.Action == keymap.Suspend {
			continue
		}
		for _, empty := range []bool{false, true} {
			shown := rows
			if empty {
				shown = nil
			}
			s := usage(t, &shown, func(o *tui.Options) { o.View, o.Mouse, o.Identity = "usage", true, &identity{} })
			for _, k := range append([]string{":"}, b.Keys...) {
				s.keys(k)
				if k == ":" {
					s.keys("'"+string(b.Action), "enter")
				}
				s.send(tea.MouseClickMsg{X: 10, Y: 3, Button: tea.MouseLeft})
				s.wait(time.Second)
				for _, size := range [][2]int{{40, 8}, {120, 30}} {
					s.resize(size[0], size[1])
					checkFrame(t, s.view(), size[0], size[1])
				}
			}
		}
	}
}

func TestAnotherIdentityGetsAFifthViewOfItsOwn(t *testing.T) {
	rows := three
	s := usage(t, &rows, func(o *tui.Options) { o.View, o.Identity = "usage", &identity{} })
	rows = rows[:1]
	s.send(tui.Switched{Source: &source{}, SignIn: tui.SignIn{Profile: "home"}})
	s.shows("Usage by owner 1")
}
