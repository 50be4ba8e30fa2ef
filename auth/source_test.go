package auth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
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
	w := sim.New(sim.Config{Frozen: true, OIDC: o})
	h := newHome(t, guideConfig)
	g := w.SignIn("ada")
	h.signIn(g, change...)
	return w, h, started(t, h.profile(w.HTTPClient())), g
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
			time.Sleep(time.Minute)
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

func TestTheTokenFileIsItsOwnersAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, _ := signedIn(t, sim.OIDC{TokenLifetime: 5 * time.Minute})
		time.Sleep(time.Minute)
		if bearer(t, s); renewals(w) == 0 {
			t.Fatal("not renewed")
		}
		entries, err := os.ReadDir(h.path(".aws/sso/cache"))
		if err != nil || len(entries) != 1 {
			t.Errorf("left in the folder: %v, %v", entries, err)
		}
		if info, _ := os.Stat(h.path(h.cache("codecatalyst"))); info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v", info.Mode())
		}
	})
}

func TestAnAnswerWithoutARefreshTokenKeepsTheStoredOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{KeepRefresh: true})
		time.Sleep(5 * time.Hour)
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
		time.Sleep(49 * time.Minute)
		w.SetLatency(5 * time.Second)
		time.Sleep(2 * time.Minute) // the first renewal is done: one that ends early would be asked for again
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

func TestWithAnOutageTheOldTokenIsUsedUntilItEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, fault := range []sim.Fault{sim.Broken, sim.Unavailable, sim.Blocked, sim.Reset, sim.HTML, sim.Throttle, sim.ThrottleUntyped, sim.Cut, sim.Stall} {
			// The refresh token stays good: an answer that is lost half-way would otherwise take the next one with it.
			w, _, s, g := signedIn(t, sim.OIDC{TokenLifetime: 11 * time.Minute, KeepRefresh: true})
			w.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{fault}})
			time.Sleep(9 * time.Minute)
			if bearer(t, s) != g.AccessToken {
				t.Errorf("fault %d: another token", fault)
			}
			if st := s.Status(); st.Problem == nil || st.Problem.Kind != auth.Unreachable || !st.SignedIn || !st.Refreshable {
				t.Errorf("fault %d: %+v", fault, st)
			}
			if n := renewals(w); n < 8 || n > 17 {
				t.Errorf("fault %d: %d attempts in eight minutes", fault, n)
			}
			time.Sleep(3 * time.Minute)
			if _, err := s.RetrieveBearerToken(t.Context()); kindOf(err) != auth.Unreachable {
				t.Errorf("fault %d: a token that ended: %v", fault, err)
			}
			w.SetFaults()
			time.Sleep(31 * time.Second)
			if bearer(t, s) == g.AccessToken || s.Status().Problem != nil {
				t.Errorf("fault %d: not back: %+v", fault, s.Status())
			}
		}
	})
}

