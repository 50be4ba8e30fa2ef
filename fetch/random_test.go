package fetch_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/sim"
)

// exclusive detects that a list is read twice at once.
type exclusive struct {
	inner    fetch.Doer
	mu       sync.Mutex
	underWay map[string]bool
	twice    []string
}

func (x *exclusive) Do(r *http.Request) (*http.Response, error) {
	key := r.Method + " " + r.URL.Path
	if body := peek(r); body["projectName"] != nil {
		key += fmt.Sprint(" ", body["projectName"])
	}
	x.mu.Lock()
	if x.underWay[key] {
		x.twice = append(x.twice, key)
	}
	x.underWay[key] = true
	x.mu.Unlock()
	defer func() {
		x.mu.Lock()
		delete(x.underWay, key)
		x.mu.Unlock()
	}()
	return x.inner.Do(r)
}

// stroller changes a world at random and records its changes.
type stroller struct {
	w    *sim.World
	dice *rand.Rand
	made map[string]int       // changes, by description
	born map[string]time.Time // when sessions started
	died map[string]time.Time // and when they ended
	n    int
}

func (s *stroller) did(format string, args ...any) { s.made[fmt.Sprintf(format, args...)]++ }

func pick[T any](s *stroller, list []T) (one T, ok bool) {
	if len(list) == 0 {
		return one, false
	}
	return list[s.dice.IntN(len(list))], true
}

var words = []sim.Status{"PENDING", "RUNNING", "STARTING", "STOPPING", "STOPPED", "FAILED", "DELETING", "DELETED", "HIBERNATING", "RUNNING", "RUNNING"}

func (s *stroller) step() {
	space, _ := pick(s, s.w.Spaces())
	project, ok := pick(s, s.w.Projects(space.Name))
	if !ok || s.dice.IntN(200) == 0 {
		s.n++
		s.w.AddProject(space.Name, sim.Project{Name: fmt.Sprintf("new-%d", s.n)})
		return
	}
	if s.dice.IntN(400) == 0 {
		for _, e := range s.w.DevEnvs(space.Name, project.Name) {
			s.did("left %s", e.ID)
		}
		s.w.RemoveProject(space.Name, project.Name)
		return
	}
	env, ok := pick(s, s.w.DevEnvs(space.Name, project.Name))
	if !ok || s.dice.IntN(20) == 0 {
		status, _ := pick(s, words)
		id := s.w.AddDevEnv(sim.DevEnv{Space: space.Name, Project: project.Name, Status: status})
		s.did("appeared %s", id)
		return
	}
	switch s.dice.IntN(10) {
	case 0:
		s.w.RemoveDevEnv(space.Name, project.Name, env.ID)
		s.did("left %s", env.ID)
	case 1, 2, 3:
		status, _ := pick(s, words)
		s.w.SetStatus(space.Name, project.Name, env.ID, status, "")
		s.did("status %s %s", env.ID, status)
	case 4, 5:
		if x, ok := pick(s, s.w.Sessions(space.Name, project.Name, env.ID)); ok {
			s.w.EndSession(space.Name, project.Name, env.ID, x.ID)
			s.died[x.ID] = time.Now()
		}
	default:
		if id := s.w.AddSession(space.Name, project.Name, env.ID, sim.Session{}); id != "" {
			s.born[id] = time.Now()
		}
	}
}

