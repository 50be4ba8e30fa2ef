package inventory_test

import (
	"fmt"
	"runtime"
	"testing"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
)

// fleet is a world in events: projects lists of so many environments, each with sessions where share says so.
func fleet(projects, each int, sessionsOf func(n int) int) (events []types.Event) {
	var list []types.Project
	for p := range projects {
		list = append(list, types.Project{Name: fmt.Sprint("project-", p)})
	}
	events = append(events, types.Event{Items: types.Items{Spaces: []types.Space{{Name: "acme"}}}, At: at(0)},
		types.Event{Path: acme, Items: types.Items{Projects: list}, At: at(0)})
	n := 0
	for p := range projects {
		path := types.Path{Space: "acme", Project: list[p].Name}
		e := types.Event{Path: path, At: at(0)}
		e.Items.DevEnvs = make([]types.DevEnv, 0, each)
		for range each {
			one := env(n, types.Running)
			one.Project = types.MakeText(path.Project)
			if sessionsOf(n) < 0 {
				one.Status = types.Stopped
			}
			e.Items.DevEnvs = append(e.Items.DevEnvs, one)
			n++
		}
		types.Pack(&e.Items)
		events = append(events, e)
	}
	n = 0
	for p := range projects {
		for i := range each {
			if k := sessionsOf(n); k >= 0 {
				e := types.Event{Path: types.Path{Space: "acme", Project: list[p].Name, DevEnv: events[p+2].Items.DevEnvs[i].ID}, At: at(0)}
				e.Items.Sessions = make([]types.Session, 0, k)
				for j := range k {
					e.Items.Sessions = append(e.Items.Sessions, types.Session{ID: id(n*7 + j), Started: at(j).Unix()})
				}
				types.Pack(&e.Items)
				events = append(events, e)
			}
			n++
		}
	}
	return events
}

// tenth has ten sessions on every tenth environment and lets the others stand.
func tenth(n int) int {
	if n%10 > 0 {
		return -1
	}
	return 10
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkMemory says what an environment and a session cost, the events' own items included.
func BenchmarkMemory(b *testing.B) {
	for _, c := range []struct {
		name           string
		projects, each int
		sessionsOf     func(n int) int
	}{
		{"333 each, 1 in 10 RUNNING, 10 sessions", 300, 333, tenth},
		{"20 each, 1 in 10 RUNNING, 10 sessions", 5000, 20, tenth},
		{"333 each, all RUNNING, 1 session", 300, 333, func(int) int { return 1 }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for range b.N {
				before := heapInUse()
				events := fleet(c.projects, c.each, c.sessionsOf)
				v := inventory.New()
				var sessions []types.Event
				for _, e := range events {
					if e.Path.Kind() == types.Sessions {
						sessions = append(sessions, e)
						continue
					}
					v.Apply(e)
				}
				envs := v.Totals(types.Path{}).DevEnvs
				clear(events)
				events = nil //nolint:ineffassign,wastedassign // lets go of the array, which would be counted
				for i := range sessions {
					v.Apply(sessions[i])
				}
				n := v.Totals(types.Path{}).Sessions
				clear(sessions)
				sessions = nil
				all := float64(heapInUse() - before)
				for p := range c.projects { // and what the environments take without any session
					v.Apply(stopped(v, types.Path{Space: "acme", Project: fmt.Sprint("project-", p)}))
				}
				bare := float64(heapInUse() - before)
				b.ReportMetric(bare/float64(envs), "B/environment")
				b.ReportMetric((all-bare)/float64(n), "B/session")
				runtime.KeepAlive(v)
			}
		})
	}
}

// stopped is the list at p with nothing RUNNING.
func stopped(v *inventory.Inventory, p types.Path) types.Event {
	l, _ := v.List(p)
	list := append(make([]types.DevEnv, 0, len(l.Items.DevEnvs)), l.Items.DevEnvs...)
	for i := range list {
		list[i].Status = types.Stopped
	}
	return types.Event{Path: p, Items: types.Items{DevEnvs: list}, At: at(1)}
}

func BenchmarkApplyEqual2000(b *testing.B) {
	v := inventory.New()
	lists := [2]types.Event{}
	for i := range lists {
		lists[i] = envs(i)
		for n := range 2000 {
			lists[i].Items.DevEnvs = append(lists[i].Items.DevEnvs, env(n, types.Running))
		}
		v.Apply(lists[i])
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		v.Apply(lists[i%2])
	}
}

func BenchmarkApplyOneChangeIn2000(b *testing.B) {
	v := inventory.New()
	lists := [2]types.Event{}
	for i := range lists {
		lists[i] = envs(i)
		for n := range 2000 {
			lists[i].Items.DevEnvs = append(lists[i].Items.DevEnvs, env(n, types.Running))
		}
		lists[i].Items.DevEnvs[1000].Status = types.Status(2 + 3*i)
		v.Apply(lists[i])
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		v.Apply(lists[i%2])
	}
}

// What is remembered of a change does not keep the page that told of it.
func TestChangesKeepNoPages(t *testing.T) {
	v := inventory.New()
	var kept []types.Change
	before := heapInUse()
	for n := range 2000 {
		e := envs(n)
		for i := range 50 {
			e.Items.DevEnvs = append(e.Items.DevEnvs, env(i, types.Running))
		}
		e.Items.DevEnvs[n%50].Status = types.Stopped
		types.Pack(&e.Items)
		kept = append(kept, v.Apply(e)...)
	}
	each := (heapInUse() - before) / uint64(len(kept))
	if len(kept) < 3900 || each > 500 {
		t.Errorf("%d bytes for each of %d changes", each, len(kept))
	}
	runtime.KeepAlive(v)
	runtime.KeepAlive(kept)
}

// BenchmarkFreshnessOf100000 is what counting the lists costs after one of them was read again.
func BenchmarkFreshnessOf100000(b *testing.B) {
	v := inventory.New()
	events := fleet(5000, 20, tenth)
	for _, e := range events {
		v.Apply(e)
	}
	again := events[len(events)/2]
	b.ReportAllocs()
	for b.Loop() {
		v.Apply(again)
		v.Freshness()
	}
}
