package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/sim"
)

func TestLsJSONIsTheServicesContents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Seed: 1, Spaces: 2, ProjectsPerSpace: 5, EnvsPerProject: 12, RunningShare: 0.5, Frozen: true, Hostile: true})
		want := map[string]int{}
		for _, s := range w.Spaces() {
			want["spaces"]++
			for _, p := range w.Projects(s.Name) {
				want["projects"]++
				for _, e := range w.DevEnvs(s.Name, p.Name) {
					want["envs"]++
					if e.Status == "RUNNING" {
						want["sessions"] += len(w.Sessions(s.Name, p.Name, e.ID))
					}
				}
			}
		}
		for kind, n := range want {
			args := []string{kind, "-o", "json"}
			if kind == "envs" {
				args = append(args, "--all")
			}
			out, errs, status := ls(w, args...)
			var rows []map[string]any
			if err := json.Unmarshal([]byte(out), &rows); err != nil || len(rows) != n || status != 0 || errs != "" {
				t.Errorf("%s: %d of %d rows, status %d, %v, %q", kind, len(rows), n, status, err, errs)
			}
			if strings.ContainsAny(out, "\x1b\u202e") {
				t.Errorf("%s drives the terminal", kind)
			}
		}
	})
}

func TestLsSessionsByAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out, errs, status := ls(smallWorld(), "sessions", "age>2h", "-o", "json")
		var rows []struct{ SpaceName, ProjectName, DevEnvironmentID, ID, StartedTime string }
		if err := json.Unmarshal([]byte(out), &rows); err != nil || status != 0 || errs != "" {
			t.Fatalf("%v %q %d", err, errs, status)
		}
		if len(rows) != 1 || rows[0].ID != "old" || rows[0].DevEnvironmentID == "" || rows[0].StartedTime == "" {
			t.Errorf("%+v", rows)
		}
		if none, _, status := ls(smallWorld(), "sessions", "age>9d", "-o", "json"); none != "[]\n" || status != 0 {
			t.Errorf("no rows are %q, status %d", none, status)
		}
	})
}

func TestLsLeavesOutWhatIsBeingDeletedUnlessAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for want, args := range map[bool][]string{
			false: {"envs"}, true: {"envs", "--all"},
		} {
			if out, _, _ := ls(smallWorld(), args...); strings.Contains(out, "going") != want {
				t.Errorf("%v:\n%s", args, out)
			}
		}
		if out, _, _ := ls(smallWorld(), "envs", "status:deleting"); !strings.Contains(out, "going") {
			t.Errorf("not even by name:\n%s", out)
		}
	})
}

func TestLsReadsNoMoreThanItNeeds(t *testing.T) {
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"spaces"}, []string{"ListSpaces"}},
		{[]string{"projects"}, []string{"ListProjects", "ListSpaces"}},
		{[]string{"projects", "--space", "SPACE"}, []string{"ListProjects"}},
		{[]string{"envs"}, []string{"ListDevEnvironments", "ListProjects", "ListSpaces"}},
		{[]string{"envs", "--space", "SPACE", "--project", "PROJECT"}, []string{"ListDevEnvironments"}},
		{[]string{"envs", "sessions:0"}, []string{"ListDevEnvironmentSessions", "ListDevEnvironments", "ListProjects", "ListSpaces"}},
		{[]string{"envs", "owner:ada"}, []string{"GetUserDetails", "ListDevEnvironments", "ListProjects", "ListSpaces"}},
		{[]string{"sessions"}, []string{"ListDevEnvironmentSessions", "ListDevEnvironments", "ListProjects", "ListSpaces"}},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := smallWorld()
			space := w.Spaces()[0].Name
			project := w.Projects(space)[0].Name
			for i := range c.args {
				c.args[i] = strings.NewReplacer("SPACE", space, "PROJECT", project).Replace(c.args[i])
			}
			if out, errs, status := ls(w, c.args...); status != 0 || out == "" {
				t.Errorf("%v: status %d, %q, %q", c.args, status, out, errs)
			}
			var got []string
			for op := range w.Calls().ByOperation {
				got = append(got, op)
			}
			if slices.Sort(got); !slices.Equal(got, c.want) {
				t.Errorf("%v called %v", c.args, got)
			}
		})
	}
}

