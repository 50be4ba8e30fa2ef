package cli

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/auth"
	"catwatch/fetch/types"
	"catwatch/tui"
)

// signIn is the sign-in as the screen shows it.
func (w *watcher) signIn() tui.SignIn {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.source == nil {
		return tui.SignIn{Who: w.who, Profile: "demo"}
	}
	st := w.source.Status()
	s := tui.SignIn{Who: w.who, Profile: st.Profile, Expires: st.Expires, Refreshable: st.Refreshable}
	switch {
	case st.Problem != nil && !st.SignedIn:
		s.Problem = types.Clean(st.Problem.Sentence)
	case w.deny != "":
		s.Problem = w.deny
	}
	s.Curable = st.Problem != nil && st.Problem.SignInHelps()
	s.Mark, s.Warning = warning(st)
	return s
}

// warning is what goes wrong while the sign-in serves, in a word or three and in a sentence.
func warning(st auth.Status) (mark, sentence string) {
	switch {
	case !st.SignedIn:
	case st.Problem != nil && st.Problem.Kind == auth.Unwritable:
		return "sign-in not saved", types.Clean(st.Problem.Sentence)
	case st.Problem != nil:
		return "sign-in not renewed", types.Clean(st.Problem.Sentence)
	}
	if st.Skew == 0 {
		return "", ""
	}
	off, way := strings.TrimSuffix(st.Skew.Abs().Round(time.Minute).String(), "0s"), "ahead of"
	if st.Skew < 0 {
		way = "behind"
	}
	return "clock " + off + " off", "The service's clock is " + off + " " + way + " this computer's: ages and times shown are off by as much."
}

// tell keeps the screen informed about the sign-in, and asks the service once a token whom it belongs to.
func (v *vigil) tell(ctx context.Context, w *watcher) {
	var asked time.Time // the end of the token that was last asked about
	var said string     // the last trouble in the log
	again := time.NewTicker(time.Minute)
	defer again.Stop()
	var changed <-chan struct{}
	if w.source != nil {
		changed = w.source.Changed()
	}
	for first := true; ; first = false {
		ends := w.signIn().Expires
		if (first || !ends.Equal(asked)) && w.canAsk() {
			if v.identify(ctx, w) {
				asked = ends
			}
			if !first {
				w.fetcher.Touch(types.Path{}) // what waited for a sign-in goes on at once
			}
		}
		now := w.signIn()
		if text := strings.TrimSpace(now.Problem + " " + now.Warning); text != said {
			v.log.Info("sign-in", "problem", text)
			said = text
		}
		v.program.Send(now)
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-again.C:
			if w.source == nil {
				again.Stop()
			}
		}
	}
}

func (w *watcher) canAsk() bool { return w.source == nil || w.source.Status().SignedIn }

// identify learns who the token belongs to, and reports whether the service gave an answer.
func (v *vigil) identify(ctx context.Context, w *watcher) bool {
	u, err := w.fetcher.Whoami(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	var e *types.Error
	w.deny = ""
	switch {
	case err == nil:
		w.who = firstOf(u.Email, u.DisplayName, u.Name)
		if w.profile != nil {
			_ = auth.Remember(v.asking.Env, w.profile.Name) // a convenience only
		}
	case errors.As(err, &e) && (e.Reason == types.Denied || e.Reason == types.Blocked):
		w.deny = "CodeCatalyst refuses this sign-in though its token is good: sign in again, or see https://codecatalyst.aws/onboarding/view"
	default:
		v.log.Info("whose sign-in it is was not told", "error", err)
		return false
	}
	return true
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// Login signs in again while the screen goes on. Its steps come as messages.
func (v *vigil) Login() tea.Cmd {
	return func() tea.Msg {
		w := v.current()
		ctx, cancel := context.WithCancel(v.ctx)
		defer cancel()
		v.mu.Lock()
		if v.signing != nil {
			v.signing() // a second try takes the place of the first
		}
		v.signing = cancel
		v.mu.Unlock()
		err := auth.Login(ctx, w.profile, func(s auth.Step) { v.program.Send(step(s)) })
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			v.log.Info("not signed in", "error", err)
			return tui.LoginStep{Failed: types.Clean(err.Error())}
		}
		w.fetcher.Touch(types.Path{})
		return tui.LoginStep{Done: true}
	}
}

func step(s auth.Step) tui.LoginStep {
	return tui.LoginStep{Code: types.Clean(s.Code), URL: types.Clean(s.URL), Full: types.Clean(s.URLWithCode), Expires: s.Expires, Trouble: types.Clean(s.PollError)}
}

// CancelLogin gives the sign-in under way up.
func (v *vigil) CancelLogin() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.signing != nil {
		v.signing()
		v.signing = nil
	}
}

// Profiles are those that can sign in.
func (v *vigil) Profiles() []string {
	all, err := auth.Profiles(v.asking)
	if err != nil {
		return nil
	}
	var names []string
	for _, c := range all {
		if c.Usable {
			names = append(names, c.Name)
		}
	}
	return names
}

// Switch has another identity watch.
func (v *vigil) Switch(profile string) tea.Cmd {
	return func() tea.Msg {
		asking := v.asking
		asking.Profile = profile
		conn, err := connect(v.ctx, asking, v.log)
		if err != nil {
			return tui.Switched{Failed: types.Clean(err.Error())}
		}
		next := newWatcher(conn, v.options)
		v.mu.Lock()
		before := v.now
		v.now = next
		v.mu.Unlock()
		before.stop()
		// The screen forgets the old identity before anything of the new one is read.
		v.program.Send(tui.Switched{Source: next.fetcher, SignIn: next.signIn()})
		v.start(next)
		return nil
	}
}
