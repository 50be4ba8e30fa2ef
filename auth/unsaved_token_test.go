package auth_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/auth"
	"catwatch/sim"
)

// makeUnwritable links the token file to one whose name is too long for a temporary file beside it. It returns a function
// that makes it writable again.
func makeUnwritable(t *testing.T, h *home) (restore func()) {
	t.Helper()
	cache, far := h.path(h.cache("codecatalyst")), "elsewhere/"+strings.Repeat("n", 250)
	h.write(far, h.read(h.cache("codecatalyst")))
	if err := errors.Join(os.Remove(cache), os.Symlink(h.path(far), cache)); err != nil {
		t.Fatal(err)
	}
	return func() {
		synctest.Wait() // a read between removing and writing would rightly be taken for a sign-out
		text := h.read(far)
		if err := os.Remove(cache); err != nil {
			t.Fatal(err)
		}
		h.write(h.cache("codecatalyst"), text)
	}
}

// The file then holds a spent refresh token: to take it for another program's would end the sign-in.
func TestAnUnwritableCacheDoesNotEndTheSignIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{})
		restore := makeUnwritable(t, h)
		for range 6 * 6 {
			elapse(10 * time.Minute)
			if st := s.Status(); bearer(t, s) == "" || !st.SignedIn || !st.Refreshable {
				t.Fatalf("after %d refreshes: %+v", refreshes(w), st)
			}
		}
		if st := s.Status(); st.Problem == nil || st.Problem.Kind != auth.Unwritable || h.token()["accessToken"] != g.AccessToken {
			t.Errorf("%+v", st)
		}
		restore()
		before := refreshes(w)
		elapse(31 * time.Second)
		if h.token()["accessToken"] != bearer(t, s) || s.Status().Problem != nil || refreshes(w) != before {
			t.Errorf("not saved once that was possible again: %+v", s.Status())
		}
	})
}

func TestCloseSavesAnUnsavedToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true, OIDC: sim.OIDC{TokenLifetime: 5 * time.Minute}})
		h := newHome(t, guideConfig)
		g := w.SignIn("ada")
		h.signIn(g)
		restore := makeUnwritable(t, h)
		s := auth.NewTokenSource(h.profile(w.HTTPClient()))
		bearer(t, s)
		synctest.Wait()
		restore()
		s.Close()
		if f := h.token(); f["refreshToken"] == g.RefreshToken {
			t.Error("the refreshed token was lost")
		}
	})
}

func TestASignInElsewhereWinsOverAnUnsavedToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, _ := signedIn(t, sim.OIDC{})
		makeUnwritable(t, h)
		elapse(55 * time.Minute)
		next := w.SignIn("grace")
		synctest.Wait()
		if err := os.Remove(h.path(h.cache("codecatalyst"))); err != nil {
			t.Fatal(err)
		}
		h.signIn(next)
		elapse(3 * time.Second)
		if st := s.Status(); bearer(t, s) != next.AccessToken || st.Problem != nil {
			t.Errorf("%+v", st)
		}
	})
}
