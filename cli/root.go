// Package cli owns the command line: one file a command, each of which parses, calls and prints. It connects the other
// packages: a Session reads as an identity and passes what it reads to sinks, of which the dashboard is one. It turns
// the outcome into an exit status: 0 done, 1 failed, 2 wrong arguments, 3 done in part.
//
// It does not read lists, draw, or obtain tokens.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"runtime/debug"
	"syscall"

	"charm.land/fang/v2"
	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"catwatch/auth"
)

// flags are those that several commands share.
type flags struct {
	profile  string
	demo     bool
	demoSize int
	log      string
	config   string
	http     auth.Doer // replaces the real HTTP client in tests; nil otherwise
}

// Main runs the command line and returns the exit status.
func Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	root := newRoot(nil)
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

// newRoot is the command line. Sign-ins and calls go through http, if there is one.
func newRoot(http auth.Doer) *cobra.Command {
	f := flags{http: http}
	var w dashboardFlags
	root := &cobra.Command{
		Use:   "catwatch",
		Short: "Watch the dev environments of Amazon CodeCatalyst",
		Long: "catwatch shows every space, project, dev environment and session of Amazon CodeCatalyst in one live screen:\n" +
			"which machines are running, how long they have been unattended, and what changes while you watch.",
		Example: "# look around without an account\ncatwatch --demo\n\n# watch with a profile of ~/.aws/config\ncatwatch --profile codecatalyst\n\n" +
			"# only one project\ncatwatch --space acme --project payments-api",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError(fmt.Errorf("unknown command %q", args[0]))
			}
			return nil
		},
		PersistentPreRunE: func(*cobra.Command, []string) error { return f.check() },
		RunE:              func(cmd *cobra.Command, _ []string) error { return runDashboard(cmd, f, w) },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	f.defineDemo(root.Flags())
	f.defineSignIn(root.Flags())
	f.defineConfig(root.Flags())
	w.define(root)
	root.AddCommand(commands(&f)...)
	return root
}

// defineConfig, defineSignIn and defineDemo are separate so that each command has only the flags that apply to it:
// catwatch login --demo is a mistake. They may also stand before the command's name.
func (f *flags) defineConfig(set *pflag.FlagSet) {
	set.StringVar(&f.config, "config", "", "configuration file to read (also CATWATCH_CONFIG)")
}

func (f *flags) defineSignIn(set *pflag.FlagSet) {
	set.StringVar(&f.profile, "profile", "", "profile of ~/.aws/config to sign in with (also AWS_PROFILE)")
	set.StringVar(&f.log, "log", "", "write a log to this file; secrets are left out")
}

func (f *flags) defineDemo(set *pflag.FlagSet) {
	set.BoolVar(&f.demo, "demo", false, "use a simulated service: no account, no network")
	set.IntVar(&f.demoSize, "demo-size", 0, "number of dev environments in the simulated service (default a handful of teams)")
}

func (f *flags) check() error {
	if err := checkDemoSize(f.demoSize); err != nil {
		return usageError(fmt.Errorf("--demo-size: %w", err))
	}
	if f.demoSize > 0 && !f.demo {
		return usageError(errors.New("--demo-size needs --demo"))
	}
	return nil
}

// printError writes the sentence unchanged, since flags and paths have their own spelling. After wrong arguments it adds
// where to find help.
func printError(w io.Writer, st fang.Styles, err error) {
	var exit *exitError
	if errors.As(err, &exit) && exit.quiet() {
		return
	}
	fmt.Fprintln(w, st.ErrorHeader.UnsetMargins().UnsetPadding().UnsetBackground().Foreground(lipgloss.Red).SetString("catwatch:").String()+" "+err.Error())
	if exitStatus(err) == 2 {
		fmt.Fprintln(w, "Run catwatch --help for usage")
	}
}
