// Package cli owns the command line: one file a command, each of which parses, calls and prints. It wires the rooms
// together (who is asking, what is read, what is shown) and turns what comes of it into an exit status: 0 done, 1 not
// possible, 2 wrong arguments, 3 done in part.
//
// It does not read lists, draw, or know how a token comes to be.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"charm.land/fang/v2"
	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"catwatch/tui"
)

// largestDemo takes about a gigabyte.
const largestDemo = 1_000_000

// flags are the ones that several commands understand.
type flags struct {
	profile  string
	demo     bool
	demoSize int
	log      string
	config   string
}

// watchFlags are the dashboard's own.
type dashboardFlags struct {
	space, project string
	interval       time.Duration
	budget         int
	idle           time.Duration
	theme          string
	ascii          bool
	view           string
	scope          string
}

// Main runs the command line and returns the exit status.
func Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	root := newRoot()
	root.SetArgs(args)
	err := fang.Execute(ctx, root, fang.WithVersion(version()), fang.WithoutManpage(), fang.WithErrorHandler(printError))
	return exitStatus(err)
}

// version is the module's version where it was installed from one, else "dev".
func version() string {
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" && b.Main.Version != "(devel)" {
		return b.Main.Version
	}
	return "dev"
}

func newRoot() *cobra.Command {
	var f flags
	var w dashboardFlags
	root := &cobra.Command{
		Use:   "catwatch",
		Short: "Watch the dev environments of Amazon CodeCatalyst",
		Long: "catwatch shows every space, project, dev environment and session of Amazon CodeCatalyst in one live screen:\n" +
			"which machines run, since when nobody is connected to them, and what changes while you watch.",
		Example: "# look around without an account\ncatwatch --demo\n\n# watch with a profile of ~/.aws/config\ncatwatch --profile codecatalyst\n\n" +
			"# only one project\ncatwatch --space acme --project payments-api",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError(fmt.Errorf("unknown command %q: catwatch --help lists them", args[0]))
			}
			return nil
		},
		PersistentPreRunE: func(*cobra.Command, []string) error { return f.check() },
		RunE:              func(cmd *cobra.Command, _ []string) error { return runDashboard(cmd, f, w) },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError(err) })
	f.defineDemo(root.Flags())
	f.defineSignIn(root.Flags())
	f.defineConfig(root.Flags())
	w.define(root)
	root.AddCommand(commands(&f)...)
	return root
}

// defineConfig, defineAsking and defineWatched are apart because a command has the flags that mean something to it, and no
// others: catwatch login --demo is a mistake. They may stand before the command's name all the same.
func (f *flags) defineConfig(set *pflag.FlagSet) {
	set.StringVar(&f.config, "config", "", "read this configuration file (also CATWATCH_CONFIG)")
}

func (f *flags) defineSignIn(set *pflag.FlagSet) {
	set.StringVar(&f.profile, "profile", "", "the profile of ~/.aws/config to sign in with (also AWS_PROFILE)")
	set.StringVar(&f.log, "log", "", "write what happens to this file; secrets are left out")
}

func (f *flags) defineDemo(set *pflag.FlagSet) {
	set.BoolVar(&f.demo, "demo", false, "watch a simulated service: no account, no network")
	set.IntVar(&f.demoSize, "demo-size", 0, "dev environments in the simulated service (0: a handful of teams)")
}

// check finds what makes no sense about the demo.
func (f *flags) check() error {
	switch {
	case f.demoSize < 0 || f.demoSize > largestDemo:
		return usageError(fmt.Errorf("--demo-size %d is not between 0 and %d", f.demoSize, largestDemo))
	case f.demoSize > 0 && !f.demo:
		return usageError(errors.New("--demo-size needs --demo"))
	}
	return nil
}

func (w *dashboardFlags) define(root *cobra.Command) {
	f := root.Flags()
	f.StringVar(&w.space, "space", "", "watch only this space")
	f.StringVar(&w.project, "project", "", "watch only this project of --space")
	f.DurationVar(&w.interval, "interval", 10*time.Second, "how often what you look at is read")
	f.IntVar(&w.budget, "budget", 300, "calls a minute that reading again may take")
	f.DurationVar(&w.idle, "idle", 15*time.Minute, "from when on an unused environment needs attention")
	f.StringVar(&w.theme, "theme", "auto", "the colours: auto, dark, light, contrast, colourblind")
	f.BoolVar(&w.ascii, "ascii", false, "draw with ASCII characters only")
	f.StringVar(&w.view, "view", "browse", "the view to start in: "+strings.Join(tui.ViewNames(), ", "))
	f.StringVar(&w.scope, "scope", "", "start with this saved scope")
}

// printError writes the one sentence as it is, since flags and paths have their own spelling; for wrong arguments it also
// says where help is.
func printError(w io.Writer, st fang.Styles, err error) {
	var exit *exitError
	if errors.As(err, &exit) && exit.quiet() {
		return
	}
	fmt.Fprintln(w, st.ErrorHeader.UnsetMargins().UnsetPadding().UnsetBackground().Foreground(lipgloss.Red).SetString("catwatch:").String()+" "+err.Error())
	if exitStatus(err) == 2 {
		fmt.Fprintln(w, "catwatch --help says what there is")
	}
}