func TestARefusalIsFinalUntilSomebodySignsIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{})
		w.Revoke(g.RefreshToken)
		time.Sleep(58 * time.Minute)
		if bearer(t, s) != g.AccessToken || renewals(w) != 1 {
			t.Errorf("asked %d times", renewals(w))
		}
		if st := s.Status(); st.Problem == nil || st.Problem.Kind != auth.Refused || st.Refreshable || !st.SignedIn {
			t.Errorf("%+v", st)
		}
		time.Sleep(3 * time.Minute)
		if _, err := s.RetrieveBearerToken(t.Context()); kindOf(err) != auth.Refused {
			t.Errorf("%v", err)
		}
		if st := s.Status(); st.SignedIn {
			t.Errorf("%+v", st)
		}
		next := w.SignIn("ada")
		h.signIn(next)
		time.Sleep(3 * time.Second)
		if st := s.Status(); bearer(t, s) != next.AccessToken || !st.SignedIn || st.Problem != nil || !st.Refreshable {
			t.Errorf("%+v", st)
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
				time.Sleep(59 * time.Minute)
				st := s.Status()
				if bearer(t, s) != g.AccessToken || st.Refreshable || !st.SignedIn || st.Problem != nil {
					t.Errorf("%+v", st)
				}
				drain(s)
				time.Sleep(time.Minute + 3*time.Second)
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

func TestWhatOtherProgramsDoIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true})
		h := newHome(t, guideConfig)
		s := started(t, h.profile(w.HTTPClient()))
		if _, err := s.RetrieveBearerToken(t.Context()); kindOf(err) != auth.SignedOut {
			t.Errorf("%v", err)
		}
		g := w.SignIn("ada")
		h.signIn(g)
		time.Sleep(3 * time.Second)
		if !drain(s) || !s.Status().SignedIn || bearer(t, s) != g.AccessToken {
			t.Errorf("a sign-in was not noticed: %+v", s.Status())
		}
		h.write(h.cache("codecatalyst"), `{"accessToken": "half of i`) // the AWS CLI does not replace its file at once
		time.Sleep(3 * time.Second)
		if bearer(t, s) != g.AccessToken || drain(s) {
			t.Error("half a file did away with the token")
		}
		next := w.SignIn("grace")
		h.signIn(next)
		if bearer(t, s) != next.AccessToken {
			t.Error("another sign-in was not noticed")
		}
		if err := os.Remove(h.path(h.cache("codecatalyst"))); err != nil {
			t.Fatal(err)
		}
		drain(s)
		time.Sleep(3 * time.Second)
		if _, err := s.RetrieveBearerToken(t.Context()); kindOf(err) != auth.SignedOut || !drain(s) {
			t.Errorf("signing out was not noticed: %v", err)
		}
	})
}

func TestAFileThatIsNoTokenIsSaidToBe(t *testing.T) {
	for _, text := range []string{"", "{}", "[]", "null", `{"accessToken":5}`, `{"accessToken":"x"}`, `{"accessToken":"s3cr3t","expiresAt":"soon"}`} {
		h := newHome(t, guideConfig)
		h.write(h.cache("codecatalyst"), text)
		s := auth.NewSource(h.profile(nil))
		_, err := s.RetrieveBearerToken(t.Context())
		if kindOf(err) != auth.SignedOut || strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestTheTimesOfOldAWSCLIsAreUnderstood(t *testing.T) {
	h := newHome(t, guideConfig)
	h.write(h.cache("codecatalyst"), `{"accessToken":"good-token","expiresAt":"2999-01-02T03:04:05UTC"}`)
	if got := bearer(t, auth.NewSource(h.profile(nil))); got != "good-token" {
		t.Errorf("%q", got)
	}
}

// While one program renews, another may: the loser of that race takes what the winner wrote.
func TestARaceWithAnotherProgramHasNoLoser(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*sim.World, *home) string
		refuse    bool
	}{
		"it has renewed": {meanwhile: func(w *sim.World, h *home) string {
			g := w.SignIn("ada")
			h.signIn(g)
			return g.AccessToken
		}, refuse: true},
		"it has signed in": {meanwhile: func(w *sim.World, h *home) string {
			g := w.SignIn("grace")
			h.signIn(g)
			return g.AccessToken
		}},
		"it has signed out": {meanwhile: func(_ *sim.World, h *home) string {
			_ = os.Remove(h.path(h.cache("codecatalyst")))
			return ""
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(sim.Config{Frozen: true})
				h := newHome(t, guideConfig)
				g := w.SignIn("ada")
				h.signIn(g)
				var want atomic.Value
				d := doer(func(r *http.Request) (*http.Response, error) {
					res, err := w.HTTPClient().Do(r)
					want.Store(c.meanwhile(w, h))
					return res, err
				})
				s := started(t, h.profile(d))
				if c.refuse {
					w.Revoke(g.RefreshToken)
				}
				time.Sleep(51 * time.Minute)
				if want.Load() == "" {
					if _, err := s.RetrieveBearerToken(t.Context()); kindOf(err) != auth.SignedOut {
						t.Errorf("%v", err)
					}
					if _, err := os.Stat(h.path(h.cache("codecatalyst"))); err == nil {
						t.Error("signed in again against the person's will")
					}
				} else if bearer(t, s) != want.Load() || s.Status().Problem != nil {
					t.Errorf("%+v", s.Status())
				}
			})
		})
	}
}