func TestLsInPart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := smallWorld()
		space := w.Spaces()[0].Name
		lost := w.Projects(space)[1].Name
		w.SetFaults(sim.Rule{Operation: "ListDevEnvironments", Project: lost, Mix: []sim.Fault{sim.AccessDenied}})
		out, errs, status := ls(w, "envs")
		if status != 3 || !strings.Contains(out, "api-dev") {
			t.Errorf("status %d:\n%s", status, out)
		}
		if strings.Count(errs, "\n") != 1 || !strings.Contains(errs, space+"/"+lost) {
			t.Errorf("said %q", errs)
		}
	})
}

func TestLsWhereNothingCanBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out, errs, status := lsAs("expired", smallWorld(), "envs")
		if status != 1 || out != "" || !strings.Contains(errs, "catwatch login") {
			t.Errorf("signed out: status %d, %q, %q", status, out, errs)
		}
		w := smallWorld()
		w.SetFaults(sim.Rule{Mix: []sim.Fault{sim.Reset}})
		if out, errs, status = ls(w, "spaces", "-o", "json"); status != 1 || out != "" || errs == "" {
			t.Errorf("no network: status %d, %q, %q", status, out, errs)
		}
		if _, errs, status = ls(smallWorld(), "projects", "--space", "nowhere"); status != 1 || errs == "" {
			t.Errorf("no such space: status %d, %q", status, errs)
		}
	})
}

func TestLsWrongArguments(t *testing.T) {
	for _, args := range [][]string{
		{}, {"machines"}, {"envs", "-o", "xml"}, {"envs", "age>"}, {"envs", "colour:red"}, {"projects", "status:running"},
		{"envs", "--project", "p"}, {"spaces", "--space", "s", "--project", "p"}, {"envs", "--frobnicate"},
	} {
		if out, errs, status := ls(smallWorld(), args...); status != 2 || out != "" || errs == "" {
			t.Errorf("%q: status %d, %q, %q", args, status, out, errs)
		}
	}
}

func TestLsOnABadDayIsStillExact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Seed: 5, Spaces: 2, ProjectsPerSpace: 10, EnvsPerProject: 10, Frozen: true, Latency: 80 * time.Millisecond})
		want, _, _ := ls(w, "sessions", "-o", "csv")
		w.SetFaults(sim.Rule{Share: 0.05, Mix: sim.CommonFaults()})
		got, errs, status := ls(w, "sessions", "-o", "csv")
		if got != want || want == "" || status != 0 {
			t.Errorf("status %d, %q; %d bytes for %d", status, errs, len(got), len(want))
		}
	})
}

func TestLsOfEnvironmentsThatStopMeanwhile(t *testing.T) {
	for _, args := range [][]string{{"sessions"}, {"envs", "sessions:0"}} {
		synctest.Test(t, func(t *testing.T) {
			w := smallWorld()
			w.SetLatency(80 * time.Millisecond)
			space := w.Spaces()[0].Name
			project := w.Projects(space)[0].Name
			// Between the third response, which lists the environments, and the request for their sessions.
			time.AfterFunc(250*time.Millisecond, func() {
				w.SetStatus(space, project, "11111111-0000-0000-0000-000000000002", "STOPPED", "")
			})
			out, errs, status := ls(w, args...)
			if status != 0 || errs != "" || strings.Contains(out, "000000000002") {
				t.Errorf("%v: status %d, %q\n%s", args, status, errs, out)
			}
		})
	}
}

func TestLsSaysThatWhatIsNamedIsNotThere(t *testing.T) {
	w := smallWorld()
	space := w.Spaces()[0].Name
	for line, said := range map[string]string{
		"spaces --space typo":                           `space "typo" not found`,
		"projects --space " + space + " --project typo": `project "typo" not found`,
	} {
		if _, stderr, status := ls(w, strings.Fields(line)...); status != 1 || !strings.Contains(stderr, said) {
			t.Errorf("%s: status %d, %q", line, status, stderr)
		}
	}
	if _, stderr, status := ls(w, "spaces", "--space", space, "nothing-like-it"); status != 0 {
		t.Errorf("a filter that matches nothing is a failure: status %d, %q", status, stderr)
	}
}
