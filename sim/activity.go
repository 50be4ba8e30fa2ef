package sim

import (
	"math"
	"time"
)

// activityPerEnv is how many ticks a second each running environment adds: in the demo, with about sixty of them, something
// changes about every three seconds.
const activityPerEnv = 0.005

// startActivity lets the world change by itself from now on.
func (w *World) startActivity() {
	w.living = true
	w.activityGeneration++
	for _, e := range w.running.envs {
		w.scheduleIdleStop(e)
	}
	w.scheduleNextTick()
}

func (w *World) scheduleNextTick() {
	rate := 0.02 + activityPerEnv*float64(len(w.running.envs))
	w.scheduleTick(time.Duration(float64(time.Second) * w.rng.ExpFloat64() / rate))
}

// runActivity makes one random change. The probabilities keep the world near the size it was created with.
func (w *World) runActivity() {
	switch p := w.rng.Float64(); {
	case p < 0.87:
		w.startOrEndSession()
	case p < 0.97:
		w.startOrStopEnv()
	default:
		w.createOrDeleteEnv()
	}
	w.scheduleNextTick()
}

// startOrEndSession keeps an environment near its target number of sessions.
func (w *World) startOrEndSession() {
	e := w.pickRunningEnv()
	if e == nil || e.targetSessions == 0 && len(e.sessions) == 0 {
		return
	}
	want, have := float64(e.targetSessions), float64(len(e.sessions))
	if w.rng.Float64()*(want+have) < want {
		w.addSession(e, session{w.sessionID(), w.clock})
		return
	}
	w.endSession(e, e.sessions[w.rng.IntN(len(e.sessions))].id)
}

// pickRunningEnv prefers the project that the demo shows first, so that changes are visible at once.
func (w *World) pickRunningEnv() *devEnv {
	if w.showcase != nil && len(w.showcase.envs) > 0 && w.rng.IntN(4) == 0 {
		e := w.showcase.envs[w.rng.IntN(len(w.showcase.envs))]
		if e.status == Running && !e.manual {
			return e
		}
	}
	return w.pick(&w.running)
}

// pick returns a random environment of the set, or nil if the set is empty or that one was added by hand.
func (w *World) pick(s *envSet) *devEnv {
	if len(s.envs) == 0 {
		return nil
	}
	if e := s.envs[w.rng.IntN(len(s.envs))]; !e.manual {
		return e
	}
	return nil
}

// startOrStopEnv moves the number of running environments towards its target. In addition, unused ones stop after their
// timeout.
func (w *World) startOrStopEnv() {
	shortfall := float64(w.targetRunning-len(w.running.envs)) / math.Max(1, float64(w.targetRunning))
	if w.rng.Float64() < 0.55+3*shortfall {
		if e := w.pick(&w.stopped); e != nil && e.pending == nonePending && !w.leaveAlone(e) {
			w.beginStart(e)
		}
		return
	}
	if e := w.pick(&w.running); e != nil && !w.leaveAlone(e) {
		w.beginStop(e)
	}
}

// leaveAlone makes environments that nobody uses start and stop less often than the others.
func (w *World) leaveAlone(e *devEnv) bool { return e.targetSessions == 0 && w.rng.IntN(4) > 0 }

// createOrDeleteEnv moves the number of environments towards the initial number.
func (w *World) createOrDeleteEnv() {
	e := w.pick(&w.stopped)
	if e == nil || e.pending != nonePending {
		return
	}
	surplus := float64(w.envCount-w.targetEnvs) / 20
	if w.rng.Float64() < 0.5+surplus {
		w.beginDelete(e)
		return
	}
	w.createEnv(e.project)
}

// createEnv creates an environment: it is PENDING, then STARTING, then RUNNING.
func (w *World) createEnv(p *project) *devEnv {
	e := w.newRandomEnv(p, w.uuid())
	e.status, e.updated = Pending, w.clock
	p.insert(e)
	w.envCount++
	w.schedule(e, toStarting, w.randomBetween(2*time.Second, 6*time.Second))
	return e
}
