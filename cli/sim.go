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

It prints the environment variables that point AWS clients at it, the AWS CLI and catwatch
among them. They stand in the file env of --dir, too. HOME is one of them, since the SSO cache
is found through it alone. The AWS CLI can do without where AWS_BEARER_TOKEN_CODECATALYST is
` + sim.DefaultToken + `. Sign-ins wait for the page /device, or for --approve-after.`,
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
	f.StringVar(&o.listen, "listen", "127.0.0.1:0", "address to listen at; port 0 takes a free one")
	f.StringVar(&o.dir, "dir", "", "folder for the CA, the AWS configuration and the token (default a temporary one)")
	f.BoolVar(&o.verbose, "verbose", false, "print every call to stderr")

	f.Uint64Var(&o.world.Seed, "seed", 0, "worlds of equal seed are equal")
	f.IntVar(&o.world.Spaces, "spaces", 0, "spaces (default the demo's world)")
	f.IntVar(&o.world.ProjectsPerSpace, "projects", 0, "projects a space")
	f.IntVar(&o.world.EnvsPerProject, "envs", 0, "dev environments a project")
	f.Float64Var(&o.world.RunningShare, "running", 0.1, "share of the dev environments that run, 0 to 1")
	f.IntVar(&o.world.MaxSessions, "sessions", 5, "most sessions of a dev environment")
	f.BoolVar(&o.world.Hostile, "hostile", false, "names that try to drive the terminal")
	f.BoolVar(&o.world.Frozen, "frozen", false, "nothing happens by itself")
	f.Float64Var(&o.world.Speed, "speed", 1, "how much faster than real the world moves")

	f.DurationVar(&o.world.Latency, "latency", 0, "of every call")
	f.Float64Var(&o.world.Rate, "rate", 0, "calls a second before throttling (default no limit)")
	f.IntVar(&o.world.Burst, "burst", 0, "calls at once before throttling (default the rate)")
	f.Float64Var(&o.faults, "faults", 0, "share of the calls that fail in any of many ways, 0 to 1")
	f.IntVar(&o.quirks.PageCap, "page-cap", 0, "longest page, whatever is asked for (default no cap)")
	f.IntVar(&o.quirks.EmptyEvery, "empty-every", 0, "every so manieth page is empty (default never)")
	f.DurationVar(&o.world.OIDC.TokenLifetime, "token-lifetime", time.Hour, "of access tokens")
	f.DurationVar(&o.world.OIDC.ApproveAfter, "approve-after", 0, "sign-ins approve themselves after that (default by hand)")
}

// check finds flags whose values make no sense. What is less than nothing would be read as "none" by package sim.
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
		return errors.New("--empty-every 1 would leave no page with anything on it")
	}
	return nil
}

// config is the world as the flags say. In package sim zero means the default, and less means none.
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
func serveSim(ctx context.Context, o simOptions, out, complaints io.Writer) (err error) {
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
	diary := log.New(complaints, "", log.LstdFlags)
	if o.verbose {
		w.Watch(func(c sim.Call) { diary.Print(describeCall(c)) })
	}
	s, err := sim.Listen(w, o.listen, dir)
	if err != nil {
		return err
	}
	n := w.Counts()
	fmt.Fprintf(out, "# %s: %d spaces, %d projects, %d dev environments, %d sessions\n%s",
		s.URL, n.Spaces, n.Projects, n.DevEnvs, n.Sessions, s.Script())
	return s.Serve(ctx, diary)
}

// simFolder is where the files go; a temporary folder goes again, one of the user's stays.
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
