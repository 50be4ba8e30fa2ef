package cli

import (
	"testing"

	"catwatch/keymap"
	"catwatch/sim"
	"catwatch/tui"
)

func TestStoryEveryUnusedEnvironmentAndItsSessionsInThreeKeys(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		world := frozenDemo()
		s := begin(t, 160, 40, world)
		s.sees("5 unused")
		s.types("u")
		s.sees("/ status:running sessions:0", "5/308")
		s.types("enter", "enter")
		s.sees("Nobody is connected")
		s.quits()
	})
}

func TestStoryFollowAnEnvironmentThroughARestart(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		world := frozenDemo()
		e := find(world, "ml-box")
		s := begin(t, 160, 40, world)
		s.sees("Projects 31")
		s.types("2")
		s.finds("ml-box")
		s.types("enter")
		s.sees("acme / payments-api / ml-box")
		for _, status := range []sim.Status{sim.Starting, sim.Running, sim.Stopping, sim.Stopped} {
			world.SetStatus(e.Space, e.Project, e.ID, status, "")
			world.AddDevEnv(sim.DevEnv{Space: e.Space, Project: e.Project, Alias: "newcomer", Status: sim.Running})
			s.pointsAt("ml-box", string(status))
			s.sees("acme / payments-api / ml-box")
		}
		s.types("4")
		s.sees("STOPPED → STARTING", "STARTING → RUNNING", "RUNNING → STOPPING", "STOPPING → STOPPED")
		s.quits()
	})
}

func TestStoryFilterDetailsAndCopyOfThePath(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		world := frozenDemo()
		e := find(world, "api-dev")
		s := begin(t, 160, 40, world)
		s.sees("Projects 31")
		s.types("2")
		s.finds("api-dev")
		s.types("d")
		s.sees("stops after", e.ID)
		s.types("y")
		s.sees("Copy")
		s.types("p")
		s.sees("Copied path: acme/payments-api/" + e.ID)
		s.quitsFrom("esc")
	})
}

func TestStoryAKeyThatIsTakenIsSaid(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		keys, problems := keymap.New(map[string][]string{"details": {"s"}})
		s := begin(t, 160, 40, frozenDemo(), func(o *tui.Options) { o.Keys, o.Problems = keys, sentences(problems) })
		s.sees(`details cannot use key "s": it is already used by sort`)
		s.quits()
	})
}
