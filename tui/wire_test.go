package tui_test

import (
	"os"
	"os/signal"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"catwatch/fetch/types"
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

// How many bytes reach the terminal, which is what a dashboard costs over SSH. The whole program runs, on a bubble's clock.
// All steps except those of the clock are within one second.
func TestWire(t *testing.T) {
	primeSignals()
	const frames = 60 * time.Millisecond
	project := types.Path{Space: "space-0", Project: "project-000"}
	changed := testEnv(project, 20)
	for name, c := range map[string]struct {
		most float64 // bytes per step
		each time.Duration
		step func(i int, now time.Time) tea.Msg
	}{
		"a second of clock": {25, time.Second, func(int, time.Time) tea.Msg { return nil }},
		"cursor":            {460, frames, func(int, time.Time) tea.Msg { return press("down") }},
		"equal": {0, frames, func(_ int, now time.Time) tea.Msg {
			return tui.Events{At: now, List: dated(envEvents(project, 500, 0), now)}
		}},
		"changed cell": {60, frames, func(i int, now time.Time) tea.Msg {
			return tui.Events{At: now, List: dated([]types.Event{sessionEvent(changed.Path(), 1+i%2)}, now)}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				out := &wire{}
				p, ended := program(out)
				now := time.Now()
				p.Send(tui.Events{At: now, List: dated(worldEvents(1, 20, 500), now)})
				p.Send(press("2"))
				elapse(5*time.Second + frames) // and the frame drawn then
				before := out.count()
				const steps = 15
				for i := range steps {
					p.Send(c.step(i, time.Now()))
					elapse(c.each)
				}
				each := float64(out.count()-before) / steps
				t.Logf("%.1f bytes a step", each)
				if before == 0 || each > c.most {
					t.Errorf("%.1f bytes a step, %d before", each, before)
				}
				p.Kill()
				<-ended
				elapse(time.Minute) // for commands that are waiting
			})
		})
	}
}

// primeSignals starts the runtime's signal goroutine outside any bubble, since Bubble Tea subscribes to changes of size.
func primeSignals() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	signal.Stop(c)
}

func program(out *wire) (p *tea.Program, ended chan struct{}) {
	keys, _ := keymap.New(nil)
	model := tui.New(tui.Options{Source: &source{}, Keys: keys, Now: time.Now(), Interval: 10 * time.Second, Idle: time.Hour})
	p, ended = tea.NewProgram(model, tea.WithInput(nil), tea.WithOutput(out), tea.WithWindowSize(200, 50), tea.WithoutSignals(),
		tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"})), make(chan struct{})
	go func() { defer close(ended); _, _ = p.Run() }()
	return p, ended
}
