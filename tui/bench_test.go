package tui_test

import (
	"fmt"
	"testing"
	"time"

	"catwatch/fetch/types"
	"catwatch/tui"
)

// A key in the all-environments view: Update and View of the whole dashboard. The cost must not grow with the rows.
func BenchmarkKey(b *testing.B) {
	for _, rows := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			s := newScreen(b, 200, 50)
			s.world(1, max(1, rows/500), min(rows, 500))
			s.keys("2")
			down, up := press("down"), press("up")
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				k := down
				if i/40%2 == 1 {
					k = up
				}
				s.model.Update(k)
				s.model.View()
			}
		})
	}
}

// A key in Browse, where the panes to the right follow the cursor.
func BenchmarkBrowseKey(b *testing.B) {
	s := newScreen(b, 200, 50)
	s.world(3, 100, 20)
	s.keys("enter", "enter")
	down, up := press("down"), press("up")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		k := down
		if i/10%2 == 1 {
			k = up
		}
		s.model.Update(k)
		s.model.View()
	}
}

// A change in one list of 200, with 100,000 environments: how long a key has to wait while the screen takes it in. Work done
// on another goroutine is measured by the next benchmark.
func BenchmarkTakeIn(b *testing.B) {
	s := newScreen(b, 200, 50)
	s.world(1, 200, 500)
	s.keys("2")
	project := types.Path{Space: "space-0", Project: "project-007"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.now = s.now.Add(time.Second)
		_, cmd := s.model.Update(tui.Events{At: s.now, List: []types.Event{changedList(project, i, s.now)}})
		s.model.View()
		b.StopTimer()
		s.run(cmd)
		b.StartTimer()
	}
}

// The same, including the sorting and filtering that large tables do on another goroutine.
func BenchmarkArrange(b *testing.B) {
	s := newScreen(b, 200, 50)
	s.world(1, 200, 500)
	s.keys("2")
	project := types.Path{Space: "space-0", Project: "project-007"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.now = s.now.Add(time.Minute)
		s.send(tui.Events{At: s.now, List: []types.Event{changedList(project, i, s.now)}})
	}
}

func changedList(p types.Path, i int, at time.Time) types.Event {
	e := envEvents(p, 500, 7*500)[0]
	e.At = at
	e.Items.DevEnvs[1].Status = []types.Status{types.Stopped, types.Starting}[i%2]
	return e
}

// A keystroke in the filter over 100,000 rows until its result is on screen, on whichever goroutine it is worked out.
func BenchmarkFilterKeystroke(b *testing.B) {
	s := newScreen(b, 200, 50)
	s.world(1, 200, 500)
	s.keys("2", "/", "'env", "backspace")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			s.keys("v")
		} else {
			s.keys("backspace")
		}
	}
}
