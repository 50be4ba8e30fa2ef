package fetch_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/sim"
)

func TestPageThatNeverComes(t *testing.T) {
	long(t)
	for name, status := range map[string]int{"500": 500, "400": 400} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 2, EnvsPerProject: 120, RunningShare: -1, Frozen: true, Latency: 80 * time.Millisecond})
				x := &tamper{inner: w.HTTPClient(), edit: func(r *http.Request, asked map[string]any, now int, told map[string]any) int {
					if strings.HasSuffix(r.URL.Path, "/devEnvironments") && asked["nextToken"] != nil {
						return status
					}
					return now
				}}
				start := time.Now()
				f := fetch.New(over(x), fetch.Options{Once: true})
				seen := newWatcher()
				f.Run(t.Context(), seen.take)
				if took := time.Since(start); took > 2*time.Minute {
					t.Errorf("gave up after %v", took)
				}
				space := w.Spaces()[0].Name
				for _, p := range w.Projects(space) {
					if l, _ := seen.List(types.Path{Space: space, Project: p.Name}); l.State != inventory.Unread || l.Err == nil || len(l.Items.DevEnvs) != 50 {
						t.Errorf("%v, %v, %d items", l.State, l.Err, len(l.Items.DevEnvs))
					}
				}
				calls := w.Calls().Total
				d := watch(t, over(x), fetch.Options{})
				elapse(10 * time.Minute)
				if n := w.Calls().Total - calls; n > 400 {
					t.Errorf("%d calls in ten minutes", n)
				}
				x.set(nil)
				elapse(6 * time.Minute)
				d.mustAgree(t, w)
			})
		})
	}
}

func TestScopeAndDepth(t *testing.T) {
	for _, c := range []struct {
		name  string
		o     fetch.Options
		calls map[string]int
	}{
		{"spaces", fetch.Options{Depth: fetch.Shallow}, map[string]int{"ListSpaces": 1}},
		{"projects", fetch.Options{Depth: types.Projects}, map[string]int{"ListSpaces": 1, "ListProjects": 3}},
		{"environments", fetch.Options{Depth: types.DevEnvs}, map[string]int{"ListSpaces": 1, "ListProjects": 3, "ListDevEnvironments": 12}},
		{"one space's projects", fetch.Options{Depth: types.Projects, Scope: types.Path{Space: "acme"}}, map[string]int{"ListProjects": 1}},
		{"one space's environments", fetch.Options{Depth: types.DevEnvs, Scope: types.Path{Space: "acme"}}, map[string]int{"ListProjects": 1, "ListDevEnvironments": 4}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(sim.Config{Spaces: 3, ProjectsPerSpace: 4, EnvsPerProject: 5, Frozen: true})
				readOnce(t, w, c.o)
				got := w.Calls().ByOperation
				for op, n := range c.calls {
					if got[op] != n {
						t.Errorf("%s: %d calls, want %d", op, got[op], n)
					}
				}
				if len(got) != len(c.calls) {
					t.Errorf("calls %v", got)
				}
			})
		})
	}
}

func TestScopeOfTheDashboardShowsTheWayThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Spaces: 3, ProjectsPerSpace: 4, EnvsPerProject: 5, Frozen: true})
		space := w.Spaces()[1].Name
		p := types.Path{Space: space, Project: w.Projects(space)[2].Name}
		d := watch(t, client(w), fetch.Options{Scope: p})
		elapse(time.Minute)
		d.look(func(seen *watcher) {
			if got := seen.Totals(types.Path{}); got.Spaces != 1 || got.Projects != 1 || got.DevEnvs != 5 || got.AtLeast {
				t.Errorf("%+v", got)
			}
		})
	})
}

func TestFirstRowsComeAfterTwoRoundTrips(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(tree())
		d := watch(t, client(w), fetch.Options{})
		elapse(200 * time.Millisecond)
		d.look(func(seen *watcher) {
			if got := seen.Totals(types.Path{}); got.Spaces != 3 || got.Projects != 300 {
				t.Errorf("%+v", got)
			}
		})
		elapse(3 * time.Second)
		d.look(func(seen *watcher) {
			for i := 1; i < len(seen.at); i++ {
				if gap := seen.at[i].Sub(seen.at[i-1]); gap < 33*time.Millisecond {
					t.Errorf("deliveries %v apart", gap)
				}
			}
		})
	})
}

func TestBlockedScreenStopsNothing(t *testing.T) {
	long(t)
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(tree())
		ctx, stop := context.WithCancel(t.Context())
		f := fetch.New(client(w), fetch.Options{})
		var batches [][]types.Event
		blocked := make(chan struct{})
		go f.Run(ctx, func(batch []types.Event) {
			batches = append(batches, batch)
			<-blocked
		})
		elapse(30 * time.Second)
		close(blocked)
		elapse(time.Second)
		if n := w.Calls().Total; n < 900 {
			t.Errorf("%d calls while the screen was blocked", n)
		}
		for _, batch := range batches {
			met := map[types.Path]bool{}
			for _, e := range batch {
				if met[e.Path] && len(e.Users) == 0 {
					t.Errorf("two states of %v in a batch", e.Path)
				}
				met[e.Path] = len(e.Users) == 0
			}
		}
		stop()
		synctest.Wait()
	})
}

