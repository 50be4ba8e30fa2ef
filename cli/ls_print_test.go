package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"catwatch/sim"
)

// brokenPipe is what a program writes to whose reader has gone.
type brokenPipe struct{ err error }

func (b brokenPipe) Write([]byte) (int, error) { return 0, b.err }

func TestLsIntoAClosedPipeIsQuiet(t *testing.T) {
	gone := &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}
	full := &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
	for _, c := range []struct {
		to     io.Writer
		status int
		quiet  bool
	}{{brokenPipe{gone}, 0, true}, {brokenPipe{full}, 1, false}} {
		for _, format := range outputs() {
			synctest.Test(t, func(t *testing.T) {
				cmd := newLsCommand(openSim(small(), sim.DefaultToken))
				cmd.SilenceErrors, cmd.SilenceUsage = true, true
				cmd.SetArgs([]string{"envs", "-o", format})
				cmd.SetOut(c.to)
				var exit *exitError
				err := cmd.ExecuteContext(context.Background())
				if !errors.As(err, &exit) || exit.quiet() != c.quiet || exitStatus(err) != c.status || strings.Contains(err.Error(), "\n") {
					t.Errorf("%s: %v, status %d", format, err, exitStatus(err))
				}
			})
		}
	}
}
