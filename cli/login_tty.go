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

// loginBoard tells a sign-in on a terminal: what to do, and below it a line that counts the time down. That line is
// drawn over itself, so it is never longer than the terminal is wide.
type loginTTY struct {
	loginPrinter
	width func() int
	end   func() // takes the counting line away; nil: there is none

	mu   sync.Mutex
	last auth.Step
}

// newLoginBoard is nil where lines cannot be drawn over.
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

func (b *loginTTY) step(s auth.Step) {
	b.mu.Lock()
	b.last = s
	b.mu.Unlock()
	if s.Phase == auth.Approving {
		b.approving(s)
		b.end = repeatedly(time.Second, b.count, b.erase)
	}
}

func (b *loginTTY) approving(s auth.Step) {
	bold := ansi.Style{}.Bold().Styled
	fmt.Fprintf(b.out, "\n  Profile  %s (%s)\n  Page     %s\n  Code     %s\n\n", b.profile.Name, identityKind(b.profile), s.URLWithCode, bold(s.Code))
	fmt.Fprintln(b.out, "  Approve on that page, if it shows the same code. Any device will do.")
	if b.open != nil && b.open(s.URLWithCode) == nil {
		fmt.Fprintln(b.out, "  It has been opened in the browser.")
	}
	fmt.Fprintln(b.out)
}

func (b *loginTTY) count() {
	b.mu.Lock()
	defer b.mu.Unlock()
	left := max(0, time.Until(b.last.Expires)).Round(time.Second)
	text := fmt.Sprintf("  Waiting for you: %d:%02d left", int(left.Minutes()), int(left.Seconds())%60)
	if b.last.PollError != "" {
		text += ", but " + b.last.PollError
	}
	fmt.Fprint(b.out, "\r", ansi.EraseLineRight, ansi.Truncate(text, b.width()-1, ""))
}

func (b *loginTTY) erase() { fmt.Fprint(b.out, "\r", ansi.EraseLineRight) }

func (b *loginTTY) close() {
	if b.end != nil {
		b.end()
	}
}

// repeatedly does it now and again until stop is called, which does last.
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
