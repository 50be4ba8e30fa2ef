package cli

import (
	"context"
	"errors"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"catwatch/auth"
	"catwatch/fetch/types"
	"catwatch/tui"
)

// screen is the dashboard: a sink of a session, and the one that asks it to sign in and to switch.
type screen struct {
	*Session
	program *tea.Program
}

// run shows the model until somebody quits it. Whatever happens, the terminal is restored.
func (s *screen) run(model *tui.Model, extra ...tea.ProgramOption) error {
	s.program = tea.NewProgram(model, append(terminal(s.ctx), extra...)...)
	s.Add(s.sink())
	s.Start()
	_, err := s.program.Run()
	switch failure := s.Close(); {
	case failure != nil:
		return failure
	case errors.Is(err, tea.ErrInterrupted), errors.Is(err, context.Canceled):
		return nil
	}
	return err
}

func (s *screen) sink() Sink {
	return Sink{
		Name:   "the screen",
		Events: func(events []types.Event) { s.program.Send(tui.Events{At: time.Now(), List: events}) },
		SignIn: func(in SignIn) { s.program.Send(signInMessage(in)) },
		Switched: func(in SignIn) {
			s.program.Send(tui.Switched{Source: s.Fetcher(), SignIn: signInMessage(in)})
		},
		Warn: func(text string) { s.program.Send(tui.Warning(text)) },
	}
}

func signInMessage(in SignIn) tui.SignIn {
	mark, warning := in.Warning()
	return tui.SignIn{
		Who: in.Who, Profile: in.Status.Profile, Expires: in.Status.Expires, Refreshable: in.Status.Refreshable,
		Problem: in.Problem(), Curable: in.SignInHelps(), Mark: mark, Warning: warning,
	}
}

// Login signs in again while the screen goes on. Its steps come as messages.
func (s *screen) Login() tea.Cmd {
	return func() tea.Msg {
		err := s.Session.Login(func(step auth.Step) { s.program.Send(loginMessage(step)) })
		switch {
		case errors.Is(err, context.Canceled):
			return nil
		case err != nil:
			return tui.LoginStep{Failed: types.Clean(err.Error())}
		}
		return tui.LoginStep{Done: true}
	}
}

func loginMessage(s auth.Step) tui.LoginStep {
	return tui.LoginStep{Code: types.Clean(s.Code), URL: types.Clean(s.URL), Full: types.Clean(s.URLWithCode), Expires: s.Expires, Trouble: types.Clean(s.PollError)}
}

// Switch reads as another profile. The screen is told of it as a sink.
func (s *screen) Switch(profile string) tea.Cmd {
	return func() tea.Msg {
		if err := s.Session.Switch(profile); err != nil {
			return tui.Switched{Failed: types.Clean(err.Error())}
		}
		return nil
	}
}

func terminal(ctx context.Context) []tea.ProgramOption {
	opts := []tea.ProgramOption{tea.WithContext(ctx)}
	if noColor() {
		// The library understands only what strconv takes for true; no-color.org says any value that is not empty.
		opts = append(opts, tea.WithColorProfile(colorprofile.ASCII))
	}
	return opts
}

func noColor() bool { return os.Getenv("NO_COLOR") != "" }
