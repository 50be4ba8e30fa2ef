package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"catwatch/auth"
)

// loginTTY shows a sign-in on a terminal: what to do, and below it a line that counts down the time left. That line is
// redrawn in place, so it is never wider than the terminal.
type loginTTY struct {
	loginPrinter
	width func() int
	end   func() // removes the countdown; nil without one

	mu   sync.Mutex
	last auth.Step
}

// newLoginTTY returns nil where lines cannot be redrawn.
func newLoginTTY(p loginPrinter) *loginTTY {
	if !isTerminal(p.out) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return &loginTTY{loginPrinter: p, width: func() int { return widthOf(p.out) }}
}

func widthOf(w io.Writer) int {
	if f, ok := w.(interface{ Fd() uintptr }); ok {
		if width, _, err := term.GetSize(f.Fd()); err == nil && width > 0 {
			return width
		}
	}
	return 80
}

func (t *loginTTY) step(s auth.Step) {
	t.mu.Lock()
	t.last = s
	t.mu.Unlock()
	if s.Phase == auth.Approving {
		t.approving(s)
		t.end = repeatedly(time.Second, t.count, t.erase)
	}
}

func (t *loginTTY) approving(s auth.Step) {
	bold := ansi.Style{}.Bold().Styled
	fmt.Fprintf(t.out, "\n  Profile  %s (%s)\n  Page     %s\n  Code     %s\n\n", t.profile.Name, identityKind(t.profile), s.URLWithCode, bold(s.Code))
	fmt.Fprintln(t.out, "  Approve on that page if it shows the same code. Any device works.")
	if t.open != nil && t.open(s.URLWithCode) == nil {
		fmt.Fprintln(t.out, "  Opened in the browser.")
	}
	fmt.Fprintln(t.out)
}

func (t *loginTTY) count() {
	t.mu.Lock()
	defer t.mu.Unlock()
	left := max(0, time.Until(t.last.Expires)).Round(time.Second)
	text := fmt.Sprintf("  Waiting for approval: %d:%02d left", int(left.Minutes()), int(left.Seconds())%60)
	if t.last.PollError != "" {
		text += ", but " + t.last.PollError
	}
	fmt.Fprint(t.out, "\r", ansi.EraseLineRight, ansi.Truncate(text, t.width()-1, ""))
}

func (t *loginTTY) erase() { fmt.Fprint(t.out, "\r", ansi.EraseLineRight) }

func (t *loginTTY) close() {
	if t.end != nil {
		t.end()
	}
}

// repeatedly calls it at once and then at every interval, until stop is called, which calls last.
func repeatedly(every time.Duration, it, last func()) (stop func()) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			it()
			select {
			case <-tick.C:
			case <-end:
				last()
				return
			}
		}
	}()
	return func() {
		close(end)
		<-ended
	}
}
