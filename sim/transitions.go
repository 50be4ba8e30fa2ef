package sim

import (
	"slices"
	"time"
)

// failures is the share of starts that fail by themselves.
const failures = 0.012

// take is one step of an environment that was planned.
func (w *World) take(e *devEnv, s step) {
	switch s {
	case toStarting:
		w.turn(e, Starting, "")
		w.put(e, toRunning, w.between(30*time.Second, 60*time.Second))
	case toRunning:
		w.arrive(e)
	case toStopped:
		w.turn(e, Stopped, "")
		if e.busy == updating {
			w.put(e, toStarting, w.between(2*time.Second, 5*time.Second))
		}
	case toDeleted:
		w.turn(e, Deleted, "")
		w.put(e, toGone, w.between(20*time.Second, 40*time.Second))
	case toGone:
		w.erase(e)
	case idleOut:
		if w.living {
			w.stop(e)
		}
	}
}

// turn sets the status; what hangs on RUNNING ends with it.
func (w *World) turn(e *devEnv, s Status, reason string) {
	e.plan++
	e.status, e.reason, e.updated = s, reason, w.clock
	if s != Running {
		w.seated -= len(e.sessions)
		e.sessions = nil
	}
	w.enrol(e)
}

func (w *World) arrive(e *devEnv) {
	e.busy = free
	eventful := w.living && !e.added
	if eventful && w.dice.Float64() < failures {
		w.turn(e, Failed, reasons[w.dice.IntN(len(reasons))])
		return
	}
	w.turn(e, Running, "")
	if eventful && e.want > 0 {
		w.join(e, session{w.sessionID(), w.clock})
		return
	}
	w.idle(e)
}

// start asks for e to run: like the service, it goes on to read STOPPED for some seconds.
func (w *World) start(e *devEnv) {
	e.busy = called
	w.put(e, toStarting, w.between(3*time.Second, 6*time.Second))
}

func (w *World) stop(e *devEnv) {
	e.busy = free
	w.turn(e, Stopping, "")
	w.put(e, toStopped, w.between(8*time.Second, 25*time.Second))
}

// restart is what an update of a RUNNING environment leads to.
func (w *World) restart(e *devEnv) {
	w.stop(e)
	e.busy = updating
}

func (w *World) delete(e *devEnv) {
	e.busy = free
	w.turn(e, Deleting, "")
	w.put(e, toDeleted, w.between(15*time.Second, 30*time.Second))
}

// erase takes e out of the world.
func (w *World) erase(e *devEnv) {
	w.turn(e, Deleted, "")
	if e.roster != nil {
		e.roster.drop(e)
	}
	e.in.remove(e)
	w.envs--
}

// idle plans the stop of an environment that nobody uses.
func (w *World) idle(e *devEnv) {
	if e.status == Running && e.timeout > 0 && len(e.sessions) == 0 {
		w.put(e, idleOut, time.Duration(e.timeout)*time.Minute)
	}
}

func (w *World) join(e *devEnv, s session) bool {
	i, taken := e.place(s.id)
	if taken {
		return false
	}
	e.sessions = slices.Insert(e.sessions, i, s)
	w.seated++
	e.plan++ // it is used: the planned stop is void
	return true
}

func (w *World) leave(e *devEnv, id string) bool {
	i, ok := e.place(id)
	if !ok {
		return false
	}
	e.sessions = slices.Delete(e.sessions, i, i+1)
	w.seated--
	w.idle(e)
	return true
}
