package cli

import "github.com/spf13/cobra"

// commands are all but the dashboard.
func commands(f *flags) []*cobra.Command {
	return []*cobra.Command{
		newLsCommand(f.opener()), newLoginCommand(f), newLogoutCommand(f), newProfilesCommand(f), newConfigCommand(), newSimCommand(),
	}
}
