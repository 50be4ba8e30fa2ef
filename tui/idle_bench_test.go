//go:build unix

package tui_test

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"catwatch/keymap"
	"catwatch/tui"
)

// empty is the smallest possible Bubble Tea program.
type empty struct{}

func (empty) Init() tea.Cmd                         { return nil }
func (e empty) Update(tea.Msg) (tea.Model, tea.Cmd) { return e, nil }
func (empty) View() tea.View                        { return tea.NewView("") }

// TestIdleProgram runs one of the programs that BenchmarkIdle compares, in a process of its own. Otherwise it checks that
// both run.
func TestIdleProgram(t *testing.T) {
	which, seconds := os.Getenv("CATWATCH_IDLE_PROGRAM"), 0
	if which != "" {
		seconds, _ = strconv.Atoi(os.Getenv("CATWATCH_IDLE_SECONDS"))
	}
	for _, name := range []string{"empty", "dashboard"} {
		if which == "" || which == name {
			fmt.Printf("idle %v\n", idleProgram(t, name, time.Duration(seconds)*time.Second).Seconds())
		}
	}
}

func idleProgram(t *testing.T, which string, d time.Duration) time.Duration {
	var model tea.Model = empty{}
	if which == "dashboard" {
		keys, _ := keymap.New(nil)
		model = tui.New(tui.Options{Source: &source{}, Keys: keys, Now: time.Now(), Interval: 10 * time.Second, Idle: time.Hour})
	}
	p := tea.NewProgram(model, tea.WithInput(nil), tea.WithOutput(&wire{}), tea.WithWindowSize(200, 50), tea.WithoutSignals(),
		tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	ended := make(chan error)
	go func() { _, err := p.Run(); ended <- err }()
	if which == "dashboard" {
		p.Send(tui.Events{At: time.Now(), List: worldEvents(3, 100, 20)})
	} else {
		p.Send(nil)
	}
	if d > 0 {
		<-time.After(time.Second)
	}
	before := processorTime(t)
	<-time.After(d)
	took := processorTime(t) - before
	p.Quit()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	return took
}

func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// An idle dashboard against a Bubble Tea program that shows nothing: the ratio of processor time over the same seconds.
func BenchmarkIdle(b *testing.B) {
	const seconds = 10
	for b.Loop() {
		ours, nothing := idle(b, "dashboard", seconds), idle(b, "empty", seconds)
		b.ReportMetric(ours/seconds*1000, "ms/s")
		b.ReportMetric(nothing/seconds*1000, "ms/s-empty")
		b.ReportMetric(ours/nothing, "×empty")
	}
}

// idle runs this test binary as that program and returns the processor seconds it took after its start.
func idle(b *testing.B, which string, seconds int) float64 {
	cmd := exec.Command(os.Args[0], "-test.run", "^TestIdleProgram$", "-test.v")
	cmd.Env = append(os.Environ(), "CATWATCH_IDLE_PROGRAM="+which, "CATWATCH_IDLE_SECONDS="+strconv.Itoa(seconds))
	out, err := cmd.Output()
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), "idle "); ok {
			took, err := strconv.ParseFloat(text, 64)
			if err != nil {
				b.Fatal(err)
			}
			return took
		}
	}
	b.Fatalf("no measurement in %q", out)
	return 0
}
