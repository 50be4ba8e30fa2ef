package cli

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"

	"catwatch/fetch/types"
	"catwatch/sim"
)

func TestProgressIsDrawnWhileItTakesLongAndTakenAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		stop := drawProgress(&out, func() types.Stats { return types.Stats{Read: 3, Known: 40, RateLimited: true, Rate: 4} })
		elapse(progressEvery + time.Millisecond)
		if !strings.Contains(out.String(), "3 of 40 lists · rate limited: 4.0/s") {
			t.Errorf("drew %q", out.String())
		}
		stop()
		if !strings.HasSuffix(out.String(), "\r"+ansi.EraseLineRight) {
			t.Errorf("left %q", out.String())
		}
	})
}

func TestProgressOfWhatIsQuickIsNotDrawn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		drawProgress(&out, func() types.Stats { return types.Stats{} })()
		if out.Len() > 0 {
			t.Errorf("drew %q", out.String())
		}
	})
}

func TestProgressFitsEveryTerminal(t *testing.T) {
	text := progressText(types.Stats{Read: 123456, Known: 123456, RateLimited: true, Rate: 100})
	if w := ansi.StringWidth(text); w > 60 {
		t.Errorf("%q takes %d cells", text, w)
	}
}

func TestProgressGoesToTerminalsOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Spaces: 1, Latency: time.Second, Frozen: true})
		if _, errs, _ := ls(w, "envs"); errs != "" {
			t.Errorf("said %q into a pipe", errs)
		}
	})
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer tty.Close()
	drawn := make(chan struct{}, 1)
	stop := progress(tty, func() types.Stats {
		select {
		case drawn <- struct{}{}:
		default:
		}
		return types.Stats{}
	})
	<-drawn
	stop()
}
