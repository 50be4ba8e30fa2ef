package cli

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/tui"
)

// watch runs the dashboard until somebody quits it.
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
		return failure(errors.New("the dashboard needs a terminal: catwatch ls is for scripts and pipes"))
	}
	s := &screen{Session: NewSession(cmd.Context(), conn, w.fetchOptions(), authOptionsFor(""), log)}
	o := screenOptions(c, f, w)
	o.Source, o.SignIn, o.Open = s.Fetcher(), signInMessage(s.SignIn()), browser(os.Getenv)
	if !f.demo {
		o.Identity = s
	}
	o.Reload = func() (tui.Options, error) { return reload(cmd, f) }
	return s.run(tui.New(o))
}

// explain says what is missing, with the lines to add, and what can be done without it.
func failedWithDemoHint(cmd *cobra.Command, err error) error {
	err = failed(cmd, err)
	var exit *exitError
	if errors.As(err, &exit) && exit.quiet() {
		fmt.Fprintln(cmd.ErrOrStderr(), "Or look around without an account: catwatch --demo")
	}
	return err
}

// screenOptions are what the screen starts with, but for what it reads from.
func screenOptions(c Config, f flags, w dashboardFlags) tui.Options {
	keys, problems := keymap.New(c.Keys)
	o := tui.Options{
		Keys: keys, Theme: w.theme, ASCII: w.ascii, NoColor: noColor(), Demo: f.demo, Now: time.Now(), Interval: w.interval,
		Idle: w.idle, View: w.view, Start: types.Path{Space: w.space, Project: w.project}, Scope: w.scope, Problems: sentences(problems),
	}
	c.configure(&o)
	return o
}

// reload reads the configuration again; what flags said stays said.
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
	if _, err := view(w.view); err != nil {
		return fmt.Errorf("--view: %w", err)
	}
	if _, err := theme(w.theme); err != nil {
		return fmt.Errorf("--theme: %w", err)
	}
	if _, err := budget(w.budget); err != nil {
		return fmt.Errorf("--budget: %w", err)
	}
	switch {
	case w.interval < time.Second:
		return fmt.Errorf("--interval %s is too short: the least is 1s", w.interval)
	case w.idle < 0:
		return fmt.Errorf("--idle %s is not a time that can pass", w.idle)
	case w.project != "" && w.space == "":
		return errors.New("--project needs --space: project names are only unique within a space")
	}
	return nil
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
