package auth_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/auth"
	"catwatch/sim"
)

func TestDuringAnOutageTheTokenIsUsedUntilItExpires(t *testing.T) {
	long(t)
	synctest.Test(t, func(t *testing.T) {
		for _, fault := range []sim.Fault{sim.InternalError, sim.Unavailable, sim.Blocked, sim.Reset, sim.HTML, sim.Throttle, sim.ThrottleUntyped, sim.Cut, sim.Stall} {
			// KeepRefresh, since an answer that is cut off would otherwise take the next refresh token with it.
			w, _, s, g := signedIn(t, sim.OIDC{TokenLifetime: 11 * time.Minute, KeepRefresh: true})
			w.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{fault}})
			elapse(9 * time.Minute)
			if bearer(t, s) != g.AccessToken {
				t.Errorf("fault %d: another token", fault)
			}
			if st := s.Status(); st.Problem == nil || st.Problem.Kind != auth.Unreachable || !st.SignedIn || !st.Refreshable {
				t.Errorf("fault %d: %+v", fault, st)
			}
			if n := refreshes(w); n < 8 || n > 17 {
				t.Errorf("fault %d: %d attempts in eight minutes", fault, n)
			}
			statusChanged(s)
			elapse(3 * time.Minute)
			if !statusChanged(s) {
				t.Errorf("fault %d: the expiry was not announced", fault)
			}
			if _, err := s.RetrieveBearerToken(t.Context()); kindOf(err) != auth.Unreachable {
				t.Errorf("fault %d: an expired token: %v", fault, err)
			}
			if st := s.Status(); st.SignedIn || st.Problem == nil || !st.Refreshable {
				t.Errorf("fault %d: an expired token: %+v", fault, st)
			}
			w.SetFaults()
			elapse(31 * time.Second)
			if bearer(t, s) == g.AccessToken || s.Status().Problem != nil {
				t.Errorf("fault %d: not back: %+v", fault, s.Status())
			}
		}
	})
}

// After a laptop's sleep the token has expired, and the network returns some time after the program.
func TestAnExpiredTokenIsRefreshedOnceTheNetworkIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, g := withToken(t, sim.OIDC{})
		w.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.Reset}})
		elapse(8 * time.Hour)
		s := startSource(t, h.profile(w.HTTPClient()))
		elapse(11 * time.Second)
		if n := refreshes(w); n < 2 || n > 4 || s.Status().SignedIn {
			t.Errorf("%d attempts, %+v", n, s.Status())
		}
		w.SetFaults()
		elapse(7 * time.Second)
		if st := s.Status(); !st.SignedIn || st.Problem != nil || bearer(t, s) == g.AccessToken {
			t.Errorf("%+v", st)
		}
	})
}

func TestASpentRefreshTokenIsNotTriedAgainUntilSignIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{})
		w.Revoke(g.RefreshToken)
		elapse(58 * time.Minute)
		if bearer(t, s) != g.AccessToken || refreshes(w) != 1 {
			t.Errorf("asked %d times", refreshes(w))
		}
		if st := s.Status(); st.Problem == nil || st.Problem.Kind != auth.Rejected || st.Refreshable || !st.SignedIn {
			t.Errorf("%+v", st)
		}
		elapse(3 * time.Minute)
		if _, err := s.RetrieveBearerToken(t.Context()); kindOf(err) != auth.Rejected {
			t.Errorf("%v", err)
		}
		if st := s.Status(); st.SignedIn {
			t.Errorf("%+v", st)
		}
		next := w.SignIn("ada")
		h.signIn(next)
		elapse(3 * time.Second)
		if st := s.Status(); bearer(t, s) != next.AccessToken || !st.SignedIn || st.Problem != nil || !st.Refreshable {
			t.Errorf("%+v", st)
		}
	})
}

func TestATokenTheServiceRejectsIsRefreshed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{})
		p := h.profile(w.HTTPClient())
		w.Revoke(g.AccessToken)
		if status := callAPI(t.Context(), t, p, s); status != http.StatusUnauthorized {
			t.Fatalf("status %d", status)
		}
		if status := callAPI(t.Context(), t, p, s); status != http.StatusOK || refreshes(w) != 1 {
			t.Errorf("status %d after %d refreshes", status, refreshes(w))
		}
		// A service that rejects every token does not cause a stream of refreshes.
		w.SetFaults(sim.Rule{Operation: "VerifySession", Mix: []sim.Fault{sim.Unauthorized}})
		for range 60 {
			callAPI(t.Context(), t, p, s)
			elapse(time.Second)
		}
		if n := refreshes(w); n > 4 {
			t.Errorf("%d refreshes", n)
		}
	})
}

