package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

func newConfigCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "config",
		Short: "Write, find and check the configuration file",
		Long: "The configuration file sets how the dashboard starts and what its keys do. Flags override the environment\n" +
			"(CATWATCH_PROFILE, _INTERVAL, _BUDGET, _IDLE, _VIEW, _THEME, _ASCII), which overrides the file.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError(fmt.Errorf("unknown command %q; use config init, path or check", "config "+args[0]))
			}
			return usageError(errors.New("missing command; use config init, path or check"))
		},
		RunE: func(*cobra.Command, []string) error { return nil },
	}
	c.AddCommand(newConfigInitCommand(), newConfigPathCommand(), newConfigCheckCommand())
	return c
}

// chosenPath is the path that --config or the environment names, or else that of the user's file.
func chosenPath(cmd *cobra.Command) (string, error) {
	path := ""
	if f := cmd.Flag("config"); f != nil {
		path = f.Value.String()
	}
	path, _, err := configPath(path, os.Getenv)
	return path, err
}

func newConfigInitCommand() *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use: "init", Short: "Write a configuration file that explains every setting", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			path, err := chosenPath(cmd)
			if err != nil {
				return failure(err)
			}
			if err := writeConfig(path, force); err != nil {
				return failure(err)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), path)
			return err
		},
	}
	c.Flags().BoolVar(&force, "force", false, "overwrite an existing file")
	return c
}

func writeConfig(path string, force bool) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("cannot write the configuration: %w", err)
	}
	mode := os.O_CREATE | os.O_EXCL | os.O_WRONLY
	if force {
		mode = os.O_CREATE | os.O_TRUNC | os.O_WRONLY
	}
	file, err := os.OpenFile(path, mode, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s already exists; --force overwrites it", path)
	}
	if err != nil {
		return fmt.Errorf("cannot write the configuration: %w", err)
	}
	_, err = file.WriteString(configTemplate())
	return errors.Join(err, file.Close())
}

func newConfigPathCommand() *cobra.Command {
	return &cobra.Command{
		Use: "path", Short: "Print the path of the configuration file", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			path, err := chosenPath(cmd)
			if err != nil {
				return failure(err)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), path)
			return err
		},
	}
}

func newConfigCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use: "check", Short: "Report every mistake in the configuration file, with line and column", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			path, err := chosenPath(cmd)
			if err != nil {
				return failure(err)
			}
			problems := checkConfig(path)
			if len(problems) == 0 {
				_, err = fmt.Fprintln(cmd.OutOrStdout(), path+": no errors")
				return err
			}
			for _, p := range problems {
				fmt.Fprintln(cmd.ErrOrStderr(), p)
			}
			return &exitError{code: 1}
		},
	}
}
