package cli

import (
	"strings"
	"testing"

	"catwatch/sim"
)

func TestStoryWalkDownToTheSessionsAndBack(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := begin(t, 160, 40, frozenDemo())
		s.sees("Spaces 3", "Projects 31", "acme", "Sessions")
		s.types("enter")
		s.finds("payments-api")
		s.types("enter")
		s.sees("api-dev", "api-review")
		s.finds("api-dev")
		s.types("enter")
		s.sees("acme / payments-api / api-dev")
		s.quits()
	})
}

func TestStorySessionsComeAndGoByThemselves(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		world := frozenDemo()
		env := find(world, "api-dev")
		s := begin(t, 160, 40, world)
		s.types("3")
		s.readsAll()
		id := world.AddSession(env.Space, env.Project, env.ID, sim.Session{})
		s.sees(id)
		world.EndSession(env.Space, env.Project, env.ID, id)
		s.types("4")
		s.sees("session "+id+" ended", "session "+id+" started")
		s.types("3")
		s.noLongerSees(id)
		s.quits()
	})
}

func TestStoryServiceGoesAndComesBack(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		world := frozenDemo()
		s := begin(t, 160, 40, world)
		s.sees("Projects 31")
		s.types("enter")
		s.finds("payments-api")
		s.types("enter")
		s.sees("api-dev")
		world.SetFaults(sim.Rule{Share: 1, Mix: []sim.Fault{sim.Reset}})
		s.sees("unreachable", "retrying in", "api-dev")
		world.SetFaults()
		s.noLongerSees("unreachable")
		s.sees("api-dev")
		s.quits()
	})
}

func TestStoryServiceDownAtTheStart(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		world := frozenDemo()
		world.SetFaults(sim.Rule{Share: 1, Mix: []sim.Fault{sim.Reset}})
		s := begin(t, 160, 40, world)
		s.sees("unreachable")
		world.SetFaults()
		s.sees("Projects 31", "acme")
		s.quits()
	})
}

func TestStoryHostileNamesReachNoTerminal(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		world := sim.New(sim.Config{Frozen: true, Spaces: 1, ProjectsPerSpace: 2, EnvsPerProject: 40, RunningShare: 0.5, Hostile: true})
		s := begin(t, 160, 40, world)
		s.sees("Spaces 1")
		s.types("2")
		s.sees("Dev environments 80")
		for y, line := range strings.Split(s.screen(), "\n") {
			if y > 2 && y < 37 && !strings.HasPrefix(line, "│") {
				t.Errorf("line %d has lost its frame: %q", y, line)
			}
		}
		s.quits()
	})
}
