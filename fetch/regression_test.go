package fetch_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/sim"
)

// A service that is slow, but answers within the time-out, is not down.
func TestSlownessIsNoOutage(t *testing.T) {
	long(t)
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(tree())
		d := watch(t, client(w), fetch.Options{Budget: 3000})
		d.Focus(types.Path{Space: w.Spaces()[0].Name})
		elapse(time.Minute)
		w.SetLatency(8 * time.Second)
		elapse(9 * time.Minute) // every list is reread, at two a second
		for range 20 {
			elapse(7 * time.Second)
			if f := d.freshness(); f.Stale+f.Failed+f.Unread > 0 {
				t.Errorf("though every answer comes: %+v", f)
			}
		}
	})
}

// A service may answer 401 where it means that one project is not accessible.
func TestOneListThatRefusesTheSignInHoldsNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		space := w.Spaces()[0].Name
		odd := w.Projects(space)[4].Name
		w.SetFaults(sim.Rule{Operation: "ListDevEnvironments", Project: odd, Mix: []sim.Fault{sim.Unauthorized}})
		d := watch(t, client(w), fetch.Options{})
		elapse(30 * time.Second)
		for range 200 {
			elapse(time.Second)
			if f := d.freshness(); f.Failed != 1 || f.Stale+f.Unread > 0 {
				t.Fatalf("%+v", f)
			}
		}
	})
}

// Lists that always fail do not use up the budget of those that can be read.
func TestListsThatNeverSucceedKeepTheBudget(t *testing.T) {
	long(t)
	t.Parallel()
	for name, fault := range map[string]sim.Fault{"fail": sim.InternalError, "refuse": sim.AccessDenied} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(tree())
				space := w.Spaces()[0].Name
				w.SetFaults(sim.Rule{Operation: "ListDevEnvironments", Space: w.Spaces()[1].Name, Mix: []sim.Fault{fault}})
				d := watch(t, client(w), fetch.Options{Budget: 100})
				d.Focus(types.Path{Space: space})
				elapse(10 * time.Minute)
				for i := range 10 {
					elapse(time.Minute)
					if got := d.Stats(); got.Calls > got.Budget {
						t.Errorf("minute %d: %d calls, budget %d", i, got.Calls, got.Budget)
					}
					d.look(func(seen *watcher) {
						if l, _ := seen.List(types.Path{Space: space}); time.Since(l.At) > 30*time.Second {
							t.Errorf("minute %d: what has focus was read %v ago", i, time.Since(l.At))
						}
					})
				}
				w.SetFaults()
				elapse(12 * time.Minute)
				if f := d.freshness(); f.Failed+f.Unread+f.Denied > 0 {
					t.Errorf("after it: %+v", f)
				}
			})
		})
	}
}

// A project that is deleted while the space-wide listing is being proven does not disprove it.
func TestProjectThatGoesDuringTheProof(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		space := w.Spaces()[0].Name
		gone := w.Projects(space)[3].Name
		x := &tamper{inner: w.HTTPClient()}
		x.set(func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if isSpaceWide(r, asked) {
				w.RemoveProject(space, gone)
				told["items"] = without(told["items"], gone)
			}
			return status
		})
		d := watch(t, over(x), fetch.Options{})
		elapse(5 * time.Minute)
		if got := d.Stats().Plans[space]; got != types.SpaceWide {
			t.Errorf("plan is %v", got)
		}
		d.mustAgree(t, w)
	})
}

func without(items any, project string) []any {
	kept := []any{}
	list, _ := items.([]any)
	for _, i := range list {
		if i.(map[string]any)["projectName"] != project {
			kept = append(kept, i)
		}
	}
	return kept
}

// Rows shown during a first read stay when its walk starts over.
func TestFirstReadingBeganAgainKeepsItsRows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 1, EnvsPerProject: 160, RunningShare: -1, Frozen: true, Latency: 80 * time.Millisecond})
		refused := 0
		x := &tamper{inner: w.HTTPClient()}
		pages := 0
		x.set(func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if strings.HasSuffix(r.URL.Path, "/devEnvironments") {
				if pages++; pages == 4 {
					refused++
					return 400 // the token expired
				}
			}
			return status
		})
		seen := newWatcher()
		most := 0
		f := fetch.New(over(x), fetch.Options{Once: true})
		f.Run(t.Context(), func(batch []types.Event) {
			seen.take(batch)
			n := seen.Totals(types.Path{}).DevEnvs
			if n < most {
				t.Errorf("%d rows after %d", n, most)
			}
			most = n
		})
		if refused != 1 || most != 160 {
			t.Errorf("%d refused, %d rows", refused, most)
		}
	})
}

// A denied space leaves its share of the budget to the others.
func TestRefusedSpaceTakesNoneOfTheBudget(t *testing.T) {
	long(t)
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(tree())
		d := watch(t, client(w), fetch.Options{})
		elapse(10 * time.Minute)
		before := d.Stats().Stretch
		spaces := w.Spaces()
		w.SetFaults(sim.Rule{Space: spaces[1].Name, Mix: []sim.Fault{sim.AccessDenied}}, sim.Rule{Space: spaces[2].Name, Mix: []sim.Fault{sim.AccessDenied}})
		for _, s := range spaces {
			d.Touch(types.Path{Space: s.Name})
		}
		elapse(10 * time.Minute)
		if after := d.Stats().Stretch; after > 0.5*before {
			t.Errorf("stretched by %.1f with one space to read, by %.1f with three", after, before)
		}
	})
}
