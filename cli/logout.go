package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"catwatch/auth"
	"catwatch/fetch"
)

func newLogoutCommand(f *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "logout",
		Short: "Remove the token of a profile from this machine",
		Long: "Remove the token of a profile from this machine. The AWS CLI shares it, so it is signed out of the\n" +
			"sso-session as well, and so are other profiles that use it.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := auth.Find(asked(f.profile))
			if err != nil {
				return stopped(cmd, err)
			}
			removed, err := auth.Logout(p)
			if err != nil {
				return stopped(cmd, err)
			}
			if removed {
				fmt.Fprintf(cmd.OutOrStdout(), "Signed out of profile %s: removed %s.\n", p.Name, fetch.Clean(p.CachePath()))
			} else {
				fmt.Fprintf(cmd.OutOrStdout(), "Nobody was signed in with profile %s.\n", p.Name)
			}
			return nil
		},
	}
}
