package cli

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"catwatch/auth"
	"catwatch/fetch"
	"catwatch/keymap"
	"catwatch/sim"
	"catwatch/tui"
)

// stuckAfter is how long a story waits for the screen before it fails. Nothing else is asserted about time.
const stuckAfter = time.Minute

// story is the whole program except for its command line: screen, fetcher and the simulated service, in an emulated terminal.
type story struct {
	t      *testing.T
	world  *sim.World
	term   *vt.SafeEmulator
	typing *io.PipeWriter
	wrote  chan struct{}
	done   chan error

	mu   sync.Mutex
	sent bytes.Buffer // everything written to the terminal
}

// begin starts the program on a world, as the owner of the world's default token.
func begin(t *testing.T, w, h int, world *sim.World, change ...func(*tui.Options)) *story {
	t.Helper()
	api := fetch.NewClientOver(world.HTTPClient(), "https://sim.invalid", sim.DefaultToken)
	return beginAs(t, w, h, world, connection{api: api}, auth.Options{}, change...)
}

// beginAs starts it with a sign-in of its own.
func beginAs(t *testing.T, w, h int, world *sim.World, c connection, asking auth.Options, change ...func(*tui.Options)) *story {
	t.Helper()
	log, err := openLog("")
	if err != nil {
		t.Fatal(err)
	}
	return beginLogged(t, w, h, world, c, asking, log, change...)
}

// beginLogged starts it with a log.
func beginLogged(t *testing.T, w, h int, world *sim.World, c connection, asking auth.Options, log *logs, change ...func(*tui.Options)) *story {
	t.Helper()
	s := &story{t: t, world: world, term: vt.NewSafeEmulator(w, h), wrote: make(chan struct{}, 1), done: make(chan error, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	v := &screen{Session: NewSession(ctx, c, fetch.Options{Interval: time.Second, Budget: 6000}, asking, log)}
	keys, _ := keymap.New(nil)
	o := tui.Options{Source: v.Fetcher(), SignIn: signInMessage(v.SignIn()), Keys: keys, Now: time.Now(), Interval: time.Second, Idle: 15 * time.Minute}
	if c.profile != nil {
		o.Identity = v
	}
	for _, change := range change {
		change(&o)
	}
	keyboard, typing := io.Pipe()
	s.typing = typing
	// The emulator's answers to queries are discarded: a terminal that does not answer must work, too.
	go func() { _, _ = io.Copy(io.Discard, s.term) }()
	answers := s.term.InputPipe().(*io.PipeWriter)
	go func() {
		s.done <- v.run(tui.New(o),
			tea.WithInput(keyboard), tea.WithOutput(s), tea.WithWindowSize(w, h), tea.WithoutSignals(),
			tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	}()
	t.Cleanup(func() {
		cancel()
		typing.Close()
		answers.Close()
	})
	return s
}

// Write passes the program's output to the emulator. To the program that is no terminal, so line feeds are not preceded by
// carriage returns.
func (s *story) Write(p []byte) (int, error) {
	s.mu.Lock()
	s.sent.Write(p)
	s.mu.Unlock()
	if _, err := s.term.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	select {
	case s.wrote <- struct{}{}:
	default:
	}
	return len(p), nil
}

func (s *story) screen() string { return ansi.Strip(s.term.Render()) }

// until waits until the screen satisfies so.
func (s *story) until(what string, so func(screen string) bool) {
	s.t.Helper()
	stuck := time.After(stuckAfter)
	for !so(s.screen()) {
		select {
		case <-s.wrote:
		case err := <-s.done:
			s.t.Fatalf("the program ended (%v) before the screen showed %s:\n%s", err, what, s.screen())
		case <-stuck:
			s.t.Fatalf("the screen never showed %s:\n%s", what, s.screen())
		}
	}
}

func (s *story) sees(parts ...string) {
	s.t.Helper()
	for _, p := range parts {
		s.until(p, func(screen string) bool { return strings.Contains(screen, p) })
	}
}

// readsAll waits until everything has been read once: what existed before is not a change.
func (s *story) readsAll() {
	s.t.Helper()
	s.until("that all has been read", func(screen string) bool {
		return strings.Contains(screen, "Ada Lovelace") && !strings.Contains(screen, "reading") && !strings.Contains(screen, "not read")
	})
}

func (s *story) noLongerSees(part string) {
	s.t.Helper()
	s.until("no "+part, func(screen string) bool { return !strings.Contains(screen, part) })
}

// types sends text or, by name, keys.
func (s *story) types(keys ...string) {
	sequences := map[string]string{"enter": "\r", "esc": "\x1b", "down": "\x1b[B", "up": "\x1b[A", "tab": "\t"}
	for _, k := range keys {
		if seq, ok := sequences[k]; ok {
			k = seq
		}
		if _, err := io.WriteString(s.typing, k); err != nil {
			s.t.Fatal(err)
		}
	}
}

// finds filters the list in focus and waits until the cursor is on that row, as a user would: it may not have been read
// yet.
func (s *story) finds(name string) {
	s.t.Helper()
	s.types("/", name, "enter")
	s.pointsAt(name)
}

// pointsAt waits for a row under the cursor that has all of the words.
func (s *story) pointsAt(words ...string) {
	s.t.Helper()
	s.until("the cursor at "+strings.Join(words, " "), func(screen string) bool {
		for line := range strings.Lines(screen) {
			if strings.Contains(line, "▌") && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(line, w) }) {
				return true
			}
		}
		return false
	})
}

// quitsFrom leaves a dialog first.
func (s *story) quitsFrom(leave string) {
	s.t.Helper()
	s.types(leave)
	s.noLongerSees("╭ Details")
	s.quits()
}

// quits ends the program as a user would, and checks that the terminal is restored.
func (s *story) quits() {
	s.t.Helper()
	s.types("q")
	select {
	case err := <-s.done:
		if err != nil {
			s.t.Errorf("the program ended with %v", err)
		}
	case <-time.After(stuckAfter):
		s.t.Fatal("q does not quit")
	}
	if s.term.IsAltScreen() {
		s.t.Error("the alternate screen is still on")
	}
}
