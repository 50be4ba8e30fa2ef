package fetch_test

import (
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/sim"
)

func TestSteadyStateKeepsTheBudget(t *testing.T) {
	long(t)
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(tree())
		d := watch(t, client(w), fetch.Options{})
		d.Focus(types.Path{Space: w.Spaces()[0].Name})
		elapse(20 * time.Second)
		d.mustAgree(t, w)
		for i := range 12 {
			elapse(time.Minute)
			got := d.Stats()
			if said, counted := got.Calls, w.Calls().LastMinute; max(said-counted, counted-said) > 5 { // they count half a round trip apart
				t.Errorf("minute %d: Stats says %d calls, the service %d", i, said, counted)
			}
			if i > 0 && got.Calls > got.Budget {
				t.Errorf("minute %d: %d calls, budget %d", i, got.Calls, got.Budget)
			}
			d.look(func(seen *watcher) {
				if age := time.Since(seen.Freshness().Oldest); age > 12*time.Minute*13/10 {
					t.Errorf("minute %d: a list has not been read for %v", i, age)
				}
			})
		}
		d.mustAgree(t, w)
		d.Pause(true)
		elapse(time.Second) // calls in flight are counted here already, but not by the service
		total := 0
		for _, n := range d.Stats().ByOperation {
			total += n
		}
		if said := w.Calls().Total; total != said {
			t.Errorf("Stats says %d calls in all, the service %d", total, said)
		}
		for space, plan := range d.Stats().Plans {
			if plan != types.SpaceWide {
				t.Errorf("plan of %s is %v", space, plan)
			}
		}
	})
}

// What is on the screen with the focus is live though the budget is far too small for the whole tree; everything else is as
// fresh as the budget allows.
func TestSessionsAreFreshWhereTheyAreLookedAt(t *testing.T) {
	long(t)
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := tree()
		c.RunningShare = 0.1
		w := sim.New(c)
		space := w.Spaces()[1].Name
		project := w.Projects(space)[20].Name
		for range 6 {
			w.AddDevEnv(sim.DevEnv{Space: space, Project: project, Status: sim.Running})
		}
		d := watch(t, client(w), fetch.Options{})
		list := w.DevEnvs(space, project)
		d.Focus(types.Path{Space: space, Project: project, DevEnv: list[0].ID})
		elapse(15 * time.Minute)
		inFocus, elsewhere := time.Duration(0), time.Duration(0)
		for range 600 {
			elapse(time.Second)
			d.look(func(seen *watcher) {
				for e := range seen.DevEnvs() {
					if e.Status != types.Running {
						continue
					}
					l, _ := seen.List(e.Path())
					if age := time.Since(l.At); e.Project.String() == project && e.Space.String() == space {
						inFocus = max(inFocus, age)
					} else {
						elsewhere = max(elsewhere, age)
					}
				}
			})
		}
		t.Logf("sessions are at most %v old beside the focus and %v elsewhere, stretched by %.2f", inFocus, elsewhere, d.Stats().Stretch)
		if inFocus > 40*time.Second || elsewhere > 215*time.Second {
			t.Errorf("%v beside the focus, %v elsewhere", inFocus, elsewhere)
		}
	})
}

// The sessions of an environment that stopped cannot be listed until its project is reread: this is not reported as a failure.
func TestEnvironmentThatStopsIsNoFailure(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(w *sim.World, e sim.DevEnv){
		"stops":       func(w *sim.World, e sim.DevEnv) { w.SetStatus(e.Space, e.Project, e.ID, sim.Stopped, "") },
		"is stopping": func(w *sim.World, e sim.DevEnv) { w.SetStatus(e.Space, e.Project, e.ID, sim.Stopping, "") },
		"goes":        func(w *sim.World, e sim.DevEnv) { w.RemoveDevEnv(e.Space, e.Project, e.ID) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(small())
				space := w.Spaces()[0].Name
				project := w.Projects(space)[0].Name
				id := w.AddDevEnv(sim.DevEnv{Space: space, Project: project, Status: sim.Running})
				w.AddSession(space, project, id, sim.Session{})
				d := watch(t, client(w), fetch.Options{})
				at := types.Path{Space: space, Project: project, DevEnv: id}
				d.Focus(at)
				elapse(time.Minute)
				e, _ := w.DevEnv(space, project, id)
				end(w, e)
				d.Touch(at) // before its project is read
				elapse(time.Minute)
				d.look(func(seen *watcher) {
					for _, c := range seen.changes {
						if c.Kind == types.ListLost {
							t.Errorf("told of %+v", c)
						}
					}
				})
				if n := w.Calls(); n.Total-n.ByStatus[200] == 0 {
					t.Error("nothing was refused: it has not been tried")
				}
				d.mustAgree(t, w)
			})
		})
	}
}
