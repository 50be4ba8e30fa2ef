package fetch_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/sim"
)

func TestOnceIsExactThoughAnswersFail(t *testing.T) {
	t.Parallel()
	seeds := uint64(4)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := tree()
				c.Seed = seed
				w := sim.New(c)
				w.SetFaults(sim.Rule{Mix: append(sim.CommonFaults(), sim.TooManyRequests, sim.StallBody), Share: 0.05})
				start := time.Now()
				seen, f := readOnce(t, w, fetch.Options{})
				mustAgree(t, w, seen.Inventory)
				t.Logf("%-36s %4d calls %6.1f s  exact", "one answer in twenty fails", w.Calls().Total, time.Since(start).Seconds())
				if took := time.Since(start); took > 3*time.Minute {
					t.Errorf("%v", took)
				}
				if s := f.Stats(); s.ThrottledTotal == 0 || s.Faults == 0 {
					t.Errorf("no faults met: %+v", s)
				}
				if fresh := seen.Freshness(); fresh.Failed+fresh.Stale+fresh.Unread > 0 {
					t.Errorf("%+v", fresh)
				}
			})
		})
	}
}

// deniedLists records the status of the last answer for each list that was not read successfully.
type deniedLists struct {
	mu     sync.Mutex
	status map[types.Path]int
	at     map[types.Path]time.Time
}

func (f *deniedLists) note(c sim.Call) {
	p := types.Path{Space: c.Space, Project: c.Project, DevEnv: c.DevEnv}
	switch c.Operation {
	case "ListSpaces", "ListProjects", "ListDevEnvironmentSessions":
	case "ListDevEnvironments":
		if c.Project == "" {
			return
		}
	default:
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at[p] = c.At
	if f.status[p] = c.Status; c.Status == 0 {
		delete(f.status, p) // the connection broke, or there is no answer yet
	}
}

func TestDashboardConvergesWhenFaultsEnd(t *testing.T) {
	long(t)
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Seed: 3, Spaces: 2, ProjectsPerSpace: 8, EnvsPerProject: 6, RunningShare: 0.3, Latency: 80 * time.Millisecond, Frozen: true})
		w.SetFaults(sim.Rule{Mix: append(sim.CommonFaults(), sim.TooManyRequests), Share: 0.05})
		last := &deniedLists{status: map[types.Path]int{}, at: map[types.Path]time.Time{}}
		w.Watch(last.note)
		d := watch(t, client(w), fetch.Options{Budget: 100000})
		d.Focus(types.Path{Space: w.Spaces()[0].Name})
		for range 300 {
			elapse(997 * time.Millisecond)
			d.look(func(seen *watcher) {
				last.mu.Lock()
				defer last.mu.Unlock()
				for p, status := range last.status {
					l, ok := seen.List(p)
					if ok && l.State == inventory.Fresh && status != 200 && time.Since(last.at[p]) > 100*time.Millisecond {
						t.Fatalf("%v is shown as fresh, but was answered with %d", p, status)
					}
				}
			})
		}
		w.SetFaults()
		change(w)
		elapse(20 * time.Second)
		if f := d.freshness(); f.Stale+f.Failed+f.Unread > 0 {
			t.Errorf("%+v", f)
		}
		elapse(90 * time.Second)
		d.mustAgree(t, w)
	})
}

func TestFocusGoesFirstOnASlowService(t *testing.T) {
	long(t)
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(tree())
		w.SetRate(10, 10)
		d := watch(t, client(w), fetch.Options{})
		d.Focus(types.Path{})
		elapse(8 * time.Second)
		for i := range 20 {
			space := w.Spaces()[i%3].Name
			p := types.Path{Space: space, Project: w.Projects(space)[90-i].Name}
			d.Focus(p)
			elapse(1500 * time.Millisecond)
			d.look(func(seen *watcher) {
				if l, _ := seen.List(p); l.State != inventory.Fresh || len(l.Items.DevEnvs) != 20 {
					t.Errorf("%v: %v with %d items", p, l.State, len(l.Items.DevEnvs))
				}
			})
		}
	})
}

func TestOutageHoldsReadingBack(t *testing.T) {
	long(t)
	t.Parallel()
	for name, fault := range map[string]sim.Fault{"reset": sim.Reset, "unauthorized": sim.Unauthorized, "blocked": sim.Blocked, "stall": sim.Stall} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := tree()
				c.ProjectsPerSpace = 20
				w := sim.New(c)
				d := watch(t, client(w), fetch.Options{})
				elapse(30 * time.Second)
				before := w.Calls().Total
				w.SetFaults(sim.Rule{Mix: []sim.Fault{fault}})
				elapse(10 * time.Minute)
				if n := w.Calls().Total - before; n > 60 {
					t.Errorf("%d calls in ten minutes without an answer", n)
				}
				d.look(func(seen *watcher) {
					if f := seen.Freshness(); f.Stale != f.Lists {
						t.Errorf("not all lists are stale: %+v", f)
					}
					if n := seen.Totals(types.Path{}).DevEnvs; n != 1200 {
						t.Errorf("%d environments left", n)
					}
				})
				w.SetFaults()
				d.Touch(types.Path{})
				elapse(20 * time.Second)
				if f := d.freshness(); f.Stale > 0 {
					t.Errorf("after the outage: %+v", f)
				}
			})
		})
	}
}
