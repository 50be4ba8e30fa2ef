package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"catwatch/sim"
)

// simOptions are the flags of catwatch sim.
type simOptions struct {
	listen, dir string
	world       sim.Config
	quirks      sim.Quirks
	faults      float64
	verbose     bool
}

func newSimCommand() *cobra.Command {
	var o simOptions
	c := &cobra.Command{
		Use:   "sim",
		Short: "Serve a simulated CodeCatalyst, for any AWS client",
		Long: `Serve a simulated CodeCatalyst and its sign-in service over TLS until interrupted.

It prints the environment variables that point AWS clients at it, including the AWS CLI and
catwatch, and writes them to the file env in --dir. HOME is among them, because only HOME
decides where the SSO cache is. The AWS CLI does not need it if AWS_BEARER_TOKEN_CODECATALYST
is ` + sim.DefaultToken + `. Sign-ins are approved on the page /device, or by --approve-after.`,
		Example: `catwatch sim --dir /tmp/sim &
. /tmp/sim/env
aws codecatalyst list-spaces`,
		Args: func(c *cobra.Command, args []string) error {
			if err := cobra.NoArgs(c, args); err != nil {
				return usageError(err)
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return usageError(err)
			}
			ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return serveSim(ctx, o, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	o.bind(c)
	return c
}

func (o *simOptions) bind(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:0", "address to listen on; port 0 picks a free one")
	f.StringVar(&o.dir, "dir", "", "folder for the CA, the AWS configuration and the token (default a temporary one)")
	f.BoolVar(&o.verbose, "verbose", false, "print every call to stderr")

	f.Uint64Var(&o.world.Seed, "seed", 0, "random seed")
	f.IntVar(&o.world.Spaces, "spaces", 0, "number of spaces (default those of the demo)")
	f.IntVar(&o.world.ProjectsPerSpace, "projects", 0, "projects per space")
	f.IntVar(&o.world.EnvsPerProject, "envs", 0, "dev environments per project")
	f.Float64Var(&o.world.RunningShare, "running", 0.1, "share of dev environments that are running, 0 to 1")
	f.IntVar(&o.world.MaxSessions, "sessions", 5, "maximum sessions per dev environment")
	f.BoolVar(&o.world.Hostile, "hostile", false, "use names with terminal escape sequences")
	f.BoolVar(&o.world.Frozen, "frozen", false, "change nothing over time")
	f.Float64Var(&o.world.Speed, "speed", 1, "speed of simulated changes (1 is real time)")

	f.DurationVar(&o.world.Latency, "latency", 0, "added latency per call")
	f.Float64Var(&o.world.Rate, "rate", 0, "calls per second before throttling (default no limit)")
	f.IntVar(&o.world.Burst, "burst", 0, "calls in a burst before throttling (default the rate)")
	f.Float64Var(&o.faults, "faults", 0, "share of calls that fail, 0 to 1")
	f.IntVar(&o.quirks.PageCap, "page-cap", 0, "maximum page size, whatever is requested (default no limit)")
	f.IntVar(&o.quirks.EmptyEvery, "empty-every", 0, "make every Nth page empty (default never)")
	f.DurationVar(&o.world.OIDC.TokenLifetime, "token-lifetime", time.Hour, "lifetime of access tokens")
	f.DurationVar(&o.world.OIDC.ApproveAfter, "approve-after", 0, "approve sign-ins after this time (default by hand)")
}

// check rejects values that make no sense. Package sim would take negative ones to mean "none".
func (o *simOptions) check() error {
	if _, _, err := net.SplitHostPort(o.listen); err != nil {
		return fmt.Errorf("--listen %s is not HOST:PORT", o.listen)
	}
	switch {
	case o.faults < 0 || o.faults > 1:
		return fmt.Errorf("--faults %v is not between 0 and 1", o.faults)
	case o.world.RunningShare < 0 || o.world.RunningShare > 1:
		return fmt.Errorf("--running %v is not between 0 and 1", o.world.RunningShare)
	case o.world.Speed <= 0:
		return fmt.Errorf("--speed %v is not greater than 0", o.world.Speed)
	case o.world.OIDC.TokenLifetime <= 0:
		return fmt.Errorf("--token-lifetime %v is not greater than 0", o.world.OIDC.TokenLifetime)
	case o.world.Spaces < 0, o.world.ProjectsPerSpace < 0, o.world.EnvsPerProject < 0, o.world.MaxSessions < 0,
		o.world.Rate < 0, o.world.Burst < 0, o.world.Latency < 0, o.quirks.PageCap < 0, o.quirks.EmptyEvery < 0,
		o.world.OIDC.ApproveAfter < 0:
		return errors.New("sizes, rates and times cannot be negative")
	case o.quirks.EmptyEvery == 1:
		return errors.New("--empty-every 1 would make every page empty")
	}
	return nil
}

// config is the world that the flags describe. In package sim, zero means the default, and less means none.
func (o *simOptions) config() sim.Config {
	c := o.world
	if c.RunningShare == 0 {
		c.RunningShare = -1
	}
	if c.MaxSessions == 0 {
		c.MaxSessions = -1
	}
	return c
}

// serveSim serves until ctx ends.
func serveSim(ctx context.Context, o simOptions, out, warnings io.Writer) (err error) {
	dir, remove, err := simFolder(o.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()

	w := sim.New(o.config())
	w.SetQuirks(o.quirks)
	if o.faults > 0 {
		w.SetFaults(sim.Rule{Mix: sim.CommonFaults(), Share: o.faults})
	}
	callLog := log.New(warnings, "", log.LstdFlags)
	if o.verbose {
		w.Watch(func(c sim.Call) { callLog.Print(describeCall(c)) })
	}
	s, err := sim.Listen(w, o.listen, dir)
	if err != nil {
		return err
	}
	n := w.Counts()
	fmt.Fprintf(out, "# %s: %d spaces, %d projects, %d dev environments, %d sessions\n%s",
		s.URL, n.Spaces, n.Projects, n.DevEnvs, n.Sessions, s.Script())
	return s.Serve(ctx, callLog)
}

// simFolder is the folder for the files. A temporary one is removed at the end, one that the user named is kept.
func simFolder(dir string) (string, func() error, error) {
	if dir != "" {
		return dir, func() error { return nil }, os.MkdirAll(dir, 0o700)
	}
	dir, err := os.MkdirTemp("", "catwatch-sim-")
	return dir, func() error { return os.RemoveAll(dir) }, err
}

func describeCall(c sim.Call) string {
	line := fmt.Sprintf("%3d %s", c.Status, c.Operation)
	for _, part := range []string{c.Space, c.Project, c.DevEnv, c.Session} {
		if part != "" {
			line += " " + part
		}
	}
	if c.Malformed != "" {
		line += " malformed: " + c.Malformed
	}
	return line
}
