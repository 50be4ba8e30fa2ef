package tui_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"catwatch/keymap"
	"catwatch/tui"
)

// countingModel is a model that signals when it shows rows and when it has seen a number of keys.
type countingModel struct {
	*tui.Model
	rows        string
	left        int
	ready, done chan struct{}
}

func (c *countingModel) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := c.Model.Update(msg)
	if c.rows != "" && strings.Contains(c.View().Content, c.rows) {
		c.rows = ""
		close(c.ready)
	}
	if _, ok := msg.(tea.KeyPressMsg); ok {
		if c.left--; c.left == 0 {
			close(c.done)
		}
	}
	return c, cmd
}

// Two thousand keys at once over 100,000 rows, as bytes through the program's input, until the last one's Update has
// returned. The last frame follows within one tick of the renderer.
func BenchmarkPaste(b *testing.B) {
	const keys = 2000
	for b.Loop() {
		b.StopTimer()
		all, _ := keymap.New(nil)
		model := &countingModel{rows: "1/100000", left: keys, ready: make(chan struct{}), done: make(chan struct{}),
			Model: tui.New(tui.Options{Source: &source{}, Keys: all, Now: time.Now(), Interval: 10 * time.Second, Idle: time.Hour, View: "environments"})}
		in := &keyboard{ready: make(chan struct{})}
		p := tea.NewProgram(model, tea.WithInput(in), tea.WithOutput(&wire{}), tea.WithWindowSize(200, 50), tea.WithoutSignals(),
			tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
		ended := make(chan struct{})
		go func() { defer close(ended); _, _ = p.Run() }()
		p.Send(tui.Events{At: time.Now(), List: worldEvents(1, 200, 500)})
		<-model.ready
		in.text = bytes.NewReader(bytes.Repeat([]byte("j"), keys))
		b.StartTimer()
		close(in.ready)
		<-model.done
		b.StopTimer()
		p.Kill()
		<-ended
		b.StartTimer()
	}
}

// keyboard is an input that blocks until it is ready, and again after its text.
type keyboard struct {
	ready chan struct{}
	text  *bytes.Reader
}

func (k *keyboard) Read(p []byte) (int, error) {
	<-k.ready
	if n, err := k.text.Read(p); err == nil {
		return n, nil
	}
	select {} // no more input
}
