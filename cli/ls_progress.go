package cli

import (
	"fmt"
	"io"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// progress is the line that says how far a reading is, where somebody sees it.
type progress struct {
	to io.Writer // nil where nobody does
	r  reader
	on bool
}

func newProgress(w io.Writer, r reader) *progress {
	if f, ok := w.(interface{ Fd() uintptr }); ok && term.IsTerminal(f.Fd()) {
		return &progress{to: w, r: r}
	}
	return &progress{r: r}
}

// show replaces the line. It is short enough for every terminal: one that wrapped could not be taken back.
func (p *progress) show() {
	if p.to == nil {
		return
	}
	s := p.r.Stats()
	text := fmt.Sprintf("Reading: %d of %d lists", s.Read, s.Known)
	if s.Held {
		text += fmt.Sprintf(" · rate limited: %.1f/s", s.Rate)
	}
	fmt.Fprint(p.to, "\r", ansi.EraseLineRight, text)
	p.on = true
}

func (p *progress) erase() {
	if p.on {
		fmt.Fprint(p.to, "\r", ansi.EraseLineRight)
		p.on = false
	}
}