func TestRandomWalk(t *testing.T) {
	long(t)
	t.Parallel()
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(sim.Config{Seed: seed, Spaces: 2, ProjectsPerSpace: 6, EnvsPerProject: 8, RunningShare: 0.5, Frozen: true, Latency: 80 * time.Millisecond})
				x := &exclusive{inner: w.HTTPClient(), underWay: map[string]bool{}}
				d := watch(t, fetch.NewClientOver(x, "https://sim.invalid", sim.DefaultToken), fetch.Options{Budget: 3000})
				elapse(time.Minute)
				s := &stroller{w: w, dice: rand.New(rand.NewPCG(seed, 7)), made: map[string]int{}, born: map[string]time.Time{}, died: map[string]time.Time{}}
				start := statuses(w)
				for i := range 1500 {
					s.step()
					elapse(time.Duration(s.dice.Int64N(int64(2 * time.Second))))
					s.disturb(d, i)
				}
				w.SetFaults()
				d.Pause(false)
				elapse(3 * time.Minute)
				d.mustAgree(t, w)
				d.look(func(seen *watcher) {
					s.check(t, seen.changes, start, statuses(w))
					if totals := seen.Totals(types.Path{}); totals.AtLeast {
						t.Errorf("not complete: %+v, %+v", totals, seen.Freshness())
					}
				})
				for _, key := range x.twice {
					t.Errorf("read twice at once: %s", key)
				}
			})
		})
	}
}

// disturb acts as the user and the network do.
func (s *stroller) disturb(d *dashboard, i int) {
	space, _ := pick(s, s.w.Spaces())
	project, _ := pick(s, s.w.Projects(space.Name))
	p := types.Path{Space: space.Name, Project: project.Name}
	switch {
	case i%17 == 0:
		d.Focus(p)
	case i%101 == 0:
		d.Touch(p)
	case i%307 == 0:
		d.Refresh()
	case i%500 == 0:
		d.Pause(i%1000 == 0)
	case i%100 == 50:
		s.w.SetFaults(sim.Rule{Mix: sim.CommonFaults(), Share: 0.05})
	case i%100 == 90:
		s.w.SetFaults()
	}
}

// statuses returns the status of each environment.
func statuses(w *sim.World) map[string]string {
	all := map[string]string{}
	for _, s := range w.Spaces() {
		for _, p := range w.Projects(s.Name) {
			for _, e := range w.DevEnvs(s.Name, p.Name) {
				all[e.ID] = string(e.Status)
			}
		}
	}
	return all
}

// check compares the changes that were reported with those that were made.
func (s *stroller) check(t *testing.T, changes []types.Change, start, end map[string]string) {
	t.Helper()
	state := start
	live := map[string]bool{}
	began, ended := map[string]bool{}, map[string]bool{}
	for _, c := range changes {
		id := c.Path.DevEnv
		switch c.Kind {
		case types.Appeared:
			if id != "" {
				if s.made["appeared "+id] == 0 {
					t.Errorf("%s is said to have appeared", id)
				}
				state[id] = word(c.To)
			}
		case types.Disappeared:
			if id != "" {
				if s.made["left "+id] == 0 {
					t.Errorf("%s is said to have left", id)
				}
				delete(state, id)
			}
		case types.StatusChanged:
			if got := state[id]; got != word(c.From) && got != "" && c.From != types.Deleted {
				t.Errorf("%s is said to have gone from %v, but was %s", id, c.From, got)
			}
			state[id] = word(c.To)
			if c.Took < 0 {
				t.Errorf("%s: %v", id, c.Took)
			}
		case types.SessionStarted:
			if _, ok := s.born[c.Session]; !ok || began[c.Session] {
				t.Errorf("session %s is said to have started", c.Session)
			}
			began[c.Session], live[c.Session] = true, true
		case types.SessionEnded:
			if ended[c.Session] {
				t.Errorf("session %s is said to have ended again", c.Session)
			}
			ended[c.Session] = true
			delete(live, c.Session)
		}
	}
	for id, status := range end {
		got, told := state[id] // the first read of a list reports no changes
		if told && got != status && status != "DELETED" && !(status == "HIBERNATING" && got == "UNKNOWN") {
			t.Errorf("%s is %s, by the changes %q", id, status, got)
		}
	}
	for id, at := range s.born {
		if over, ok := s.died[id]; ok && over.Sub(at) > 5*time.Minute && (!began[id] || !ended[id]) {
			t.Errorf("session %s, from %v to %v, was not reported: %v %v", id, at, over, began[id], ended[id])
		}
	}
}

func word(s types.Status) string { return s.String() }
