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

// signedIn is a person signed in with the guide's profile, whose region is not the sign-in service's, and a source
// that keeps the sign-in good until the test ends.
func signedIn(t *testing.T, o sim.OIDC, change ...func(map[string]any)) (*sim.World, *home, *auth.Source, sim.Grant) {
	t.Helper()
	w, h, g := withToken(t, o, change...)
	return w, h, started(t, h.profile(w.HTTPClient())), g
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

func started(t *testing.T, p *auth.Profile) *auth.Source {
	t.Helper()
	s := auth.NewSource(p)
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
		elapse(time.Minute) // the bubble's time: a renewal that nobody answers outlives Close
	})
	return s
}

func renewals(w *sim.World) int { return w.Calls().ByOperation["CreateToken"] }

func TestATokenIsRenewedAheadOfItsEndWhereItCameFrom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{}, func(f map[string]any) { f["whatTheCLIAddsOneDay"] = map[string]any{"a": 1.5} })
		var hosts []string
		w.Watch(func(c sim.Call) { hosts = append(hosts, c.Host) })
		for range 24 * 60 { // a day, a call a minute
			token := bearer(t, s)
			if w.Calls().ByOperation["CreateToken"] == 0 && token != g.AccessToken {
				t.Fatal("another token without a renewal")
			}
			if st := s.Status(); !st.SignedIn || st.Problem != nil || !time.Now().Before(st.Expires) {
				t.Fatalf("interrupted at %s: %+v", time.Now(), st)
			}
			elapse(time.Minute)
		}
		if n := renewals(w); n < 24 || n > 34 {
			t.Errorf("renewed %d times in a day", n)
		}
		for _, host := range hosts {
			if host != "oidc.us-east-1.amazonaws.com" {
				t.Fatalf("asked %s", host)
			}
		}
		f := h.token()
		if f["accessToken"] != bearer(t, s) || f["refreshToken"] == g.RefreshToken || f["clientId"] != g.ClientID ||
			f["startUrl"] != auth.BuilderStartURL || f["region"] != "us-east-1" || f["registrationExpiresAt"] != stamp(g.RegistrationExpiresAt) {
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
		if bearer(t, s) == g.AccessToken || renewals(w) < 5 {
			t.Errorf("renewed %d times", renewals(w))
		}
		if f := h.token(); f["refreshToken"] != g.RefreshToken {
			t.Errorf("the refresh token became %v", f["refreshToken"])
		}
	})
}

func TestRenewalsHappenOnceAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _, s, g := signedIn(t, sim.OIDC{})
		elapse(49 * time.Minute)
		w.SetLatency(5 * time.Second)
		elapse(2 * time.Minute) // the first renewal is done: one that ends early would be asked for again
		before := renewals(w)
		w.Revoke(bearer(t, s))
		p := newHome(t, guideConfig).profile(w.HTTPClient()) // for calls only: the source has the token
		results := make(chan int)
		for range 16 {
			go func() { results <- asks(t.Context(), t, p, s) }()
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
		if n := renewals(w) - before; n != 1 {
			t.Errorf("%d renewals at once", n)
		}
	})
}

func TestATokenThatCannotBeRenewedEnds(t *testing.T) {
	for name, change := range map[string]func(map[string]any){
		"no refresh token":       func(f map[string]any) { delete(f, "refreshToken") },
		"no registration":        func(f map[string]any) { delete(f, "clientSecret") },
		"the registration ended": func(f map[string]any) { f["registrationExpiresAt"] = stamp(time.Now()) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, _, s, g := signedIn(t, sim.OIDC{}, change)
				elapse(59 * time.Minute)
				st := s.Status()
				if bearer(t, s) != g.AccessToken || st.Refreshable || !st.SignedIn || st.Problem != nil {
					t.Errorf("%+v", st)
				}
				drain(s)
				elapse(time.Minute + 3*time.Second)
				if _, err := s.RetrieveBearerToken(t.Context()); kindOf(err) != auth.Expired || renewals(w) != 0 {
					t.Errorf("%v after %d renewals", err, renewals(w))
				}
				if st := s.Status(); st.SignedIn || st.Problem == nil || st.Problem.Kind != auth.Expired {
					t.Errorf("%+v", st)
				}
				if !drain(s) {
					t.Error("nobody was told that the token has ended")
				}
			})
		})
	}
}

// drain tells whether there was news.
func drain(s *auth.Source) bool {
	select {
	case <-s.Changed():
		return true
	default:
		return false
	}
}

// The answer to a renewal may hold the only refresh token that is still good.
func TestQuittingDoesNotLoseARenewalUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true, Latency: 2 * time.Second, OIDC: sim.OIDC{TokenLifetime: 5 * time.Minute}})
		h := newHome(t, guideConfig)
		g := w.SignIn("ada")
		h.signIn(g)
		s := auth.NewSource(h.profile(w.HTTPClient()))
		if bearer(t, s) != g.AccessToken { // starts the renewal and does not wait for it
			t.Error("waited")
		}
		s.Close()
		if f := h.token(); f["refreshToken"] == g.RefreshToken {
			t.Error("the renewed token was lost")
		}
	})
}

// Outside a bubble, whose clock has no monotonic reading. That stands still while a laptop sleeps, and a time that
// carries it would have the token outlive its end by as long.
func TestTheEndIsATimeOfTheWallsClock(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true, OIDC: sim.OIDC{TokenLifetime: 5 * time.Minute}})
	h := newHome(t, guideConfig)
	h.signIn(w.SignIn("ada"))
	p := h.profile(w.HTTPClient())
	s := auth.NewSource(p)
	bearer(t, s)
	s.Close()
	if e := s.Status().Expires; renewals(w) != 1 || e != e.Round(0) {
		t.Errorf("%d renewals, until %v", renewals(w), e)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_ = auth.Login(ctx, p, func(st auth.Step) { // given up as soon as there is a code
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
