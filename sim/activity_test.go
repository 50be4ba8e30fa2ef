package sim_test

import (
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/sim"
)

// everything is the whole world as comparable values.
func everything(w *sim.World) map[string]any {
	all := map[string]any{"": w.Spaces()}
	for _, s := range w.Spaces() {
		all[s.Name] = w.Projects(s.Name)
		for _, p := range w.Projects(s.Name) {
			for _, e := range w.DevEnvs(s.Name, p.Name) {
				all[e.ID] = e
				all[e.ID+"/"] = w.Sessions(s.Name, p.Name, e.ID)
			}
		}
	}
	return all
}

func TestSameSeedAndClockMakeTheSameWorldHoweverOftenItIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		often, seldom := sim.New(sim.Config{Seed: 9}), sim.New(sim.Config{Seed: 9})
		other := sim.New(sim.Config{Seed: 10})
		for range 600 {
			elapse(13 * time.Second)
			often.Counts()
		}
		if !reflect.DeepEqual(everything(often), everything(seldom)) {
			t.Error("reading changed what happened")
		}
		if reflect.DeepEqual(everything(often), everything(other)) {
			t.Error("another seed made the same world")
		}
	})
}

func TestDemoChangesAndKeepsItsSize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{})
		before, changes := w.Counts(), 0
		for range 24 * 720 { // a day, read every five seconds
			elapse(5 * time.Second)
			now := w.Counts()
			if now != before {
				changes++
			}
			before = now
			if now.Running < 50 || now.Running > 85 || now.Sessions < 70 || now.Sessions > 210 || now.DevEnvs < 280 || now.DevEnvs > 360 {
				t.Fatalf("the size is out of bounds: %+v", now)
			}
		}
		if changes < 24*720/4 {
			t.Errorf("something changed in only %d of %d reads", changes, 24*720)
		}
	})
}

// The world maintains its counts incrementally; this test recomputes them.
func TestCountsMatchTheLists(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Seed: 2, Speed: 5})
		for range 20 {
			elapse(17 * time.Minute)
			id := w.AddDevEnv(sim.DevEnv{Space: "acme", Project: "search", Status: sim.Running})
			w.AddSession("acme", "search", id, sim.Session{})
			w.SetStatus("acme", "search", id, "HIBERNATING", "")
			sum := sim.Counts{}
			for _, s := range w.Spaces() {
				sum.Spaces++
				for _, p := range w.Projects(s.Name) {
					sum.Projects++
					for _, e := range w.DevEnvs(s.Name, p.Name) {
						sum.DevEnvs++
						if e.Status == sim.Running {
							sum.Running++
						}
						sum.Sessions += len(w.Sessions(s.Name, p.Name, e.ID))
					}
				}
			}
			if n := w.Counts(); n != sum {
				t.Fatalf("counts %+v, want %+v", n, sum)
			}
		}
		w.RemoveProject("acme", "search")
		w.RemoveProject("acme", "web-frontend")
		if n := w.Counts(); n.Projects != 46 || len(w.DevEnvs("acme", "search")) != 0 {
			t.Errorf("%+v", n)
		}
	})
}

func TestDemoHasEveryKindOfEnvironment(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	seen := map[string]bool{}
	for _, s := range w.Spaces() {
		for _, p := range w.Projects(s.Name) {
			envs := w.DevEnvs(s.Name, p.Name)
			seen["empty project"] = seen["empty project"] || len(envs) == 0
			seen["denied project"] = seen["denied project"] || p.Denied
			seen["project without membership"] = seen["project without membership"] || p.NotMember
			for _, e := range envs {
				sessions := len(w.Sessions(s.Name, p.Name, e.ID))
				running := e.Status == sim.Running
				for what, is := range map[string]bool{
					"used": sessions > 1, "unused": running && sessions == 0, "never stops": running && e.Timeout == 0,
					"failed with a reason": e.Status == sim.Failed && e.StatusReason != "", "vpc": e.VPC != "",
					"no alias": e.Alias == "", "starting": e.Status == sim.Starting, "no repository": len(e.Repositories) == 0,
					"ide with runtime": e.IDE.Runtime != "", "no ide": e.IDE == sim.IDE{},
				} {
					seen[what] = seen[what] || is
				}
			}
		}
	}
	for what, is := range seen {
		if !is {
			t.Errorf("the demo has no %s", what)
		}
	}
}

func TestFreezeStopsActivityAndResumesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Seed: 1, Frozen: true})
		before := everything(w)
		elapse(100 * time.Hour)
		if !reflect.DeepEqual(before, everything(w)) {
			t.Error("a frozen world changed")
		}
		w.Freeze(false)
		elapse(10 * time.Minute)
		after := everything(w)
		if reflect.DeepEqual(before, after) {
			t.Error("a resumed world did not change")
		}
		w.Freeze(true)
		elapse(2 * time.Minute) // transitions in progress complete
		after = everything(w)
		elapse(100 * time.Hour)
		if !reflect.DeepEqual(after, everything(w)) {
			t.Error("a world frozen again changed")
		}
	})
}

func TestSpeedMakesTheSameChangesHappenSooner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow, fast := sim.New(sim.Config{Seed: 4}), sim.New(sim.Config{Seed: 4, Speed: 10})
		elapse(6 * time.Minute)
		early := fast.Counts()
		elapse(54 * time.Minute)
		if late := slow.Counts(); late != early {
			t.Errorf("after an hour %+v, after six minutes at ten times the speed %+v", late, early)
		}
	})
}

func TestOnlyUnusedEnvironmentsStopAfterTheirTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 1, EnvsPerProject: 1, RunningShare: -1})
		add := func(minutes int) string {
			return w.AddDevEnv(sim.DevEnv{Space: "acme", Project: "payments-api", Status: sim.Running, Timeout: minutes})
		}
		unused, used, never := add(15), add(15), add(-1)
		w.AddSession("acme", "payments-api", used, sim.Session{ID: "it"})
		status := func(id string) sim.Status {
			e, _ := w.DevEnv("acme", "payments-api", id)
			return e.Status
		}
		elapse(15*time.Minute - time.Second)
		if s := status(unused); s != sim.Running {
			t.Errorf("%s before its timeout", s)
		}
		elapse(2 * time.Second)
		if s := status(unused); s != sim.Stopping {
			t.Errorf("unused: %s after its timeout", s)
		}
		elapse(time.Minute)
		if a, b, c := status(unused), status(used), status(never); a != sim.Stopped || b != sim.Running || c != sim.Running {
			t.Errorf("unused %s, used %s, never stopping %s", a, b, c)
		}
		w.EndSession("acme", "payments-api", used, "it")
		elapse(16 * time.Minute)
		if s := status(used); s != sim.Stopped {
			t.Errorf("no longer used: %s", s)
		}
	})
}
