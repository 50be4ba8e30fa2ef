package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"catwatch/auth"
	"catwatch/fetch/types"
)

func newProfilesCommand(f *flags) *cobra.Command {
	output := "table"
	c := &cobra.Command{
		Use:   "profiles",
		Short: "List the profiles of ~/.aws/config, and why some can't be used",
		Long:  "List the profiles of ~/.aws/config: which can sign in to CodeCatalyst, which is the default, marked with *, and why\nthe others can't be used.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if output != "table" && output != "json" {
				return usageError(fmt.Errorf("unknown format %q; use table or json", output))
			}
			o, err := f.authOptions(cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			return listProfiles(cmd, o, output == "json")
		},
	}
	c.Flags().StringVarP(&output, "output", "o", "table", "output format: table, json")
	return c
}

func listProfiles(cmd *cobra.Command, o auth.Options, asJSON bool) error {
	all, err := auth.Profiles(o)
	if err != nil {
		return failed(cmd, err)
	}
	if asJSON {
		e := json.NewEncoder(cmd.OutOrStdout())
		e.SetIndent("", "  ")
		return e.Encode(append([]auth.Candidate{}, all...)) // [] rather than null
	}
	if err := printProfiles(cmd.OutOrStdout(), all); err != nil {
		return err
	}
	_, err = auth.Find(o)
	var problem *auth.Problem
	switch {
	case errors.As(err, &problem) && problem.Kind == auth.Ambiguous: // the list is what was needed to choose
		fmt.Fprintln(cmd.ErrOrStderr(), types.Clean(problem.Sentence))
		return nil
	case err != nil:
		return failed(cmd, err)
	}
	return nil
}

// printProfiles marks the default profile with an asterisk.
func printProfiles(out io.Writer, all []auth.Candidate) error {
	if len(all) == 0 {
		return nil
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, " \tPROFILE\tSIGN-IN\tSTART URL, OR WHY NOT")
	for _, c := range all {
		mark, state, where := " ", "unusable", c.Why
		if c.Chosen {
			mark = "*"
		}
		if c.Usable {
			state, where = "signed out", c.StartURL+" in "+c.Region
		}
		if c.SignedIn {
			state = "signed in"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", mark, types.Clean(c.Name), state, types.Clean(where))
	}
	return w.Flush()
}
