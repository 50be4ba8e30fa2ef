package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"catwatch/auth"
	"catwatch/fetch/types"
)

func newLogoutCommand(f *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "logout",
		Short: "Remove the token of a profile from this machine",
		Long: "Remove the token of a profile from this machine. The AWS CLI shares it, so it is signed out of the\n" +
			"sso-session as well, and so are other profiles that use it. AWS keeps the session itself valid until it\n" +
			"expires.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := f.authOptions(cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			p, err := auth.Find(o)
			if err != nil {
				return failed(cmd, err)
			}
			removed, err := auth.Logout(p)
			if err != nil {
				return failed(cmd, err)
			}
			if !removed {
				fmt.Fprintf(cmd.OutOrStdout(), "Not signed in (profile %s).\n", p.Name)
				return nil
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Signed out of profile %s: removed %s.\nThis affects this machine only: AWS keeps that session valid until it expires.\n",
				p.Name, types.Clean(p.CachePath()))
			return nil
		},
	}
}
