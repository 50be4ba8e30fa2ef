package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"catwatch/auth"
	"catwatch/fetch/types"
)

// loginFlags are the flags of catwatch login.
type loginFlags struct {
	add       auth.ProfileSpec
	noBrowser bool
}

func newLoginCommand(f *flags) *cobra.Command {
	var l loginFlags
	c := &cobra.Command{
		Use:   "login",
		Short: "Sign in, and share the token with the AWS CLI",
		Long: "Sign in with a profile of ~/.aws/config. You approve a code on a page in the browser of any device. The token is\n" +
			"stored where the AWS CLI keeps its own, so one sign-in works for both.",
		Example: "# sign in with the default profile\ncatwatch login\n\n# add a profile for AWS Builder ID, which most people have\ncatwatch login --new codecatalyst\n\n" +
			"# add a profile for an organisation's IAM Identity Center\ncatwatch login --new work --start-url https://d-1234567890.awsapps.com/start --sso-region eu-west-1",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := l.check(cmd); err != nil {
				return usageError(err)
			}
			return login(cmd, f, l)
		},
	}
	c.Flags().StringVar(&l.add.Name, "new", "", "add a profile with this name to ~/.aws/config first")
	c.Flags().StringVar(&l.add.StartURL, "start-url", "", "start URL of the new profile, for IAM Identity Center (default AWS Builder ID)")
	c.Flags().StringVar(&l.add.SSORegion, "sso-region", "", "region of the new profile, for IAM Identity Center (default us-east-1)")
	c.Flags().BoolVar(&l.noBrowser, "no-browser", false, "print the link without opening it")
	return c
}

func (l *loginFlags) check(cmd *cobra.Command) error {
	changed := cmd.Flags().Changed
	switch {
	case changed("new") && changed("profile"):
		return errors.New("--new and --profile cannot be combined: --new names the profile")
	case changed("new") && l.add.Name == "":
		return errors.New("--new needs a name")
	case !changed("new") && (changed("start-url") || changed("sso-region")):
		return errors.New("--start-url and --sso-region need --new")
	}
	return nil
}

func login(cmd *cobra.Command, f *flags, l loginFlags) error {
	o, err := f.authOptions(cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	log, err := openLog(f.log)
	if err != nil {
		return err
	}
	defer log.close()
	o.Redactor = log.redactor
	out := cmd.OutOrStdout()
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM) // from before anything is written
	defer stop()
	if l.add.Name != "" {
		if err := addProfile(out, l.add); err != nil {
			return failed(cmd, hintExistingProfile(err))
		}
		log.Info("added", "profile", l.add.Name)
		o.Profile = l.add.Name
	}
	p, err := auth.Find(o)
	if err != nil {
		return failed(cmd, err)
	}
	printer := loginPrinter{out: out, profile: p, log: log}
	if !l.noBrowser && isTerminal(out) {
		printer.open = browser(os.Getenv)
	}
	log.Info("signing in", "profile", p.Name, "session", p.SessionName, "at", p.StartURL, "region", p.SSORegion)
	err = printer.login(ctx)
	switch {
	case errors.Is(err, context.Canceled):
		return failure(errors.New("Sign-in cancelled"))
	case err != nil:
		log.Error("not signed in", "error", err)
		return failed(cmd, err)
	}
	log.Info("signed in", "profile", p.Name)
	printer.signedIn()
	_ = auth.Remember(os.Getenv, p.Name) // a convenience: the sign-in itself has succeeded
	f.hintOtherProfile(out, p)
	return nil
}

// hintOtherProfile says so if the dashboard would use a profile other than the one that has just signed in.
func (f *flags) hintOtherProfile(out io.Writer, p *auth.Profile) {
	o, err := (&flags{config: f.config, http: f.http}).authOptions(io.Discard)
	if err != nil {
		return
	}
	if taken, err := auth.Find(o); err != nil || taken.Name != p.Name {
		fmt.Fprintf(out, "AWS_PROFILE or the configuration selects another profile. To use this one: catwatch --profile %s\n", p.Name)
	}
}

// authOptionsFor say where to look for a profile, and which one.
func (f *flags) authOptionsFor(profile string) auth.Options {
	return auth.Options{Profile: profile, Env: os.Getenv, Remembered: auth.Remembered(os.Getenv), HTTPClient: f.http}
}

// authOptions name the profile that the flags, the environment or the configuration select, in this order: the one that
// the dashboard uses.
func (f *flags) authOptions(warnings io.Writer) (auth.Options, error) {
	profile, err := f.chosenProfile(os.Getenv, warnings)
	return f.authOptionsFor(profile), err
}

