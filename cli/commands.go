package cli

import (
	"slices"

	"github.com/spf13/cobra"
)

// commands are all commands except the dashboard, which is the root.
func commands(f *flags) []*cobra.Command {
	ls, config := newLsCommand(f.opener()), newConfigCommand()
	f.defineDemo(ls.PersistentFlags())
	signIn := []*cobra.Command{ls, newLoginCommand(f), newLogoutCommand(f), newProfilesCommand(f)}
	for _, c := range signIn {
		f.defineSignIn(c.PersistentFlags())
		f.defineConfig(c.PersistentFlags())
	}
	f.defineConfig(config.PersistentFlags())
	return slices.Concat(signIn, []*cobra.Command{config, newSimCommand()})
}
