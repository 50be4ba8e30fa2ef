package sim

import (
	"math"
	"time"
)

// Moments a second that a running environment adds: with the demo's sixty something happens about every three seconds.
const activityPerEnv = 0.005

// thaw lets the world live from now on.
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

// happen lets one thing happen. The world wanders about the size it was made with, whatever happens.
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

// comeOrGo starts or ends a session, so that an environment has about as many as it tends to have.
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

// pickRunning prefers the project that a demo shows first, so that something moves before one's eyes.
func (w *World) pickRunningEnv() *devEnv {
	if w.showcase != nil && len(w.showcase.envs) > 0 && w.rng.IntN(4) == 0 {
		e := w.showcase.envs[w.rng.IntN(len(w.showcase.envs))]
		if e.status == Running && !e.manual {
			return e
		}
	}
	return w.pick(&w.running)
}

func (w *World) pick(r *envSet) *devEnv {
	if len(r.envs) == 0 {
		return nil
	}
	if e := r.envs[w.rng.IntN(len(r.envs))]; !e.manual {
		return e
	}
	return nil
}

// startOrStop pulls the number of running environments towards the target. The idle ones stop by themselves besides.
func (w *World) startOrStopEnv() {
	lack := float64(w.targetRunning-len(w.running.envs)) / math.Max(1, float64(w.targetRunning))
	if w.rng.Float64() < 0.55+3*lack {
		if e := w.pick(&w.stopped); e != nil && e.pending == nonePending && !w.leaveAlone(e) {
			w.beginStart(e)
		}
		return
	}
	if e := w.pick(&w.running); e != nil && !w.leaveAlone(e) {
		w.beginStop(e)
	}
}

// neglects tells that nobody minds e this time: what nobody uses is seldom started, and seldom stopped again.
func (w *World) leaveAlone(e *devEnv) bool { return e.targetSessions == 0 && w.rng.IntN(4) > 0 }

// createOrDelete pulls the number of environments towards the number there were at first.
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
	w.createEnv(e.in)
}

// create lets somebody make an environment: it is PENDING, then STARTING, then RUNNING.
func (w *World) createEnv(p *project) *devEnv {
	e := w.newRandomEnv(p, w.uuid())
	e.status, e.updated = Pending, w.clock
	p.insert(e)
	w.envCount++
	w.schedule(e, toStarting, w.randomBetween(2*time.Second, 6*time.Second))
	return e
}
