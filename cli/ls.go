package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"catwatch/auth"
	"catwatch/fetch"
	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/filter"
)

// reader reads the service. *fetch.Fetcher is one.
type reader interface {
	Run(ctx context.Context, emit func([]types.Event)) error
	Stats() types.Stats
}

// opener connects to the service and returns a reader of it. It prints mistakes that stop nothing to warnings.
type opener func(ctx context.Context, o fetch.Options, warnings io.Writer) (reader, error)

// lsFlags are the flags of all subcommands of ls.
type lsFlags struct {
	space, project, output string
	all                    bool
}

func newLsCommand(open opener) *cobra.Command {
	var f lsFlags
	c := &cobra.Command{
		Use:   "ls",
		Short: "List spaces, projects, dev environments or sessions, once",
		Long: "List spaces, projects, dev environments or sessions, of everything or of one space or project.\n" +
			"Filters are the same as in the dashboard. Lists that could not be read are named on standard error, and\n" +
			"the exit status is then 3.",
		Example: "# machines that are running with nobody connected\ncatwatch ls envs status:running sessions:0\n\n" +
			"# sessions that have been open for long, as JSON\ncatwatch ls sessions 'age>2h' -o json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError(fmt.Errorf("unknown list %q; use spaces, projects, envs or sessions", args[0]))
			}
			return usageError(errors.New("missing list; use spaces, projects, envs or sessions"))
		},
		RunE: func(*cobra.Command, []string) error { return nil },
	}
	p := c.PersistentFlags()
	p.StringVar(&f.space, "space", "", "only this space")
	p.StringVar(&f.project, "project", "", "only this project of --space")
	p.StringVarP(&f.output, "output", "o", "table", "output format: "+strings.Join(outputs(), ", "))
	_ = c.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(outputs(), cobra.ShellCompDirectiveNoFileComp)) // fails only for unknown flags
	for k := range types.Sessions + 1 {
		c.AddCommand(newLsKindCommand(open, &f, k))
	}
	return c
}

func newLsKindCommand(open opener, f *lsFlags, k types.Kind) *cobra.Command {
	name := [...]string{"spaces", "projects", "envs", "sessions"}[k]
	c := &cobra.Command{
		Use:   name + " [FILTER…]",
		Short: "List " + k.String(),
		Long:  "List " + k.String() + ". A filter is words and terms that must all match: " + inventory.Fields(k).String() + ".",
		Args:  cobra.ArbitraryArgs,
		ValidArgsFunction: func(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return filter.Complete(begun, inventory.Fields(k), knownValues), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := newListing(*f, k, args)
			if err != nil {
				return usageError(err)
			}
			return l.run(cmd, open)
		},
	}
	if k == types.DevEnvs {
		c.Aliases = []string{"environments", "devenvs"}
		c.Flags().BoolVarP(&f.all, "all", "a", false, "include dev environments that are being deleted")
	}
	return c
}

// knownValues are the values that a shell can complete without asking the service.
func knownValues(f filter.Field) []string {
	if f != filter.Status {
		return nil
	}
	var words []string
	for s := types.Pending; s <= types.Deleted; s++ {
		words = append(words, strings.ToLower(s.String()))
	}
	return words
}

// listing is one request to list something.
type listing struct {
	kind   types.Kind
	filter *filter.Filter
	output output
	scope  types.Path
	all    bool
}

func newListing(f lsFlags, k types.Kind, args []string) (*listing, error) {
	l := &listing{kind: k, scope: types.Path{Space: f.space, Project: f.project}, all: f.all}
	if err := checkScope(f.space, f.project); err != nil {
		return nil, err
	}
	if f.project != "" && k == types.Spaces {
		return nil, errors.New("--project does not apply to spaces")
	}
	if l.output = output(f.output); !slices.Contains(outputs(), f.output) {
		return nil, fmt.Errorf("unknown format %q; use %s", f.output, oneOf(outputs()))
	}
	var err error
	l.filter, err = filter.Parse(strings.Join(args, " "), inventory.Fields(k))
	if err != nil {
		return nil, fmt.Errorf("filter: %w", err)
	}
	// A filter that names a status may mean those that are left out by default.
	l.all = l.all || l.filter.Needs(filter.Status)
	return l, nil
}

// options read no more than the listing needs.
func (l *listing) options() fetch.Options {
	o := fetch.Options{Once: true, Depth: l.kind, Scope: l.scope, Names: l.filter.Needs(filter.Owner)}
	switch l.kind {
	case types.Spaces:
		o.Depth, o.Scope = fetch.Shallow, types.Path{}
	case types.Projects:
		o.Scope.Project = ""
	case types.DevEnvs:
		if l.countsSessions() {
			o.Depth = types.Sessions
		}
	}
	return o
}

func (l *listing) countsSessions() bool {
	return l.filter.Needs(filter.Sessions) || l.filter.Needs(filter.Unused)
}

// run reads and prints the rows, and says which lists could not be read.
func (l *listing) run(cmd *cobra.Command, open opener) error {
	ctx, stop := context.WithCancel(cmd.Context())
	defer stop()
	r, err := open(ctx, l.options(), cmd.ErrOrStderr())
	if err != nil {
		return openFailure(cmd, err)
	}
	rows := newLsPrinter(l, cmd.OutOrStdout(), stop)
	hide := progress(l.progressTo(cmd), r.Stats)
	err = r.Run(ctx, rows.apply)
	hide()
	switch nothing := rows.result.totalFailure(); {
	case rows.err != nil:
		return writeFailure(rows.err)
	case err != nil:
		return failure(fmt.Errorf("reading was interrupted: %w", err))
	case nothing != nil:
		return failed(cmd, nothing)
	}
	if err := rows.finish(); err != nil {
		return writeFailure(err)
	}
	if err := l.notFound(rows.result); rows.count == 0 && err != nil {
		return failure(err)
	}
	if rows.count == 0 && l.output == asTable && isTerminal(cmd.ErrOrStderr()) {
		fmt.Fprintln(cmd.ErrOrStderr(), l.emptyMessage())
	}
	return rows.result.printFailures(cmd.ErrOrStderr())
}

// notFound is an error if --space or --project names something that the list does not contain. For deeper lists the
// service itself fails the call.
func (l *listing) notFound(r *lsResult) error {
	all, _ := r.List(l.options().Scope)
	switch {
	case all.Err != nil:
		return nil // printed as a failure, which may be the reason
	case l.kind == types.Spaces && l.scope.Space != "" &&
		!slices.ContainsFunc(all.Items.Spaces, func(s types.Space) bool { return s.Name == l.scope.Space }):
		return fmt.Errorf("space %q not found; catwatch ls spaces lists yours", l.scope.Space)
	case l.kind == types.Projects && l.scope.Project != "" &&
		!slices.ContainsFunc(all.Items.Projects, func(p types.Project) bool { return p.Name == l.scope.Project }):
		return fmt.Errorf("project %q not found; catwatch ls projects --space %s lists yours", l.scope.Project, l.scope.Space)
	}
	return nil
}

// emptyMessage tells a person why nothing was printed.
func (l *listing) emptyMessage() string {
	if l.filter.Empty() {
		return "No " + l.kind.String() + "."
	}
	return "No " + l.kind.String() + " match."
}

// openFailure adds the remedy to a missing sign-in.
func openFailure(cmd *cobra.Command, err error) error {
	var problem *auth.Problem
	if errors.As(err, &problem) {
		return failedWithDemoHint(cmd, err)
	}
	return err
}
