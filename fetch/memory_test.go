package fetch_test

import (
	"fmt"
	"runtime"
	"testing"

	"catwatch/fetch"
)

// fleet is a world in events: projects lists of so many environments, each with sessions where share says so.
func fleet(projects, each int, sessionsOf func(n int) int) (events []fetch.Event) {
	var list []fetch.Project
	for p := range projects {
		list = append(list, fetch.Project{Name: fmt.Sprint("project-", p)})
	}
	events = append(events, fetch.Event{Items: fetch.Items{Spaces: []fetch.Space{{Name: "acme"}}}, At: at(0)},
		fetch.Event{Path: acme, Items: fetch.Items{Projects: list}, At: at(0)})
	n := 0
	for p := range projects {
		path := fetch.Path{Space: "acme", Project: list[p].Name}
		e := fetch.Event{Path: path, At: at(0)}
		e.Items.DevEnvs = make([]fetch.DevEnv, 0, each)
		for range each {
			one := env(n, fetch.Running)
			one.Project = fetch.MakeText(path.Project)
			if sessionsOf(n) < 0 {
				one.Status = fetch.Stopped
			}
			e.Items.DevEnvs = append(e.Items.DevEnvs, one)
			n++
		}
		fetch.Pack(&e.Items)
		events = append(events, e)
	}
	n = 0
	for p := range projects {
		for i := range each {
			if k := sessionsOf(n); k >= 0 {
				e := fetch.Event{Path: fetch.Path{Space: "acme", Project: list[p].Name, DevEnv: events[p+2].Items.DevEnvs[i].ID}, At: at(0)}
				e.Items.Sessions = make([]fetch.Session, 0, k)
				for j := range k {
					e.Items.Sessions = append(e.Items.Sessions, fetch.Session{ID: id(n*7 + j), Started: at(j).Unix()})
				}
				fetch.Pack(&e.Items)
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

func inUse() uint64 {
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
				before := inUse()
				events := fleet(c.projects, c.each, c.sessionsOf)
				v := fetch.NewInventory()
				var sessions []fetch.Event
				for _, e := range events {
					if e.Path.Kind() == fetch.Sessions {
						sessions = append(sessions, e)
						continue
					}
					v.Apply(e)
				}
				envs := v.Totals(fetch.Path{}).DevEnvs
				clear(events)
				events = nil
				for i := range sessions {
					v.Apply(sessions[i])
				}
				n := v.Totals(fetch.Path{}).Sessions
				clear(sessions)
				sessions = nil
				all := float64(inUse() - before)
				for p := range c.projects { // and what the environments take without any session
					v.Apply(stopped(v, fetch.Path{Space: "acme", Project: fmt.Sprint("project-", p)}))
				}
				bare := float64(inUse() - before)
				b.ReportMetric(bare/float64(envs), "B/environment")
				b.ReportMetric((all-bare)/float64(n), "B/session")
				runtime.KeepAlive(v)
			}
		})
	}
}

// stopped is the list at p with nothing RUNNING.
func stopped(v *fetch.Inventory, p fetch.Path) fetch.Event {
	l, _ := v.List(p)
	list := append(make([]fetch.DevEnv, 0, len(l.Items.DevEnvs)), l.Items.DevEnvs...)
	for i := range list {
		list[i].Status = fetch.Stopped
	}
	return fetch.Event{Path: p, Items: fetch.Items{DevEnvs: list}, At: at(1)}
}

func BenchmarkApplyEqual2000(b *testing.B) {
	v := fetch.NewInventory()
	lists := [2]fetch.Event{}
	for i := range lists {
		lists[i] = envs(i)
		for n := range 2000 {
			lists[i].Items.DevEnvs = append(lists[i].Items.DevEnvs, env(n, fetch.Running))
		}
		v.Apply(lists[i])
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		v.Apply(lists[i%2])
	}
}

func BenchmarkApplyOneChangeIn2000(b *testing.B) {
	v := fetch.NewInventory()
	lists := [2]fetch.Event{}
	for i := range lists {
		lists[i] = envs(i)
		for n := range 2000 {
			lists[i].Items.DevEnvs = append(lists[i].Items.DevEnvs, env(n, fetch.Running))
		}
		lists[i].Items.DevEnvs[1000].Status = fetch.Status(2 + 3*i)
		v.Apply(lists[i])
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		v.Apply(lists[i%2])
	}
}

// What is remembered of a change does not keep the page that told of it.
func TestChangesKeepNoPages(t *testing.T) {
	v := fetch.NewInventory()
	var kept []fetch.Change
	before := inUse()
	for n := range 2000 {
		e := envs(n)
		for i := range 50 {
			e.Items.DevEnvs = append(e.Items.DevEnvs, env(i, fetch.Running))
		}
		e.Items.DevEnvs[n%50].Status = fetch.Stopped
		fetch.Pack(&e.Items)
		kept = append(kept, v.Apply(e)...)
	}
	each := (inUse() - before) / uint64(len(kept))
	if len(kept) < 3900 || each > 500 {
		t.Errorf("%d bytes for each of %d changes", each, len(kept))
	}
	runtime.KeepAlive(v)
	runtime.KeepAlive(kept)
}
