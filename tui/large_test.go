package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
)

// Names are not filled in all at once, which would be noticeable, but all are.
func TestNamesReachEveryRow(t *testing.T) {
	long(t)
	s := newScreen(t, 160, 30)
	s.world(1, 60, 1000)
	s.keys("2")
	s.events(types.Event{Users: []types.User{{ID: "u-1", DisplayName: "Grace Hopper"}}})
	for range 5 {
		s.tick(time.Minute) // longer than loading is ever put off
	}
	s.keys("/", "'owner:grace", "enter")
	s.shows("60,000/60,000")
}

// Marks and cursor follow their rows although those are arranged on another goroutine.
func TestMarksAndCursorOfALargeTableFollowTheirRows(t *testing.T) {
	s := newScreen(t, 160, 30)
	s.world(1, 30, 1000)
	s.keys("2", "s", "'n", "enter", "down", "down", "space", "space")
	before := s.cursorRow("Dev environments")
	s.shows("✓2")
	list := envEvents(firstProject, 1000, 0)[0]
	list.At, list.Items.DevEnvs = time.Time{}, list.Items.DevEnvs[11:]
	s.events(list)
	s.tick(time.Second)
	s.tick(10 * time.Second)
	s.tick(time.Second)
	s.shows("29,989")
	s.lacks("✓2")
	if after := s.cursorRow("Dev environments"); after == before && strings.Contains(before, "env-1 ") {
		t.Errorf("the cursor is on %q, which went", after)
	}
}

// Rules about time are checked for a few projects each second, and raise one alert for each environment.
func TestRulesAboutTimeReachEveryProjectWithinAMinute(t *testing.T) {
	s := newScreen(t, 160, 30)
	s.world(1, 130, 1)
	for i := range 130 {
		p := types.Path{Space: "space-0", Project: fmt.Sprintf("project-%03d", i)}
		e := testEnv(p, 0)
		s.events(types.Event{Path: p, Items: types.Items{DevEnvs: []types.DevEnv{e}}}, types.Event{Path: e.Path()})
	}
	s.keys(":", "'notify unused>30m", "enter")
	s.tick(time.Second)
	s.now = s.now.Add(31 * time.Minute)
	for range 150 {
		s.tick(990 * time.Millisecond)
	}
	names := 0
	for _, msg := range s.sent {
		if raw, ok := msg.(tea.RawMsg); ok && strings.Contains(raw.Msg.(string), "catwatch: ") {
			text := raw.Msg.(string)
			names += strings.Count(text, "is unused>30m")
			var more int
			if _, rest, ok := strings.Cut(text, " and "); ok {
				fmt.Sscanf(rest, "%d more", &more)
			}
			names += more
		}
	}
	if names != 130 {
		t.Errorf("rang for %d environments, want 130", names)
	}
}

// A new name, with 100,000 environments: how long a key has to wait.
func BenchmarkNames(b *testing.B) {
	s := newScreen(b, 200, 50)
	s.world(1, 200, 500)
	s.keys("2")
	for i := 0; b.Loop(); i++ {
		s.now = s.now.Add(time.Second)
		_, cmd := s.model.Update(eventsOf(s.now, types.Event{Users: []types.User{{ID: "u-1", Name: fmt.Sprint(i)}}}))
		s.model.View()
		b.StopTimer()
		s.run(cmd)
		b.StartTimer()
	}
}

// The key for the next problem, with 100,000 environments.
func BenchmarkAttention(b *testing.B) {
	s := newScreen(b, 200, 50)
	s.world(1, 200, 500)
	key := press("!")
	for b.Loop() {
		s.model.Update(key)
		s.model.View()
	}
}

// A second of the clock, with a rule about time.
func BenchmarkTickWithRule(b *testing.B) {
	s := newScreen(b, 200, 50)
	s.world(1, 200, 500)
	s.keys(":", "'notify unused>30m", "enter")
	s.tick(time.Second)
	for b.Loop() {
		s.wait(time.Second)
	}
}
