package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"catwatch/auth"
	"catwatch/fetch"
	"catwatch/fetch/types"
)

// identity is somebody who asks the service: a connection, its fetcher and the goroutines that serve them.
type identity struct {
	connection
	fetcher *fetch.Fetcher
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup

	mu     sync.Mutex
	who    string // as the service calls the identity
	denied string // why the service rejects a token that is valid; "" when it does not
}

func newIdentity(ctx context.Context, c connection, o fetch.Options) *identity {
	ctx, cancel := context.WithCancel(ctx)
	return &identity{connection: c, fetcher: fetch.New(c.api, o), ctx: ctx, cancel: cancel}
}

// stop ends reading as id. When it returns, no goroutine of id is left to report anything.
func (id *identity) stop() {
	id.cancel()
	id.running.Wait()
	id.close()
}

// SignIn is who is asking, and the state of the sign-in.
type SignIn struct {
	Who    string // email or name, once the service has told it
	Status auth.Status
	Denied string // why the service rejects a token that is valid, in a sentence; "" when it does not
}

func (id *identity) signIn() SignIn {
	id.mu.Lock()
	defer id.mu.Unlock()
	in := SignIn{Who: id.who, Denied: id.denied, Status: auth.Status{Profile: "demo", SignedIn: true}}
	if id.source != nil {
		in.Status = id.source.Status()
	}
	return in
}

// Problem is why nothing can be read, in a sentence; "" when it can.
func (s SignIn) Problem() string {
	if p := s.Status.Problem; p != nil && !s.Status.SignedIn {
		return types.Clean(p.Sentence)
	}
	return s.Denied
}

// SignInHelps reports whether signing in again is the remedy.
func (s SignIn) SignInHelps() bool { return s.Status.Problem != nil && s.Status.Problem.SignInHelps() }

// Warning is what is wrong although calls can be made: a mark of two or three words, and a sentence.
func (s SignIn) Warning() (mark, sentence string) {
	st := s.Status
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

// watchSignIn keeps the sinks informed about the sign-in, and asks the service once for each token whom it belongs to.
func (s *Session) watchSignIn(id *identity) {
	var asked time.Time // expiry of the token that the service was last asked about
	var logged string   // the problem that was logged last
	again := time.NewTicker(time.Minute)
	defer again.Stop()
	var changed <-chan struct{}
	if id.source != nil {
		changed = id.source.Changed()
	}
	for first := true; ; first = false {
		in := id.signIn()
		if expires := in.Status.Expires; in.Status.SignedIn && (first || !expires.Equal(asked)) {
			if s.identify(id) {
				asked = expires
			}
			if !first {
				id.fetcher.Touch(types.Path{}) // lists that waited for a sign-in are read at once
			}
			in = id.signIn()
		}
		_, warning := in.Warning()
		if text := strings.TrimSpace(in.Problem() + " " + warning); text != logged {
			s.log.Info("sign-in", "problem", text)
			logged = text
		}
		s.broadcast(func(p *pending) { p.signIn = &in })
		select {
		case <-id.ctx.Done():
			return
		case <-changed:
		case <-again.C:
			if id.source == nil {
				again.Stop()
			}
		}
	}
}

// identify asks the service who the token belongs to, and reports whether it answered.
func (s *Session) identify(id *identity) bool {
	u, err := id.fetcher.Whoami(id.ctx)
	id.mu.Lock()
	defer id.mu.Unlock()
	var e *types.Error
	id.denied = ""
	switch {
	case err == nil:
		id.who = cmp.Or(u.Email, u.DisplayName, u.Name)
		if id.profile != nil {
			_ = auth.Remember(s.where.Env, id.profile.Name) // a convenience only
		}
	case errors.As(err, &e) && (e.Reason == types.Denied || e.Reason == types.Blocked):
		id.denied = "CodeCatalyst rejects this sign-in although its token is valid: sign in again, or see https://codecatalyst.aws/onboarding/view"
	default:
		s.log.Info("the service did not say whose sign-in it is", "error", err)
		return false
	}
	return true
}

// Login signs the current identity in while reading goes on, and calls report with each step. Of two, the later one
// replaces the earlier one. It returns nil when signed in, context.Canceled after CancelLogin, or an error of auth.Login.
func (s *Session) Login(report func(auth.Step)) error {
	id := s.identity()
	ctx, cancel := context.WithCancel(id.ctx)
	defer cancel()
	s.mu.Lock()
	before := s.cancelLogin
	s.cancelLogin = cancel
	s.mu.Unlock()
	if before != nil {
		before()
	}
	err := auth.Login(ctx, id.profile, report)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		s.log.Info("not signed in", "error", err)
		return err
	}
	id.fetcher.Touch(types.Path{})
	return nil
}

// CancelLogin ends the sign-in in progress, if there is one.
func (s *Session) CancelLogin() {
	s.mu.Lock()
	cancel := s.cancelLogin
	s.cancelLogin = nil
	s.mu.Unlock()
	if cancel != nil {
		cancel()
	}
}

// Profiles names the profiles that can sign in.
func (s *Session) Profiles() []string {
	all, err := auth.Profiles(s.where)
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
