package cli

import (
	"context"
	"log/slog"

	"catwatch/fetch"
	"catwatch/sim"
	"catwatch/tui"
)

// connection is a service that can be asked, and who asks it.
type connection struct {
	api    fetch.API
	signIn tui.SignIn
}

// demoSpeed is how much faster than real the simulated service lives, so that there is something to see.
const demoSpeed = 4

// connect finds out who is asking, without asking the network.
func connect(ctx context.Context, f flags, log *slog.Logger) (connection, error) {
	return connectDemo(f), nil
}

// connectDemo has a service of its own in this process: no port, no network.
func connectDemo(f flags) connection {
	cfg := sim.Config{Speed: demoSpeed}
	if f.demoSize > 0 {
		cfg.Spaces, cfg.ProjectsPerSpace = 3, max(1, (f.demoSize+59)/60)
		cfg.EnvsPerProject = max(1, f.demoSize/(cfg.Spaces*cfg.ProjectsPerSpace))
	}
	world := sim.New(cfg)
	return connection{
		api:    fetch.NewClientOver(world.HTTPClient(), "https://sim.invalid", sim.DefaultToken),
		signIn: tui.SignIn{Who: "ada@example.com", Profile: "demo"},
	}
}
