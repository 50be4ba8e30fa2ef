package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"catwatch/fetch/types"
)

// progressEvery is how often the line is drawn. Nothing is drawn for a run that is shorter.
const progressEvery = 250 * time.Millisecond

// progressTo is where progress is drawn: nowhere while rows are printed on the same screen.
func (l *listing) progressTo(cmd *cobra.Command) io.Writer {
	if l.streams() && isTerminal(cmd.OutOrStdout()) {
		return io.Discard
	}
	return cmd.ErrOrStderr()
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(f.Fd())
}

// progress draws how much has been read, until stop is called, which removes the line. If w is not a terminal, it draws
// nothing.
func progress(w io.Writer, stats func() types.Stats) (stop func()) {
	if !isTerminal(w) {
		return func() {}
	}
	return drawProgress(w, stats)
}

func drawProgress(w io.Writer, stats func() types.Stats) (stop func()) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		for drawn := false; ; drawn = true {
			select {
			case <-tick.C:
				fmt.Fprint(w, "\r", ansi.EraseLineRight, progressText(stats()))
			case <-end:
				if drawn {
					fmt.Fprint(w, "\r", ansi.EraseLineRight)
				}
				return
			}
		}
	}()
	return func() {
		close(end)
		<-ended
	}
}

// progressText is short enough for every terminal: a line that wrapped could not be removed.
func progressText(s types.Stats) string {
	text := fmt.Sprintf("Reading: %d of %d lists", s.Read, s.Known)
	if s.RateLimited {
		text += fmt.Sprintf(" · rate limited: %.1f/s", s.Rate)
	}
	return text
}
