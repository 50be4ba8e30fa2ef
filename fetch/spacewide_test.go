package fetch_test

import (
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

func TestPlans(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(r *http.Request, asked map[string]any, status int, told map[string]any) int
		want types.Plan
	}{
		{"complete", nil, types.SpaceWide},
		{"refused as malformed", func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if isSpaceWide(r, asked) {
				told["__type"], status = "ValidationException", 400
			}
			return status
		}, types.SpaceWideOff},
		{"refused for the role", func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if isSpaceWide(r, asked) {
				told["__type"], status = "AccessDeniedException", 403
			}
			return status
		}, types.SpaceWideOff},
		{"leaves one out", func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if items, ok := told["items"].([]any); ok && isSpaceWide(r, asked) {
				told["items"] = items[1:]
			}
			return status
		}, types.SpaceWideOff},
		{"does not say whose", func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if items, ok := told["items"].([]any); ok && isSpaceWide(r, asked) {
				delete(items[0].(map[string]any), "projectName")
			}
			return status
		}, types.SpaceWideOff},
		{"repeats its pages", func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if isSpaceWide(r, asked) {
				told["nextToken"] = "again"
			}
			return status
		}, types.SpaceWideOff},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(small())
				x := &tamper{inner: w.HTTPClient(), edit: c.edit}
				d := watch(t, fetch.NewClientOver(x, "https://sim.invalid", sim.DefaultToken), fetch.Options{})
				elapse(2 * time.Minute)
				d.mustAgree(t, w)
				space := w.Spaces()[0].Name
				if got := d.Stats().Plans[space]; got != c.want {
					t.Errorf("plan is %v, want %v", got, c.want)
				}
				change(w)
				elapse(2 * time.Minute)
				d.mustAgree(t, w)
				if got := d.Stats().Plans[space]; got != c.want {
					t.Errorf("later the plan is %v, want %v", got, c.want)
				}
			})
		})
	}
}

func TestPlanIsDroppedWhenItMissesOneLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		x := &tamper{inner: w.HTTPClient()}
		d := watch(t, fetch.NewClientOver(x, "https://sim.invalid", sim.DefaultToken), fetch.Options{})
		elapse(2 * time.Minute)
		space := w.Spaces()[0].Name
		if got := d.Stats().Plans[space]; got != types.SpaceWide {
			t.Fatalf("plan is %v", got)
		}
		x.set(func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if items, ok := told["items"].([]any); ok && isSpaceWide(r, asked) {
				told["items"] = items[:len(items)-1]
			}
			return status
		})
		elapse(2 * time.Minute)
		if got := d.Stats().Plans[space]; got != types.SpaceWideOff {
			t.Errorf("plan is %v", got)
		}
		d.mustAgree(t, w)
		d.look(func(seen *watcher) {
			if len(seen.changes) > 0 {
				t.Errorf("changes though nothing changed: %+v", seen.changes)
			}
		})
	})
}

func TestPlanSurvivesItsOutage(t *testing.T) {
	long(t)
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		x := &tamper{inner: w.HTTPClient()}
		d := watch(t, fetch.NewClientOver(x, "https://sim.invalid", sim.DefaultToken), fetch.Options{})
		elapse(2 * time.Minute)
		x.set(func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if isSpaceWide(r, asked) {
				return 500
			}
			return status
		})
		elapse(2 * time.Minute)
		space := w.Spaces()[0].Name
		if got := d.Stats().Plans[space]; got == types.SpaceWide || got == types.SpaceWideOff {
			t.Errorf("plan is %v while the listing fails", got)
		}
		change(w)
		elapse(2 * time.Minute)
		d.mustAgree(t, w)
		x.set(nil)
		elapse(3 * time.Minute)
		if got := d.Stats().Plans[space]; got != types.SpaceWide {
			t.Errorf("plan is %v after the listing recovered", got)
		}
		d.mustAgree(t, w)
	})
}

func TestOddPagesAreReadPast(t *testing.T) {
	number := 0
	for _, c := range []struct {
		name    string
		edit    func(r *http.Request, asked map[string]any, status int, told map[string]any) int
		anomaly string
		state   inventory.State
	}{
		{"no end of empty pages", func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if asked["projectName"] == "web" {
				number++
				told["nextToken"], told["items"] = strings.Repeat("x", number), []any{}
			}
			return status
		}, "pages do not end", inventory.Unavailable},
		{"no end of equal pages", func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if asked["projectName"] == "web" {
				number++
				told["nextToken"] = strings.Repeat("x", number)
			}
			return status
		}, "came twice in one list", inventory.Unavailable},
		{"tokens in a circle", func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if asked["projectName"] == "web" {
				number++
				told["nextToken"] = []string{"a", "b", "c"}[number%3]
			}
			return status
		}, "tokens that came twice", inventory.Unavailable},
		{"no names, times or known statuses", func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if items, ok := told["items"].([]any); ok && asked["projectName"] == "web" {
				for _, i := range items {
					item := i.(map[string]any)
					delete(item, "spaceName")
					delete(item, "projectName")
					delete(item, "lastUpdatedTime")
					item["status"] = "DEFROSTING"
				}
			}
			return status
		}, "unknown statuses", inventory.Fresh},
		{"an empty page in between", func(r *http.Request, asked map[string]any, status int, told map[string]any) int {
			if asked["projectName"] == "web" && asked["nextToken"] == nil {
				told["nextToken"] = "more"
				told["items"] = []any{}
			}
			return status
		}, "empty pages", inventory.Fresh},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 1, EnvsPerProject: 1, Frozen: true})
				space := w.Spaces()[0].Name
				w.AddProject(space, sim.Project{Name: "web"})
				for range 3 {
					w.AddDevEnv(sim.DevEnv{Space: space, Project: "web", Status: sim.Stopped})
				}
				number = 0
				x := &tamper{inner: w.HTTPClient(), edit: c.edit, blind: true}
				f := fetch.New(fetch.NewClientOver(x, "https://sim.invalid", sim.DefaultToken), fetch.Options{Once: true})
				seen := newWatcher()
				f.Run(t.Context(), seen.take)
				l, _ := seen.List(types.Path{Space: space, Project: "web"})
				if l.State != c.state || c.state == inventory.Unavailable && l.Err.Reason != types.Incomplete {
					t.Errorf("%v, %v", l.State, l.Err)
				}
				if seen.Totals(types.Path{}).AtLeast != (c.state == inventory.Unavailable) {
					t.Errorf("totals %+v", seen.Totals(types.Path{}))
				}
				told := false
				for odd := range f.Stats().Anomalies {
					told = told || strings.Contains(odd, c.anomaly)
				}
				if !told {
					t.Errorf("oddities %v", f.Stats().Anomalies)
				}
				if n := w.Calls().Total; n > 60 {
					t.Errorf("%d calls", n)
				}
			})
		})
	}
}
