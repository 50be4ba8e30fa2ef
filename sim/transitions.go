package sim

import (
	"slices"
	"time"
)

// startFailureRate is the share of starts that fail at random.
const startFailureRate = 0.012

// applyStep carries out a scheduled step of an environment.
func (w *World) applyStep(e *devEnv, s step) {
	switch s {
	case toStarting:
		w.setStatus(e, Starting, "")
		w.schedule(e, toRunning, w.randomBetween(30*time.Second, 60*time.Second))
	case toRunning:
		w.finishStart(e)
	case toStopped:
		w.setStatus(e, Stopped, "")
		if e.pending == updatePending {
			w.schedule(e, toStarting, w.randomBetween(2*time.Second, 5*time.Second))
		}
	case toDeleted:
		w.setStatus(e, Deleted, "")
		w.schedule(e, toGone, w.randomBetween(20*time.Second, 40*time.Second))
	case toGone:
		w.removeEnv(e)
	case idleTimeout:
		if w.living {
			w.beginStop(e)
		}
	}
}

// setStatus sets the status. Unless it is RUNNING, the sessions end.
func (w *World) setStatus(e *devEnv, s Status, reason string) {
	e.generation++
	e.status, e.reason, e.updated = s, reason, w.clock
	if s != Running {
		w.sessionCount -= len(e.sessions)
		e.sessions = nil
	}
	w.updateSets(e)
}

// finishStart makes e RUNNING or, at random, FAILED.
func (w *World) finishStart(e *devEnv) {
	e.pending = nonePending
	random := w.living && !e.manual
	if random && w.rng.Float64() < startFailureRate {
		w.setStatus(e, Failed, failureReasons[w.rng.IntN(len(failureReasons))])
		return
	}
	w.setStatus(e, Running, "")
	if random && e.targetSessions > 0 {
		w.addSession(e, session{w.sessionID(), w.clock})
		return
	}
	w.scheduleIdleStop(e)
}

// beginStart starts e. Like the service, it still reports STOPPED for some seconds.
func (w *World) beginStart(e *devEnv) {
	e.pending = startPending
	w.schedule(e, toStarting, w.randomBetween(3*time.Second, 6*time.Second))
}

func (w *World) beginStop(e *devEnv) {
	e.pending = nonePending
	w.setStatus(e, Stopping, "")
	w.schedule(e, toStopped, w.randomBetween(8*time.Second, 25*time.Second))
}

// beginRestart restarts e because of an update.
func (w *World) beginRestart(e *devEnv) {
	w.beginStop(e)
	e.pending = updatePending
}

func (w *World) beginDelete(e *devEnv) {
	e.pending = nonePending
	w.setStatus(e, Deleting, "")
	w.schedule(e, toDeleted, w.randomBetween(15*time.Second, 30*time.Second))
}

// removeEnv removes e from its project.
func (w *World) removeEnv(e *devEnv) {
	w.setStatus(e, Deleted, "")
	e.project.remove(e)
	w.envCount--
}

// scheduleIdleStop schedules the stop of an unused environment after its timeout.
func (w *World) scheduleIdleStop(e *devEnv) {
	if e.status == Running && e.timeout > 0 && len(e.sessions) == 0 {
		w.schedule(e, idleTimeout, time.Duration(e.timeout)*time.Minute)
	}
}

func (w *World) addSession(e *devEnv, s session) bool {
	i, taken := e.sessionPosition(s.id)
	if taken {
		return false
	}
	e.sessions = slices.Insert(e.sessions, i, s)
	w.sessionCount++
	e.generation++ // it is in use: cancel the idle stop
	return true
}

func (w *World) endSession(e *devEnv, id string) bool {
	i, ok := e.sessionPosition(id)
	if !ok {
		return false
	}
	e.sessions = slices.Delete(e.sessions, i, i+1)
	w.sessionCount--
	w.scheduleIdleStop(e)
	return true
}