func TestClockSkewIsReported(t *testing.T) {
	for _, off := range []time.Duration{-2 * time.Hour, -10 * time.Second, 0, 20 * time.Second, 7 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			w := sim.New(sim.Config{Frozen: true, Now: func() time.Time { return time.Now().Add(off) }})
			h := newHome(t, guideConfig)
			g := w.SignIn("ada")
			g.ExpiresAt = time.Now().Add(time.Hour)
			h.signIn(g)
			p := h.profile(w.HTTPClient())
			s := startSource(t, p)
			callAPI(t.Context(), t, p, s)
			want := off
			if off.Abs() < time.Minute {
				want = 0
			}
			if got := s.Status().Skew; (got - want).Abs() > time.Second {
				t.Errorf("clocks %s apart: reported %s", off, got)
			}
			if statusChanged(s) != (want != 0) {
				t.Errorf("clocks %s apart: wrong notification", off)
			}
		})
	}
}

func TestASlowAnswerIsNotTakenForClockSkew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, _ := signedIn(t, sim.OIDC{})
		p := h.profile(delayed(w.HTTPClient(), 5*time.Minute)) // a laptop that slept in between
		callAPI(t.Context(), t, p, s)
		if got := s.Status().Skew; got != 0 {
			t.Errorf("said %s", got)
		}
	})
}

func TestWaitingForATokenEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _, s, _ := signedIn(t, sim.OIDC{})
		w.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.Stall}})
		elapse(61 * time.Minute)
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

func TestAnAnswerWithoutATokenIsAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, h, g := withToken(t, sim.OIDC{})
		s := startSource(t, h.profile(doer(func(r *http.Request) (*http.Response, error) {
			return answer(r, http.StatusOK, "{}", nil), nil
		})))
		elapse(55 * time.Minute)
		if st := s.Status(); st.Problem == nil || st.Problem.Kind != auth.Unreachable || bearer(t, s) != g.AccessToken {
			t.Errorf("%+v", st)
		}
		if f := h.token(); f["accessToken"] != g.AccessToken {
			t.Error("the file was overwritten")
		}
	})
}

// A service that rejects the token for a while and then accepts it again leaves no trace.
func TestAnAcceptedCallWithdrawsARejection(t *testing.T) {
	for name, change := range map[string]func(map[string]any){
		"a token that cannot be refreshed":       func(f map[string]any) { delete(f, "refreshToken") },
		"a token whose refresh fails meanwhile":  func(map[string]any) {},
		"a token that was about to be refreshed": func(f map[string]any) { f["expiresAt"] = timestamp(time.Now().Add(5 * time.Minute)) },
		"a token whose registration has expired": func(f map[string]any) { f["registrationExpiresAt"] = timestamp(time.Now()) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, h, g := withToken(t, sim.OIDC{}, change)
				p := h.profile(w.HTTPClient())
				w.SetFaults(sim.Rule{Operation: "VerifySession", Mix: []sim.Fault{sim.Unauthorized}},
					sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.Unavailable}})
				s := startSource(t, p)
				for range 3 {
					callAPI(t.Context(), t, p, s)
					elapse(3 * time.Second)
				}
				if s.Status().Problem == nil {
					t.Error("the rejection is not reported")
				}
				statusChanged(s)
				w.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.Unavailable}})
				if status := callAPI(t.Context(), t, p, s); status != http.StatusOK {
					t.Fatalf("status %d", status)
				}
				st := s.Status()
				if !st.SignedIn || bearer(t, s) != g.AccessToken || !statusChanged(s) {
					t.Errorf("after an accepted call: %+v", st)
				}
				if soon := time.Until(st.Expires) < 10*time.Minute; (st.Problem != nil) != soon {
					t.Errorf("after an accepted call: %+v", st)
				}
			})
		})
	}
}

// The screen asks for the status: no file may hold it up, however long that takes to read.
func TestStatusDoesNotWaitForTheTokenFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, g := withToken(t, sim.OIDC{})
		s := auth.NewTokenSource(h.profile(w.HTTPClient()))
		release := auth.HoldTokenFile(s)
		defer release()
		if st := s.Status(); !st.SignedIn || st.Problem != nil {
			t.Errorf("%+v", st)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if token, err := s.RetrieveBearerToken(ctx); !errors.Is(err, context.DeadlineExceeded) || token.Value == g.AccessToken {
			t.Errorf("%v", err)
		}
		began := time.Now()
		if s.Close(); time.Since(began) > 5*time.Second {
			t.Errorf("Close took %s", time.Since(began))
		}
	})
}