// hintExistingProfile adds what to do if a profile of that name already exists and can sign in.
func hintExistingProfile(err error) error {
	var problem *auth.Problem
	if !errors.As(err, &problem) || problem.Kind != auth.NameTaken {
		return err
	}
	if _, broken := auth.Find(auth.Options{Profile: problem.Profile}); broken != nil {
		return err
	}
	return fmt.Errorf("%w Sign in with it: catwatch login --profile %s", err, problem.Profile)
}

// addProfile prints what it is going to add, and adds it.
func addProfile(out io.Writer, n auth.ProfileSpec) error {
	a, err := auth.PlanProfile(auth.Options{Env: os.Getenv}, n)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Adding to %s:\n\n", types.Clean(a.File))
	for _, line := range a.Lines {
		fmt.Fprintln(out, indent(line))
	}
	fmt.Fprintln(out)
	return a.Write()
}

func indent(line string) string {
	if line == "" {
		return ""
	}
	return "    " + line
}

// failed ends a command with err. If the remedy is to add lines to a file, it prints them unchanged, for copying, and
// returns an error that prints nothing more.
func failed(cmd *cobra.Command, err error) error {
	var problem *auth.Problem
	switch errors.As(err, &problem); {
	case problem == nil && signInRejected(err):
		return failure(fmt.Errorf("%w (catwatch login)", err))
	case problem == nil:
		return failure(err)
	case problem.Kind == auth.BadName:
		return usageError(err)
	case problem.SignInHelps():
		return failure(fmt.Errorf("%w Sign in: catwatch login --profile %s", err, problem.Profile))
	case len(problem.Lines) == 0:
		return failure(err)
	}
	fmt.Fprint(cmd.ErrOrStderr(), problem.Help(), "\n", setUpHint(problem))
	return &exitError{1, nil}
}

// signInRejected reports whether the service rejected the token, which only a call can tell.
func signInRejected(err error) bool {
	var refused *types.Error
	return errors.As(err, &refused) && refused.Reason == types.SignIn
}

// setUpHint is the command that adds a whole profile: the missing one, or another beside a broken one.
func setUpHint(p *auth.Problem) string {
	if p.AfterLine > 0 || p.Kind == auth.SessionMissing {
		return "Or set up another profile: catwatch login --new NAME\n"
	}
	return "Or let catwatch do it: catwatch login --new NAME\n"
}

// loginPrinter prints the progress of a sign-in in plain lines, for pipes and for terminals without cursor movement.
type loginPrinter struct {
	out     io.Writer
	profile *auth.Profile
	log     *logs
	open    func(link string) error // nil: no browser here
	trouble string
}

// login signs in and prints the progress in the way that suits the output.
func (l *loginPrinter) login(ctx context.Context) error {
	tty := newLoginTTY(*l)
	if tty == nil {
		return auth.Login(ctx, l.profile, l.logged(l.step))
	}
	defer tty.close()
	return auth.Login(ctx, l.profile, l.logged(tty.step))
}

// logged writes every step to the log before it is shown.
func (l *loginPrinter) logged(show func(auth.Step)) func(auth.Step) {
	return func(s auth.Step) {
		l.log.Info("sign-in", "step", s)
		show(s)
	}
}

func (l *loginPrinter) step(s auth.Step) {
	switch s.Phase {
	case auth.Approving:
		l.approving(s)
	case auth.Waiting:
		if s.PollError != "" && s.PollError != l.trouble {
			fmt.Fprintf(l.out, "Still waiting, but %s.\n", s.PollError)
		}
		l.trouble = s.PollError
	}
}

func (l *loginPrinter) approving(s auth.Step) {
	fmt.Fprintf(l.out, "Signing in with profile %s (%s).\n", l.profile.Name, identityKind(l.profile))
	fmt.Fprintf(l.out, "Open this page and check that it shows the same code:\n\n    %s\n\n    %s\n\n", s.URLWithCode, s.Code)
	fmt.Fprintf(l.out, "Waiting for approval until %s.\n", s.Expires.Local().Format("15:04:05"))
	if l.open != nil && l.open(s.URLWithCode) != nil {
		fmt.Fprintln(l.out, "No browser could be opened. Open the page on any device.")
	}
}

func identityKind(p *auth.Profile) string {
	if p.BuilderID() {
		return "AWS Builder ID"
	}
	return types.Clean(p.StartURL)
}

func (l *loginPrinter) signedIn() {
	source := auth.NewTokenSource(l.profile)
	defer source.Close()
	st := source.Status()
	end := "; after that, sign in again"
	if st.Refreshable {
		end = " and is renewed automatically"
	}
	fmt.Fprintf(l.out, "Signed in with profile %s. The token is valid until %s%s.\n",
		l.profile.Name, st.Expires.Local().Format(time.DateTime), end)
}
