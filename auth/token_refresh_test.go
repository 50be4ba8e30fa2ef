package auth_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/auth"
	"catwatch/sim"
)

// signedIn is a home signed in with the guide's profile, whose region is not the sign-in service's, and a source that
// runs until the test ends.
func signedIn(t *testing.T, o sim.OIDC, change ...func(map[string]any)) (*sim.World, *home, *auth.TokenSource, sim.Grant) {
	t.Helper()
	w, h, g := withToken(t, o, change...)
	return w, h, startSource(t, h.profile(w.HTTPClient())), g
}

// withToken is a home with Ada's token in it.
func withToken(t *testing.T, o sim.OIDC, change ...func(map[string]any)) (*sim.World, *home, sim.Grant) {
	t.Helper()
	w := sim.New(sim.Config{Frozen: true, OIDC: o})
	h := newHome(t, guideConfig)
	g := w.SignIn("ada")
	h.signIn(g, change...)
	return w, h, g
}

func startSource(t *testing.T, p *auth.Profile) *auth.TokenSource {
	t.Helper()
	s := auth.NewTokenSource(p)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		_ = s.Run(ctx)
		close(done)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
		s.Close()
		elapse(time.Minute) // virtual time: a refresh without an answer outlives Close
	})
	return s
}

func refreshes(w *sim.World) int { return w.Calls().ByOperation["CreateToken"] }

func TestATokenIsRefreshedBeforeItExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{}, func(f map[string]any) { f["whatTheCLIAddsOneDay"] = map[string]any{"a": 1.5} })
		var hosts []string
		w.Watch(func(c sim.Call) { hosts = append(hosts, c.Host) })
		for range 24 * 60 { // a day, a call a minute
			token := bearer(t, s)
			if w.Calls().ByOperation["CreateToken"] == 0 && token != g.AccessToken {
				t.Fatal("another token without a refresh")
			}
			if st := s.Status(); !st.SignedIn || st.Problem != nil || !time.Now().Before(st.Expires) {
				t.Fatalf("interrupted at %s: %+v", time.Now(), st)
			}
			elapse(time.Minute)
		}
		if n := refreshes(w); n < 24 || n > 34 {
			t.Errorf("refreshed %d times in a day", n)
		}
		for _, host := range hosts {
			if host != "oidc.us-east-1.amazonaws.com" {
				t.Fatalf("asked %s", host)
			}
		}
		f := h.token()
		if f["accessToken"] != bearer(t, s) || f["refreshToken"] == g.RefreshToken || f["clientId"] != g.ClientID ||
			f["startUrl"] != auth.BuilderStartURL || f["region"] != "us-east-1" || f["registrationExpiresAt"] != timestamp(g.RegistrationExpiresAt) {
			t.Errorf("the file says %v", f)
		}
		if fmt.Sprint(f["whatTheCLIAddsOneDay"]) != "map[a:1.5]" {
			t.Errorf("an unknown field was not kept: %v", f)
		}
	})
}

func TestAnAnswerWithoutARefreshTokenKeepsTheStoredOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{KeepRefresh: true})
		elapse(5 * time.Hour)
		if bearer(t, s) == g.AccessToken || refreshes(w) < 5 {
			t.Errorf("refreshed %d times", refreshes(w))
		}
		if f := h.token(); f["refreshToken"] != g.RefreshToken {
			t.Errorf("the refresh token became %v", f["refreshToken"])
		}
	})
}

func TestOneRefreshAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _, s, g := signedIn(t, sim.OIDC{})
		elapse(49 * time.Minute)
		w.SetLatency(5 * time.Second)
		elapse(2 * time.Minute) // until the first refresh is complete: a token revoked before that would be refreshed again
		before := refreshes(w)
		w.Revoke(bearer(t, s))
		p := newHome(t, guideConfig).profile(w.HTTPClient()) // for API calls only: the source has the token
		results := make(chan int)
		for range 16 {
			go func() { results <- callAPI(t.Context(), t, p, s) }()
		}
		for range 16 {
			if status := <-results; status != http.StatusUnauthorized {
				t.Errorf("status %d", status)
			}
		}
		tokens := make(chan string)
		for range 16 {
			go func() { tokens <- bearer(t, s) }()
		}
		first := <-tokens
		for range 15 {
			if token := <-tokens; token != first || token == g.AccessToken {
				t.Error("different tokens")
			}
		}
		if n := refreshes(w) - before; n != 1 {
			t.Errorf("%d refreshes at once", n)
		}
	})
}

func TestATokenThatCannotBeRefreshedExpires(t *testing.T) {
	for name, change := range map[string]func(map[string]any){
		"no refresh token":       func(f map[string]any) { delete(f, "refreshToken") },
		"no registration":        func(f map[string]any) { delete(f, "clientSecret") },
		"the registration ended": func(f map[string]any) { f["registrationExpiresAt"] = timestamp(time.Now()) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, _, s, g := signedIn(t, sim.OIDC{}, change)
				elapse(59 * time.Minute)
				st := s.Status()
				if bearer(t, s) != g.AccessToken || st.Refreshable || !st.SignedIn || st.Problem != nil {
					t.Errorf("%+v", st)
				}
				statusChanged(s)
				elapse(time.Minute + 3*time.Second)
				if _, err := s.RetrieveBearerToken(t.Context()); kindOf(err) != auth.Expired || refreshes(w) != 0 {
					t.Errorf("%v after %d refreshes", err, refreshes(w))
				}
				if st := s.Status(); st.SignedIn || st.Problem == nil || st.Problem.Kind != auth.Expired {
					t.Errorf("%+v", st)
				}
				if !statusChanged(s) {
					t.Error("the expiry was not announced")
				}
			})
		})
	}
}

// statusChanged reports whether Changed has received a value.
func statusChanged(s *auth.TokenSource) bool {
	select {
	case <-s.Changed():
		return true
	default:
		return false
	}
}

// The answer to a refresh may hold the only refresh token that is still valid.
func TestCloseDoesNotLoseARefreshInProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true, Latency: 2 * time.Second, OIDC: sim.OIDC{TokenLifetime: 5 * time.Minute}})
		h := newHome(t, guideConfig)
		g := w.SignIn("ada")
		h.signIn(g)
		s := auth.NewTokenSource(h.profile(w.HTTPClient()))
		if bearer(t, s) != g.AccessToken { // starts the refresh and does not wait for it
			t.Error("waited")
		}
		s.Close()
		if f := h.token(); f["refreshToken"] == g.RefreshToken {
			t.Error("the refreshed token was lost")
		}
	})
}

// Runs outside a synctest bubble, whose clock has no monotonic reading. The monotonic clock stops while a laptop sleeps,
// so with it the token would seem valid for that much longer.
func TestExpiryIsWallClockTime(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true, OIDC: sim.OIDC{TokenLifetime: 5 * time.Minute}})
	h := newHome(t, guideConfig)
	h.signIn(w.SignIn("ada"))
	p := h.profile(w.HTTPClient())
	s := auth.NewTokenSource(p)
	bearer(t, s)
	s.Close()
	if e := s.Status().Expires; refreshes(w) != 1 || e != e.Round(0) {
		t.Errorf("%d refreshes, until %v", refreshes(w), e)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_ = auth.Login(ctx, p, func(st auth.Step) { // cancelled as soon as there is a code
		if st.Phase == auth.Approving {
			cancel()
		}
		if st.Expires != st.Expires.Round(0) {
			t.Errorf("the code is good until %v", st.Expires)
		}
	})
	if ctx.Err() == nil {
		t.Error("there was no code")
	}
	cancel()
}
