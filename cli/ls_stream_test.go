package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/creack/pty"

	"catwatch/auth"
	"catwatch/fetch"
	"catwatch/sim"
)

// manyLists is a world that takes many round trips to read.
func manyLists() *sim.World {
	return sim.New(sim.Config{Seed: 9, Spaces: 2, ProjectsPerSpace: 40, EnvsPerProject: 6, RunningShare: 0.5, Frozen: true, Latency: 80 * time.Millisecond})
}

// timedWriter records when the first and the last write came, and fails when no writes are left.
type timedWriter struct {
	bytes.Buffer
	first, last time.Time
	writesLeft  int
}

func (t *timedWriter) Write(p []byte) (int, error) {
	if t.writesLeft--; t.writesLeft < 0 {
		return 0, &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}
	}
	t.last = time.Now()
	if t.first.IsZero() {
		t.first = t.last
	}
	return t.Buffer.Write(p)
}

func lsTo(out *timedWriter, w *sim.World, args ...string) error {
	c := newLsCommand(openSim(w, sim.DefaultToken))
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetArgs(args)
	c.SetOut(out)
	c.SetErr(&bytes.Buffer{})
	return c.ExecuteContext(context.Background())
}

func TestLsJSONLinesComeAsTheyAreRead(t *testing.T) {
	for _, kind := range []string{"projects", "envs", "sessions"} {
		synctest.Test(t, func(t *testing.T) {
			out := &timedWriter{writesLeft: 1000}
			if err := lsTo(out, manyLists(), kind, "-o", "jsonl"); err != nil {
				t.Fatal(err)
			}
			if kind != "projects" && out.last.Sub(out.first) < 300*time.Millisecond {
				t.Errorf("the first %s came %s before the last", kind, out.last.Sub(out.first))
			}
			csv := &timedWriter{writesLeft: 1000}
			if err := lsTo(csv, manyLists(), kind, "-o", "csv"); err != nil {
				t.Fatal(err)
			}
			if lines, rows := strings.Count(out.String(), "\n"), strings.Count(csv.String(), "\n")-1; lines != rows || rows == 0 {
				t.Errorf("%d lines of %d %s", lines, rows, kind)
			}
			lines := strings.Split(out.String(), "\n")
			slices.Sort(lines)
			if len(slices.Compact(lines)) != strings.Count(out.String(), "\n")+1 {
				t.Errorf("%s are printed twice", kind)
			}
		})
	}
}

func TestLsJSONLinesWaitForWhatDecidesAboutThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		want, _, _ := ls(manyLists(), "envs", "status:running", "sessions:0", "-o", "csv")
		got, _, status := ls(manyLists(), "envs", "status:running", "sessions:0", "-o", "jsonl")
		if n := strings.Count(got, "\n"); status != 0 || n == 0 || n != strings.Count(want, "\n")-1 {
			t.Errorf("status %d, %d lines of\n%s", status, n, want)
		}
	})
}

func TestLsStopsReadingForNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := manyLists()
		err := lsTo(&timedWriter{writesLeft: 1}, w, "sessions", "-o", "jsonl")
		var exit *exitError
		if !errors.As(err, &exit) || !exit.quiet() || exitStatus(err) != 0 {
			t.Errorf("%v, status %d", err, exitStatus(err))
		}
		early := w.Calls().Total
		whole := manyLists()
		if err := lsTo(&timedWriter{writesLeft: 1000}, whole, "sessions", "-o", "jsonl"); err != nil {
			t.Fatal(err)
		}
		if all := whole.Calls().Total; early > all/2 {
			t.Errorf("%d of %d calls were made for a reader who had gone", early, all)
		}
	})
}

func TestLsWithoutASignInSaysWhatMendsIt(t *testing.T) {
	c := newLsCommand(func(context.Context, fetch.Options, io.Writer) (reader, error) {
		return nil, &auth.Problem{Kind: auth.NoFile, Sentence: "Nobody is set up", Lines: []string{"[profile x]"}}
	})
	var out, errs bytes.Buffer
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetArgs([]string{"envs"})
	c.SetOut(&out)
	c.SetErr(&errs)
	if err := c.Execute(); exitStatus(err) != 1 || out.Len() > 0 || !strings.Contains(errs.String(), "[profile x]") {
		t.Errorf("status %d, %q, %q", exitStatus(err), out.String(), errs.String())
	}
}

// emptyWorld has one project, with nothing in it.
func emptyWorld() *sim.World {
	w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 1, EnvsPerProject: 1, Frozen: true})
	space := w.Spaces()[0].Name
	project := w.Projects(space)[0].Name
	w.RemoveDevEnv(space, project, w.DevEnvs(space, project)[0].ID)
	return w
}

func TestLsOfNothingTellsAPersonSo(t *testing.T) {
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer tty.Close()
	screen := bufio.NewReader(master)
	for _, c := range []struct{ filter, says string }{{"no-such-name", "No dev environments match."}, {"", "No dev environments."}} {
		cmd := newLsCommand(openSim(emptyWorld(), sim.DefaultToken))
		cmd.SilenceErrors, cmd.SilenceUsage = true, true
		cmd.SetArgs([]string{"envs", c.filter})
		cmd.SetOut(&bytes.Buffer{})
		cmd.SetErr(tty)
		if err := cmd.ExecuteContext(context.Background()); err != nil {
			t.Fatal(err)
		}
		said, err := screen.ReadString('\n')
		if err != nil || !strings.Contains(said, c.says) {
			t.Errorf("%q: said %q, %v", c.filter, said, err)
		}
	}
}

func TestShellsCompleteFilters(t *testing.T) {
	for begun, want := range map[string]string{"sta": "status:\nstarted:", "status:runn": "status:running", "type>=xl": "type>=xlarge", "timeout:n": "timeout:never"} {
		c := newLsCommand(nil)
		var out bytes.Buffer
		c.SetOut(&out)
		c.SetErr(&bytes.Buffer{})
		c.SetArgs([]string{"__complete", "sessions", begun})
		if err := c.Execute(); err != nil || !strings.HasPrefix(out.String(), want+"\n:") {
			t.Errorf("%q: %q, %v", begun, out.String(), err)
		}
	}
}
