package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/charmbracelet/x/ansi"

	"catwatch/sim"
)

// brokenPipe fails every write, as a pipe whose reader has exited.
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
				cmd := newLsCommand(openSim(smallWorld(), sim.DefaultToken))
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

func TestLsFormats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := smallWorld()
		space := w.Spaces()[0].Name
		args := []string{"envs", "alias:dev,box,going", "status:running,deleting"}
		lines, _, _ := ls(w, append(args, "-o", "jsonl")...)
		if got := strings.Count(lines, "\n"); got != 3 {
			t.Errorf("jsonl has %d lines:\n%s", got, lines)
		}
		for line := range strings.Lines(lines) {
			var e struct{ SpaceName, ProjectName, ID, Alias, InstanceType string }
			if err := json.Unmarshal([]byte(line), &e); err != nil || e.SpaceName != space || e.ID == "" {
				t.Errorf("%v in %q", err, line)
			}
		}
		text, _, _ := ls(w, append(args, "-o", "csv")...)
		records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || len(records) != 4 || records[0][2] != "id" || records[0][7] != "inactivityTimeoutMinutes" {
			t.Errorf("csv: %v %q", err, records)
		}
		if got := records[1][3] + records[2][3] + records[3][3]; got != "api-devgoing猫-box" {
			t.Errorf("the order is %q", got)
		}
		raw, _, _ := ls(w, "envs", "status:failed", "-o", "json")
		if !strings.Contains(raw, "no <space> & no disk") {
			t.Errorf("escaped as for a web page: %s", raw)
		}
	})
}

func TestLsSpeaksTheAPIsWords(t *testing.T) {
	for kind, c := range map[string]struct {
		csv  string
		json []string
	}{
		"spaces":   {"name,regionName,displayName,description", []string{"name", "regionName"}},
		"projects": {"spaceName,name,displayName,description", []string{"spaceName", "name"}},
		"envs": {"spaceName,projectName,id,alias,status,statusReason,instanceType,inactivityTimeoutMinutes,lastUpdatedTime," +
			"creatorId,repositories,ides,persistentStorage,vpcConnectionName",
			[]string{"spaceName", "projectName", "id", "status", "instanceType", "inactivityTimeoutMinutes", "lastUpdatedTime", "creatorId", "repositories", "persistentStorage"}},
		"sessions": {"spaceName,projectName,devEnvironmentId,devEnvironmentAlias,id,startedTime",
			[]string{"spaceName", "projectName", "devEnvironmentId", "devEnvironmentAlias", "id", "startedTime"}},
	} {
		synctest.Test(t, func(t *testing.T) {
			text, _, _ := ls(smallWorld(), kind, "-o", "csv")
			records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
			if err != nil || len(records) < 2 || strings.Join(records[0], ",") != c.csv {
				t.Fatalf("%s: %v\n%s", kind, err, text)
			}
			out, _, _ := ls(smallWorld(), kind, "-o", "json")
			var rows []map[string]any
			if err := json.Unmarshal([]byte(out), &rows); err != nil || len(rows) != len(records)-1 {
				t.Fatalf("%s: %d rows for %d, %v", kind, len(rows), len(records)-1, err)
			}
			for _, member := range c.json {
				if v, ok := rows[0][member]; !ok || v == "" {
					t.Errorf("%s: no %s in %v", kind, member, rows[0])
				}
			}
			if v, ok := rows[0][strings.Split(c.csv, ",")[0]]; !ok || v != records[1][0] {
				t.Errorf("%s: %v in JSON is %s in CSV", kind, v, records[1][0])
			}
		})
	}
}

func TestLsTableIsAligned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out, errs, status := ls(smallWorld(), "envs", "status:running", "sessions>=0")
		rows := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		if len(rows) != 3 || status != 0 || errs != "" {
			t.Fatalf("%q %q %d", out, errs, status)
		}
		at := func(row, word string) int {
			before, _, found := strings.Cut(row, word)
			if !found {
				t.Errorf("no %q in %q", word, row)
			}
			return ansi.StringWidth(before)
		}
		if a, b, c := at(rows[0], "STATUS"), at(rows[1], "RUNNING"), at(rows[2], "RUNNING"); a != b || b != c {
			t.Errorf("STATUS stands at %d, %d, %d:\n%s", a, b, c, out)
		}
		if !strings.Contains(rows[1], "never") || !strings.Contains(rows[2], "60m") {
			t.Errorf("the stops are wrong:\n%s", out)
		}
		if got := strings.Fields(rows[2])[6]; got != "2" {
			t.Errorf("猫-box has %s sessions:\n%s", got, out)
		}
	})
}
