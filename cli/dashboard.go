package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui"
)

// dashboardFlags are the dashboard's own.
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

func (w *dashboardFlags) define(root *cobra.Command) {
	f := root.Flags()
	f.StringVar(&w.space, "space", "", "watch only this space")
	f.StringVar(&w.project, "project", "", "watch only this project of --space")
	f.DurationVar(&w.interval, "interval", fetch.DefaultInterval, "how often to refresh what you look at")
	f.IntVar(&w.budget, "budget", fetch.DefaultBudget, "maximum API calls per minute for refreshing")
	f.DurationVar(&w.idle, "idle", defaultIdle, "flag environments unused for longer than this")
	f.StringVar(&w.theme, "theme", "auto", "colour theme: "+strings.Join(styles.Names(), ", "))
	f.BoolVar(&w.ascii, "ascii", false, "draw with ASCII characters only")
	f.StringVar(&w.view, "view", tui.ViewNames()[0], "view to start in: "+strings.Join(tui.ViewNames(), ", "))
	f.StringVar(&w.scope, "scope", "", "saved scope to start with")
}

// runDashboard shows the dashboard until somebody quits it.
func runDashboard(cmd *cobra.Command, f flags, w dashboardFlags) error {
	c, err := loadConfig(f.config, os.Getenv)
	if err != nil {
		return err
	}
	c.apply(cmd, &f, &w)
	if err := w.check(); err != nil {
		return usageError(err)
	}
	log, err := openLog(f.log)
	if err != nil {
		return err
	}
	defer log.close()
	conn, err := f.connect(cmd.Context(), log)
	if err != nil {
		return failedWithDemoHint(cmd, err)
	}
	if !isTerminal(cmd.OutOrStdout()) {
		return failure(errors.New("the dashboard needs a terminal; use catwatch ls in scripts and pipes"))
	}
	s := &screen{Session: NewSession(cmd.Context(), conn, w.fetchOptions(), f.authOptionsFor(""), log)}
	o := screenOptions(c, f, w)
	o.Source, o.SignIn, o.Open = s.Fetcher(), signInMessage(s.SignIn()), browser(os.Getenv)
	if !f.demo {
		o.Identity = s
	}
	o.Reload = func() (tui.Options, error) { return reload(cmd, f) }
	return s.run(tui.New(o))
}

// failedWithDemoHint says what is missing, with the lines to add, and what works without them.
func failedWithDemoHint(cmd *cobra.Command, err error) error {
	err = failed(cmd, err)
	var exit *exitError
	if errors.As(err, &exit) && exit.quiet() {
		fmt.Fprintln(cmd.ErrOrStderr(), "Or try it without an account: catwatch --demo")
	}
	return err
}

// screenOptions are what the screen starts with, except for its source and identity.
func screenOptions(c Config, f flags, w dashboardFlags) tui.Options {
	keys, problems := keymap.New(c.Keys)
	o := tui.Options{
		Keys: keys, Theme: w.theme, ASCII: w.ascii, NoColor: noColor(), Demo: f.demo, Now: time.Now(), Interval: w.interval,
		Idle: w.idle, View: w.view, Start: types.Path{Space: w.space, Project: w.project}, Scope: w.scope, Problems: sentences(problems),
	}
	c.configure(&o)
	return o
}

// reload reads the configuration again. Flags still take precedence.
func reload(cmd *cobra.Command, f flags) (tui.Options, error) {
	c, err := loadConfig(f.config, os.Getenv)
	if err != nil {
		return tui.Options{}, err
	}
	var w dashboardFlags
	for _, set := range []func() error{
		func() (err error) { w.interval, err = cmd.Flags().GetDuration("interval"); return },
		func() (err error) { w.idle, err = cmd.Flags().GetDuration("idle"); return },
		func() (err error) { w.theme, err = cmd.Flags().GetString("theme"); return },
		func() (err error) { w.ascii, err = cmd.Flags().GetBool("ascii"); return },
	} {
		if err := set(); err != nil {
			return tui.Options{}, err
		}
	}
	c.apply(cmd, &f, &w)
	return screenOptions(c, f, w), nil
}

func (w *dashboardFlags) check() error {
	for _, f := range []struct {
		name string
		err  error
	}{
		{"--view", checkView(w.view)}, {"--theme", checkTheme(w.theme)}, {"--budget", checkBudget(w.budget)},
		{"--interval", checkInterval(w.interval)}, {"--idle", checkIdle(w.idle)},
	} {
		if f.err != nil {
			return fmt.Errorf("%s: %w", f.name, f.err)
		}
	}
	return checkScope(w.space, w.project)
}

func (w *dashboardFlags) fetchOptions() fetch.Options {
	return fetch.Options{Interval: w.interval, Budget: w.budget, Scope: types.Path{Space: w.space, Project: w.project}}
}

func sentences(errs []error) []string {
	texts := make([]string, len(errs))
	for i, err := range errs {
		texts[i] = err.Error()
	}
	return texts
}
