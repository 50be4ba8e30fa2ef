package sim

import (
	"slices"
	"time"
)

// failures is the share of starts that fail by themselves.
const startFailureRate = 0.012

// take is one step of an environment that was planned.
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

// turn sets the status; what hangs on RUNNING ends with it.
func (w *World) setStatus(e *devEnv, s Status, reason string) {
	e.generation++
	e.status, e.reason, e.updated = s, reason, w.clock
	if s != Running {
		w.sessionCount -= len(e.sessions)
		e.sessions = nil
	}
	w.updateSets(e)
}

func (w *World) finishStart(e *devEnv) {
	e.pending = nonePending
	eventful := w.living && !e.manual
	if eventful && w.rng.Float64() < startFailureRate {
		w.setStatus(e, Failed, failureReasons[w.rng.IntN(len(failureReasons))])
		return
	}
	w.setStatus(e, Running, "")
	if eventful && e.targetSessions > 0 {
		w.addSession(e, session{w.sessionID(), w.clock})
		return
	}
	w.scheduleIdleStop(e)
}

// start asks for e to run: like the service, it goes on to read STOPPED for some seconds.
func (w *World) beginStart(e *devEnv) {
	e.pending = startPending
	w.schedule(e, toStarting, w.randomBetween(3*time.Second, 6*time.Second))
}

func (w *World) beginStop(e *devEnv) {
	e.pending = nonePending
	w.setStatus(e, Stopping, "")
	w.schedule(e, toStopped, w.randomBetween(8*time.Second, 25*time.Second))
}

// restart is what an update of a RUNNING environment leads to.
func (w *World) beginRestart(e *devEnv) {
	w.beginStop(e)
	e.pending = updatePending
}

func (w *World) beginDelete(e *devEnv) {
	e.pending = nonePending
	w.setStatus(e, Deleting, "")
	w.schedule(e, toDeleted, w.randomBetween(15*time.Second, 30*time.Second))
}

// erase takes e out of the world.
func (w *World) removeEnv(e *devEnv) {
	w.setStatus(e, Deleted, "")
	if e.set != nil {
		e.set.remove(e)
	}
	e.in.remove(e)
	w.envCount--
}

// idle plans the stop of an environment that nobody uses.
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
	e.generation++ // it is used: the planned stop is void
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