func TestTransitionIsFollowed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(tree())
		d := watch(t, client(w), fetch.Options{})
		elapse(time.Minute)
		space := w.Spaces()[2].Name
		project := w.Projects(space)[50].Name
		env := w.AddDevEnv(sim.DevEnv{Space: space, Project: project, Alias: "x", Status: sim.Starting})
		p := types.Path{Space: space, Project: project}
		d.Touch(p)
		elapse(time.Second)
		lists := w.Calls().ByOperation["ListDevEnvironments"]
		w.SetStatus(space, project, env, sim.Running, "")
		w.AddSession(space, project, env, sim.Session{})
		elapse(20 * time.Second)
		d.look(func(seen *watcher) {
			e := seen.DevEnv(types.Path{Space: space, Project: project, DevEnv: env})
			if e == nil || e.Status != types.Running {
				t.Fatalf("%+v", e)
			}
			if use := seen.Use(e.Path()); use.Sessions != 1 {
				t.Errorf("%+v", use)
			}
		})
		w.SetStatus(space, project, env, sim.Deleting, "")
		d.Touch(p)
		elapse(time.Second)
		w.RemoveDevEnv(space, project, env)
		elapse(20 * time.Second)
		d.look(func(seen *watcher) {
			if e := seen.DevEnv(types.Path{Space: space, Project: project, DevEnv: env}); e != nil {
				t.Errorf("still there: %+v", e)
			}
		})
		if n := w.Calls().ByOperation["GetDevEnvironment"]; n < 2 || n > 30 {
			t.Errorf("%d looks at it, %d lists before", n, lists)
		}
	})
}

func TestNamesAreLearntOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		d := watch(t, client(w), fetch.Options{})
		elapse(2 * time.Minute)
		creators := map[string]bool{}
		d.look(func(seen *watcher) {
			for e := range seen.DevEnvs() {
				creators[e.Creator.String()] = true
				if seen.Owner(e.Creator) == "" {
					t.Errorf("%s has no name", e.Creator)
				}
			}
		})
		if n := w.Calls().ByOperation["GetUserDetails"]; n != len(creators) {
			t.Errorf("%d look-ups for %d people", n, len(creators))
		}
		if _, f := readOnce(t, w, fetch.Options{}); f.Stats().ByOperation["GetUserDetails"] > 0 {
			t.Error("names that nobody wants")
		}
		if seen, _ := readOnce(t, w, fetch.Options{Names: true}); true {
			for e := range seen.DevEnvs() {
				if seen.Owner(e.Creator) == "" {
					t.Errorf("%s has no name", e.Creator)
				}
			}
		}
	})
}

func TestRefusedNamesAreNotAskedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		w.SetFaults(sim.Rule{Operation: "GetUserDetails", Mix: []sim.Fault{sim.AccessDenied}})
		watch(t, client(w), fetch.Options{})
		elapse(10 * time.Minute)
		if n := w.Calls().ByOperation["GetUserDetails"]; n > 3 {
			t.Errorf("asked %d times", n)
		}
	})
}

func TestDeniedProjectIsItsOwnState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		d := watch(t, client(w), fetch.Options{})
		elapse(time.Minute)
		space := w.Spaces()[0].Name
		p := types.Path{Space: space, Project: w.Projects(space)[3].Name}
		w.Deny(space, p.Project, true)
		d.Touch(p)
		elapse(2 * time.Minute)
		before := w.Calls().ByStatus[403]
		d.look(func(seen *watcher) {
			l, _ := seen.List(p)
			if l.State != inventory.Unavailable || l.Err.Reason != types.Denied || len(l.Items.DevEnvs) != 4 || seen.Totals(types.Path{}).NoAccess != 1 {
				t.Errorf("%v %v", l.State, l.Err)
			}
		})
		elapse(4 * time.Minute)
		if n := w.Calls().ByStatus[403] - before; n > 8 {
			t.Errorf("knocked %d times", n)
		}
		w.Deny(space, p.Project, false)
		d.Touch(p)
		elapse(5 * time.Second)
		d.mustAgree(t, w)
		d.look(func(seen *watcher) {
			if f := seen.Freshness(); f.Denied+f.Stale+f.Gone > 0 {
				t.Errorf("%+v", f)
			}
			kinds := map[types.ChangeKind]int{}
			for _, c := range seen.changes {
				kinds[c.Kind]++
			}
			if kinds[types.ListLost] == 0 || kinds[types.ListLost] != kinds[types.ListRegained] || len(kinds) != 2 {
				t.Errorf("%+v", seen.changes)
			}
		})
	})
}

func TestPauseAndRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		d := watch(t, client(w), fetch.Options{})
		elapse(time.Minute)
		d.Pause(true)
		elapse(time.Second)
		before := w.Calls().Total
		elapse(5 * time.Minute)
		if n := w.Calls().Total - before; n > 0 || !d.Stats().Paused {
			t.Errorf("%d calls while paused", n)
		}
		d.Pause(false)
		change(w)
		d.Refresh()
		elapse(5 * time.Second)
		d.mustAgree(t, w)
		d.look(func(seen *watcher) {
			if age := time.Since(seen.Freshness().Oldest); age > 6*time.Second {
				t.Errorf("something was read %v ago", age)
			}
		})
	})
}