func TestARenewedTokenThatCannotBeSavedIsUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{})
		cache := h.path(h.cache("codecatalyst"))
		elsewhere := h.path("gone/token.json") // a link into a folder that goes: the file stays readable to nobody
		h.write("gone/token.json", h.read(h.cache("codecatalyst")))
		if err := errors.Join(os.Remove(cache), os.Symlink(elsewhere, cache)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(51 * time.Minute)
		if info, err := os.Lstat(cache); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("the link is gone: %v, %v", info, err)
		}
		if bearer(t, s) == g.AccessToken || renewals(w) != 1 {
			t.Errorf("renewed %d times", renewals(w))
		}
	})
}

func TestATokenThatTheServiceNoLongerTakesIsRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{})
		p := h.profile(w.HTTPClient())
		w.Revoke(g.AccessToken)
		if status := asks(t.Context(), t, p, s); status != http.StatusUnauthorized {
			t.Fatalf("status %d", status)
		}
		if status := asks(t.Context(), t, p, s); status != http.StatusOK || renewals(w) != 1 {
			t.Errorf("status %d after %d renewals", status, renewals(w))
		}
		// A service that takes no token at all is no reason to renew all the time.
		w.SetFaults(sim.Rule{Operation: "VerifySession", Mix: []sim.Fault{sim.Unauthorized}})
		for range 60 {
			asks(t.Context(), t, p, s)
			time.Sleep(time.Second)
		}
		if n := renewals(w); n > 4 {
			t.Errorf("%d renewals", n)
		}
	})
}

func TestADistantClockIsSaid(t *testing.T) {
	for _, off := range []time.Duration{-2 * time.Hour, -10 * time.Second, 0, 20 * time.Second, 7 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			w := sim.New(sim.Config{Frozen: true, Now: func() time.Time { return time.Now().Add(off) }})
			h := newHome(t, guideConfig)
			g := w.SignIn("ada")
			g.ExpiresAt = time.Now().Add(time.Hour)
			h.signIn(g)
			p := h.profile(w.HTTPClient())
			s := started(t, p)
			asks(t.Context(), t, p, s)
			want := off
			if off.Abs() < time.Minute {
				want = 0
			}
			if got := s.Status().Skew; (got - want).Abs() > time.Second {
				t.Errorf("clocks %s apart: said %s", off, got)
			}
			if drain(s) != (want != 0) {
				t.Errorf("clocks %s apart: told the wrong thing", off)
			}
		})
	}
}

func TestNobodyWaitsLongerThanTheyWant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _, s, _ := signedIn(t, sim.OIDC{})
		w.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.Stall}})
		time.Sleep(61 * time.Minute)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for range 40 {
			if _, err := s.RetrieveBearerToken(ctx); kindOf(err) != auth.Unreachable && !errors.Is(err, context.DeadlineExceeded) {
				t.Fatal(err)
			}
		}
		if _, err := s.RetrieveBearerToken(canceled(t)); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
}

func canceled(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
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

func TestASecondProgramWithTheSameFileSharesItsRenewals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, _ := signedIn(t, sim.OIDC{})
		var asked atomic.Int32
		other := started(t, h.profile(doer(func(r *http.Request) (*http.Response, error) {
			asked.Add(1)
			return w.HTTPClient().Do(r)
		})))
		for range 600 {
			time.Sleep(time.Minute)
			if bearer(t, s) != bearer(t, other) && s.Status().Problem != nil {
				t.Fatalf("%+v", s.Status())
			}
		}
		if !s.Status().SignedIn || !other.Status().SignedIn {
			t.Errorf("%+v %+v", s.Status(), other.Status())
		}
	})
}

func TestAnAnswerWithoutATokenIsAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true})
		h := newHome(t, guideConfig)
		g := w.SignIn("ada")
		h.signIn(g)
		s := started(t, h.profile(doer(func(r *http.Request) (*http.Response, error) {
			return answer(r, http.StatusOK, "{}", nil), nil
		})))
		time.Sleep(55 * time.Minute)
		if st := s.Status(); st.Problem == nil || st.Problem.Kind != auth.Unreachable || bearer(t, s) != g.AccessToken {
			t.Errorf("%+v", st)
		}
		if f := h.token(); f["accessToken"] != g.AccessToken {
			t.Error("the file was spoilt")
		}
	})
}
