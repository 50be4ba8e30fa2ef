package sim

import (
	"math"
	"time"
)

// Moments a second that a running environment adds: with the demo's sixty something happens about every three seconds.
const pace = 0.005

// thaw lets the world live from now on.
func (w *World) thaw() {
	w.living = true
	w.moments++
	for _, e := range w.running.envs {
		w.idle(e)
	}
	w.nextMoment()
}

func (w *World) nextMoment() {
	rate := 0.02 + pace*float64(len(w.running.envs))
	w.putMoment(time.Duration(float64(time.Second) * w.dice.ExpFloat64() / rate))
}

// happen lets one thing happen. The world wanders about the size it was made with, whatever happens.
func (w *World) happen() {
	switch p := w.dice.Float64(); {
	case p < 0.87:
		w.comeOrGo()
	case p < 0.97:
		w.startOrStop()
	default:
		w.createOrDelete()
	}
	w.nextMoment()
}

// comeOrGo starts or ends a session, so that an environment has about as many as it tends to have.
func (w *World) comeOrGo() {
	e := w.pickRunning()
	if e == nil || e.want == 0 && len(e.sessions) == 0 {
		return
	}
	want, have := float64(e.want), float64(len(e.sessions))
	if w.dice.Float64()*(want+have) < want {
		w.join(e, session{w.sessionID(), w.clock})
		return
	}
	w.leave(e, e.sessions[w.dice.IntN(len(e.sessions))].id)
}

// pickRunning prefers the project that a demo shows first, so that something moves before one's eyes.
func (w *World) pickRunning() *devEnv {
	if w.busiest != nil && len(w.busiest.envs) > 0 && w.dice.IntN(4) == 0 {
		e := w.busiest.envs[w.dice.IntN(len(w.busiest.envs))]
		if e.status == Running && !e.added {
			return e
		}
	}
	return w.pick(&w.running)
}

func (w *World) pick(r *roster) *devEnv {
	if len(r.envs) == 0 {
		return nil
	}
	if e := r.envs[w.dice.IntN(len(r.envs))]; !e.added {
		return e
	}
	return nil
}

// startOrStop pulls the number of running environments towards the target. The idle ones stop by themselves besides.
func (w *World) startOrStop() {
	lack := float64(w.target-len(w.running.envs)) / math.Max(1, float64(w.target))
	if w.dice.Float64() < 0.55+3*lack {
		if e := w.pick(&w.resting); e != nil && e.busy == free && !w.neglects(e) {
			w.start(e)
		}
		return
	}
	if e := w.pick(&w.running); e != nil && !w.neglects(e) {
		w.stop(e)
	}
}

// neglects tells that nobody minds e this time: what nobody uses is seldom started, and seldom stopped again.
func (w *World) neglects(e *devEnv) bool { return e.want == 0 && w.dice.IntN(4) > 0 }

// createOrDelete pulls the number of environments towards the number there were at first.
func (w *World) createOrDelete() {
	e := w.pick(&w.resting)
	if e == nil || e.busy != free {
		return
	}
	surplus := float64(w.envs-w.planned) / 20
	if w.dice.Float64() < 0.5+surplus {
		w.delete(e)
		return
	}
	w.create(e.in)
}

// create lets somebody make an environment: it is PENDING, then STARTING, then RUNNING.
func (w *World) create(p *project) *devEnv {
	e := w.invent(p, w.uuid())
	e.status, e.updated = Pending, w.clock
	p.insert(e)
	w.envs++
	w.put(e, toStarting, w.between(2*time.Second, 6*time.Second))
	return e
}
