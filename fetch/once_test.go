package fetch_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/sim"
)

// watcher applies what a fetcher emits, as the screen does.
type watcher struct {
	*inventory.Inventory
	changes []types.Change
	batches int
	at      []time.Time // of the batches
}

func newWatcher() *watcher { return &watcher{Inventory: inventory.New()} }

func (w *watcher) take(batch []types.Event) {
	w.batches++
	w.at = append(w.at, time.Now())
	for _, e := range batch {
		w.changes = append(w.changes, w.Apply(e)...)
	}
}

func client(w *sim.World) fetch.API {
	return fetch.NewClientOver(w.HTTPClient(), "https://sim.invalid", sim.DefaultToken)
}

// readOnce reads the world to the end.
func readOnce(t *testing.T, w *sim.World, o fetch.Options) (*watcher, *fetch.Fetcher) {
	t.Helper()
	o.Once = true
	f := fetch.New(client(w), o)
	seen := newWatcher()
	if err := f.Run(context.Background(), seen.take); err != nil {
		t.Fatal(err)
	}
	return seen, f
}

// differ compares an inventory with the service and returns what they disagree about.
func differ(w *sim.World, v *inventory.Inventory) []string {
	want, got := map[string]bool{}, map[string]bool{}
	for _, s := range w.Spaces() {
		want["space "+s.Name] = true
		for _, p := range w.Projects(s.Name) {
			if p.NotMember {
				continue
			}
			want["project "+s.Name+"/"+p.Name] = true
			if p.Denied {
				continue
			}
			for _, e := range w.DevEnvs(s.Name, p.Name) {
				want["env "+s.Name+"/"+p.Name+"/"+e.ID+" "+string(e.Status)] = true
				if e.Status != "RUNNING" {
					continue
				}
				for _, x := range w.Sessions(s.Name, p.Name, e.ID) {
					want["session "+e.ID+" "+x.ID] = true
				}
			}
		}
	}
	spaces, _ := v.List(types.Path{})
	for _, s := range spaces.Items.Spaces {
		got["space "+s.Name] = true
		projects, _ := v.List(types.Path{Space: s.Name})
		for _, p := range projects.Items.Projects {
			got["project "+s.Name+"/"+p.Name] = true
		}
	}
	for e := range v.DevEnvs() {
		got["env "+e.Path().String()+" "+e.StatusWord()] = true
	}
	for e, x := range v.AllSessions() {
		got["session "+e.ID+" "+x.ID] = true
	}
	var diff []string
	for k := range want {
		if !got[k] {
			diff = append(diff, "missing "+k)
		}
	}
	for k := range got {
		if !want[k] {
			diff = append(diff, "extra "+k)
		}
	}
	slices.Sort(diff)
	return diff
}

func mustAgree(t *testing.T, w *sim.World, v *inventory.Inventory) {
	t.Helper()
	if diff := differ(w, v); len(diff) > 0 {
		t.Errorf("inventory and service differ in %d: %q", len(diff), diff[:min(len(diff), 8)])
	}
}

func tree() sim.Config {
	return sim.Config{Seed: 1, Spaces: 3, ProjectsPerSpace: 100, EnvsPerProject: 20, Frozen: true, Latency: 80 * time.Millisecond}
}

func TestOnceReadsTheWholeTree(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(tree())
		start := time.Now()
		seen, f := readOnce(t, w, fetch.Options{})
		mustAgree(t, w, seen.Inventory)
		calls := w.Calls()
		bound := time.Duration(calls.Total) * 80 * time.Millisecond / 16
		took := time.Since(start)
		ratio := float64(took) / float64(bound)
		t.Logf("%-36s %4d calls %6.1f s  %.3f × bound", "80 ms a call, 16 in flight", calls.Total, took.Seconds(), ratio)
		if ratio > 1.15 || calls.Total > 1000 || calls.MaxInFlight > 16 {
			t.Errorf("%.3f × the bound with %d calls, %d in flight", ratio, calls.Total, calls.MaxInFlight)
		}
		if calls.MalformedTotal > 0 {
			t.Errorf("malformed: %v", calls.Malformed)
		}
		if got := f.Stats().Calls; got != calls.LastMinute {
			t.Errorf("Stats says %d calls in the last minute, the service %d", got, calls.LastMinute)
		}
		if totals := seen.Totals(types.Path{}); totals.AtLeast || totals.DevEnvs != 6000 {
			t.Errorf("totals %+v", totals)
		}
	})
}
