package tui_test

import (
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"catwatch/fetch"
	"catwatch/keymap"
	"catwatch/tui"
)

// wire counts what the program writes to its terminal.
type wire struct {
	mu sync.Mutex
	n  int
}

func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.n += len(p)
	return len(p), nil
}

func (w *wire) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.n
}

// Bytes that reach the terminal, which is what a dashboard costs over SSH. Each step waits for a few frames, so only the
// bytes are worth reading here, not the time.
func BenchmarkWire(b *testing.B) {
	const frames = 60 * time.Millisecond
	start := time.Now() // the program's own clock goes on behind this
	fleet := fetch.Path{Space: "space-0", Project: "project-000"}
	changed := testEnv(fleet, 20)
	for name, step := range map[string]func(i int) tea.Msg{
		"cursor": func(i int) tea.Msg { return press([]string{"down", "up"}[i/20%2]) },
		"equal":  func(int) tea.Msg { return tui.Events{At: start, List: dated(envEvents(fleet, 500, 0), start)} },
		"second": nil, // the program's own clock ticks
		"cell": func(i int) tea.Msg {
			return tui.Events{At: start, List: dated([]fetch.Event{sessionEvent(changed.Path(), 1+i%2)}, start)}
		},
	} {
		b.Run(name, func(b *testing.B) {
			keys, _ := keymap.New(nil)
			model := tui.New(tui.Options{Source: &source{}, Keys: keys, Now: start, Interval: 10 * time.Second, Idle: time.Hour})
			out := &wire{}
			p := tea.NewProgram(model, tea.WithInput(nil), tea.WithOutput(out), tea.WithWindowSize(200, 50), tea.WithoutSignals(),
				tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
			done := make(chan struct{})
			go func() { defer close(done); _, _ = p.Run() }()
			p.Send(tui.Events{At: start, List: dated(fleetEvents(1, 20, 500), start)})
			p.Send(press("2"))
			time.Sleep(5 * frames)
			before, n := out.count(), 0
			for b.Loop() {
				n++
				if step == nil {
					time.Sleep(time.Second)
					continue
				}
				p.Send(step(n))
				time.Sleep(frames)
			}
			b.ReportMetric(float64(out.count()-before)/float64(n), "B/step")
			p.Kill()
			<-done
		})
	}
}

// dated says that lists were read at that moment.
func dated(events []fetch.Event, at time.Time) []fetch.Event {
	for i := range events {
		events[i].At = at
	}
	return events
}
