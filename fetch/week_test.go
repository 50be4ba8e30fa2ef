package fetch_test

import (
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/sim"
)

// After a week of changes and failures, a dashboard takes the resources that it took after an hour.
func TestWeek(t *testing.T) {
	long(t)
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Seed: 7, Spaces: 1, ProjectsPerSpace: 4, EnvsPerProject: 6, RunningShare: 0.3, Latency: 80 * time.Millisecond})
		w.SetFaults(sim.Rule{Mix: append(sim.CommonFaults(), sim.TooManyRequests, sim.AccessDenied, sim.HTML), Share: 0.02})
		d := watch(t, client(w), fetch.Options{Interval: 10 * time.Minute})
		d.Focus(types.Path{Space: w.Spaces()[0].Name})
		before := d.size(t, w, 1)
		for day := range 7 {
			after := d.size(t, w, 24)
			t.Logf("day %d: %+v", day+1, after)
			if after.heap > before.heap+1<<20 || after.goroutines > before.goroutines+2 { // the runtime starts some itself
				t.Errorf("after day %d %+v, after an hour %+v", day+1, after, before)
			}
		}
		w.SetFaults()
		d.Refresh()
		elapse(time.Hour)
		d.mustAgree(t, w)
		if n := d.Stats(); n.Known != n.Read {
			t.Errorf("%d lists known, %d read", n.Known, n.Read)
		}
	})
}

// size is the resources that a dashboard takes.
type size struct {
	goroutines, lists, calls, changes int
	heap                              uint64
}

// size lets hours pass, each with a new project and a removed one, and measures with no call in flight.
func (d *dashboard) size(t *testing.T, w *sim.World, hours int) (s size) {
	t.Helper()
	space := w.Spaces()[0].Name
	for range hours {
		oldest := w.Projects(space)[0].Name
		name := fmt.Sprintf("p-%d", w.Calls().Total)
		w.AddProject(space, sim.Project{Name: name})
		for _, status := range []sim.Status{sim.Running, sim.Stopped, sim.Starting} {
			id := w.AddDevEnv(sim.DevEnv{Space: space, Project: name, Status: status})
			w.AddSession(space, name, id, sim.Session{})
		}
		w.RemoveProject(space, oldest)
		elapse(time.Hour)
	}
	d.Pause(true)
	elapse(time.Minute)
	d.look(func(seen *watcher) {
		s.changes = len(seen.changes)
		seen.changes, seen.at = nil, nil
	})
	s.goroutines, s.heap, s.lists, s.calls = runtime.NumGoroutine(), heapInUse(), d.Stats().Known, w.Calls().Total
	d.Pause(false)
	return s
}

// heapInUse is the heap after a collection, in bytes.
func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
