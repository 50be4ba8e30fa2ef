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

// unwritable has the cache lead to a file whose name leaves no room for a temporary one beside it. It returns what makes
// it writable again.
func unwritable(t *testing.T, h *home) (mend func()) {
	t.Helper()
	cache, far := h.path(h.cache("codecatalyst")), "elsewhere/"+strings.Repeat("n", 250)
	h.write(far, h.read(h.cache("codecatalyst")))
	if err := errors.Join(os.Remove(cache), os.Symlink(h.path(far), cache)); err != nil {
		t.Fatal(err)
	}
	return func() {
		synctest.Wait() // a look between removing and writing would rightly take it for signing out
		text := h.read(far)
		if err := os.Remove(cache); err != nil {
			t.Fatal(err)
		}
		h.write(h.cache("codecatalyst"), text)
	}
}

// The file then holds a refresh token that is used up: to take it for another program's would end the sign-in.
func TestACacheThatCannotBeWrittenEndsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{})
		mend := unwritable(t, h)
		for range 6 * 6 {
			elapse(10 * time.Minute)
			if st := s.Status(); bearer(t, s) == "" || !st.SignedIn || !st.Refreshable {
				t.Fatalf("after %d renewals: %+v", renewals(w), st)
			}
		}
		if st := s.Status(); st.Problem == nil || st.Problem.Kind != auth.Unreadable || h.token()["accessToken"] != g.AccessToken {
			t.Errorf("%+v", st)
		}
		mend()
		before := renewals(w)
		elapse(31 * time.Second)
		if h.token()["accessToken"] != bearer(t, s) || s.Status().Problem != nil || renewals(w) != before {
			t.Errorf("not saved when that was possible again: %+v", s.Status())
		}
	})
}

func TestWhatCouldNotBeSavedIsSavedAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true, OIDC: sim.OIDC{TokenLifetime: 5 * time.Minute}})
		h := newHome(t, guideConfig)
		g := w.SignIn("ada")
		h.signIn(g)
		mend := unwritable(t, h)
		s := auth.NewSource(h.profile(w.HTTPClient()))
		bearer(t, s)
		synctest.Wait()
		mend()
		s.Close()
		if f := h.token(); f["refreshToken"] == g.RefreshToken {
			t.Error("the renewed token was lost")
		}
	})
}

func TestSigningInElsewhereCountsWhileTheCacheCannotBeWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, _ := signedIn(t, sim.OIDC{})
		unwritable(t, h)
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
