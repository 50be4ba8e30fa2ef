package cli

import (
	"slices"

	"github.com/spf13/cobra"
)

// commands are all but the dashboard.
func commands(f *flags) []*cobra.Command {
	ls, config := newLsCommand(f.opener()), newConfigCommand()
	f.defineDemo(ls.PersistentFlags())
	asking := []*cobra.Command{ls, newLoginCommand(f), newLogoutCommand(f), newProfilesCommand(f)}
	for _, c := range asking {
		f.defineSignIn(c.PersistentFlags())
		f.defineConfig(c.PersistentFlags())
	}
	f.defineConfig(config.PersistentFlags())
	return slices.Concat(asking, []*cobra.Command{config, newSimCommand()})
}
