package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"catwatch/auth"
	"catwatch/tui"
)

// Config is what the configuration file and the environment set. Zero fields are not set.
type Config struct {
	Path     string // the file it was read from; "" for none
	Profile  string
	Interval time.Duration
	Budget   int            // calls a minute
	Idle     *time.Duration // 0 is a choice, too
	View     string
	Theme    string
	ASCII    *bool
	Mouse    *bool
	Columns  map[string][]string // by view
	Sorts    map[string]string   // by view: column or -column
	Keys     map[string][]string // by action; none unbinds it
	Notify   []string
	Scopes   []tui.Scope // by name
}

// loadConfig reads the file at path, or the one that CATWATCH_CONFIG names, or the user's, which need not exist. The
// environment overrides it. The error names file, line and column.
func loadConfig(path string, env func(string) string) (Config, error) {
	path, chosen, _ := configPath(path, env) // without a home folder there is no file
	var c Config
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !chosen:
	case err != nil:
		return Config{}, usageError(fmt.Errorf("cannot read the configuration: %w", err))
	default:
		parsed, problems := parseConfig(path, data)
		if len(problems) > 0 {
			return Config{}, usageError(firstProblem(problems))
		}
		c = parsed
	}
	if err := c.applyEnvironment(env); err != nil {
		return Config{}, usageError(err)
	}
	return c, nil
}

// firstProblem is the first of the problems, with a hint how to see the others.
func firstProblem(problems []error) error {
	if n := len(problems) - 1; n > 0 {
		return fmt.Errorf("configuration %w (and %d more: catwatch config check)", problems[0], n)
	}
	return fmt.Errorf("configuration %w", problems[0])
}

// configPath is the path of the configuration file, and whether the user chose it.
func configPath(path string, env func(string) string) (at string, chosen bool, err error) {
	if path == "" {
		path = env("CATWATCH_CONFIG")
	}
	if path != "" {
		return path, true, nil
	}
	dir := auth.ConfigDir(env)
	if dir == "" {
		return "", false, errors.New("no folder for the configuration file: the home folder is unknown")
	}
	return filepath.Join(dir, "config.toml"), false, nil
}

// apply sets what was not given as a flag.
func (c Config) apply(cmd *cobra.Command, f *flags, w *dashboardFlags) {
	setDefault(cmd, "profile", &f.profile, c.Profile, c.Profile != "")
	setDefault(cmd, "interval", &w.interval, c.Interval, c.Interval != 0)
	setDefault(cmd, "budget", &w.budget, c.Budget, c.Budget != 0)
	setDefault(cmd, "view", &w.view, c.View, c.View != "")
	setDefault(cmd, "theme", &w.theme, c.Theme, c.Theme != "")
	if c.Idle != nil {
		setDefault(cmd, "idle", &w.idle, *c.Idle, true)
	}
	if c.ASCII != nil {
		setDefault(cmd, "ascii", &w.ascii, *c.ASCII, true)
	}
}

func setDefault[T any](cmd *cobra.Command, flag string, to *T, value T, is bool) {
	if is && !cmd.Flags().Changed(flag) {
		*to = value
	}
}

// configure sets the options of the screen that have no flag.
func (c Config) configure(o *tui.Options) {
	o.Mouse = c.Mouse == nil || *c.Mouse
	o.Columns, o.Sorts, o.Notify, o.Scopes = c.Columns, c.Sorts, c.Notify, c.Scopes
}
