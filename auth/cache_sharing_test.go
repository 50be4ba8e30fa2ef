package auth_test

import (
	"errors"
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

func TestTheTokenFileIsPrivate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, _ := signedIn(t, sim.OIDC{TokenLifetime: 5 * time.Minute})
		elapse(time.Minute)
		if bearer(t, s); refreshes(w) == 0 {
			t.Fatal("not refreshed")
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

func TestChangesByOtherProgramsAreNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true})
		h := newHome(t, guideConfig)
		s := startSource(t, h.profile(w.HTTPClient()))
		if _, err := s.RetrieveBearerToken(t.Context()); kindOf(err) != auth.SignedOut {
			t.Errorf("%v", err)
		}
		g := w.SignIn("ada")
		h.signIn(g)
		elapse(3 * time.Second)
		if !statusChanged(s) || !s.Status().SignedIn || bearer(t, s) != g.AccessToken {
			t.Errorf("a sign-in was not noticed: %+v", s.Status())
		}
		h.write(h.cache("codecatalyst"), `{"accessToken": "half of i`) // the AWS CLI does not replace its file at once
		elapse(3 * time.Second)
		if bearer(t, s) != g.AccessToken || statusChanged(s) {
			t.Error("a partly written file discarded the token")
		}
		next := w.SignIn("grace")
		h.signIn(next)
		if bearer(t, s) != next.AccessToken {
			t.Error("another sign-in was not noticed")
		}
		if err := os.Remove(h.path(h.cache("codecatalyst"))); err != nil {
			t.Fatal(err)
		}
		statusChanged(s)
		elapse(3 * time.Second)
		if _, err := s.RetrieveBearerToken(t.Context()); kindOf(err) != auth.SignedOut || !statusChanged(s) {
			t.Errorf("signing out was not noticed: %v", err)
		}
	})
}

func TestAnInvalidTokenFileIsReported(t *testing.T) {
	for _, text := range []string{"", "{}", "[]", "null", `{"accessToken":5}`, `{"accessToken":"x"}`, `{"accessToken":"s3cr3t","expiresAt":"soon"}`,
		`{"accessToken":"` + strings.Repeat("s3cr3t", 2000) + `","expiresAt":"2999-01-02T03:04:05Z"}`} {
		h := newHome(t, guideConfig)
		h.write(h.cache("codecatalyst"), text)
		s := auth.NewTokenSource(h.profile(nil))
		_, err := s.RetrieveBearerToken(t.Context())
		if kindOf(err) != auth.SignedOut || strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestTimestampsOfOldAWSCLIsAreParsed(t *testing.T) {
	h := newHome(t, guideConfig)
	h.write(h.cache("codecatalyst"), `{"accessToken":"good-token","expiresAt":"2999-01-02T03:04:05UTC"}`)
	if got := bearer(t, auth.NewTokenSource(h.profile(nil))); got != "good-token" {
		t.Errorf("%q", got)
	}
}

// Another program may refresh, sign in or sign out during a refresh: what it did takes precedence.
func TestARefreshYieldsToAnotherProgram(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*sim.World, *home) string
		refuse    bool
	}{
		"it has refreshed": {meanwhile: func(w *sim.World, h *home) string {
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
				w, h, g := withToken(t, sim.OIDC{})
				var want atomic.Value
				d := doer(func(r *http.Request) (*http.Response, error) {
					res, err := w.HTTPClient().Do(r)
					want.Store(c.meanwhile(w, h))
					return res, err
				})
				s := startSource(t, h.profile(d))
				if c.refuse {
					w.Revoke(g.RefreshToken)
				}
				elapse(51 * time.Minute)
				if want.Load() == "" {
					if _, err := s.RetrieveBearerToken(t.Context()); kindOf(err) != auth.SignedOut {
						t.Errorf("%v", err)
					}
					if _, err := os.Stat(h.path(h.cache("codecatalyst"))); err == nil {
						t.Error("the sign-out was undone")
					}
				} else if bearer(t, s) != want.Load() || s.Status().Problem != nil {
					t.Errorf("%+v", s.Status())
				}
			})
		})
	}
}

// Two programs wake at once with an expired token: one of ours, and one that knows nothing of our lock, such as the AWS CLI.
// Ours is rejected before the other has written its token, and must not ask the user to sign in.
func TestLosingARefreshRaceIsNoInterruption(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, g := withToken(t, sim.OIDC{})
		elapse(61 * time.Minute)
		next := w.SignIn("ada")
		w.Revoke(g.RefreshToken) // the AWS CLI has used it
		p := h.profile(w.HTTPClient())
		s := startSource(t, p)
		elapse(2 * time.Second)
		if st := s.Status(); !st.SignedIn || st.Problem != nil || refreshes(w) != 1 {
			t.Errorf("while they race, after %d refreshes: %+v", refreshes(w), st)
		}
		h.signIn(next)
		if got := bearer(t, s); got != next.AccessToken {
			t.Error("not the token of the winner")
		}
		if status := callAPI(t.Context(), t, p, s); status != http.StatusOK {
			t.Errorf("status %d", status)
		}
		elapse(3 * time.Hour)
		if st := s.Status(); bearer(t, s) == "" || !st.SignedIn || st.Problem != nil {
			t.Errorf("later: %+v", st)
		}
	})
}

// Some file systems keep times in whole seconds, and tokens all have one length: a changed file can have the time and size
// of the one before.
func TestARaceIsNoticedWithCoarseFileTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, _ := withToken(t, sim.OIDC{})
		file := h.path(h.cache("codecatalyst"))
		before, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		var want atomic.Value
		s := startSource(t, h.profile(doer(func(r *http.Request) (*http.Response, error) {
			res, err := w.HTTPClient().Do(r)
			g := w.SignIn("grace")
			want.Store(g.AccessToken)
			h.signIn(g)
			return res, errors.Join(err, os.Chtimes(file, before.ModTime(), before.ModTime()))
		})))
		elapse(51 * time.Minute)
		if after, err := os.Stat(file); err != nil || after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) {
			t.Fatalf("the file tells itself: %v", err)
		}
		if got := bearer(t, s); got != want.Load() {
			t.Error("a sign-in was overwritten")
		}
	})
}

func TestALinkedTokenFileStaysALink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{})
		cache := h.path(h.cache("codecatalyst"))
		elsewhere := h.path("elsewhere/token.json")
		h.write("elsewhere/token.json", h.read(h.cache("codecatalyst")))
		if err := errors.Join(os.Remove(cache), os.Symlink(elsewhere, cache)); err != nil {
			t.Fatal(err)
		}
		elapse(51 * time.Minute)
		if info, err := os.Lstat(cache); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("the link is gone: %v, %v", info, err)
		}
		if bearer(t, s) == g.AccessToken || refreshes(w) != 1 || strings.Contains(h.read("elsewhere/token.json"), g.AccessToken) {
			t.Errorf("refreshed %d times", refreshes(w))
		}
	})
}

func TestASecondSourceOnTheSameFileSharesItsRefreshes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, _ := signedIn(t, sim.OIDC{})
		var asked atomic.Int32
		other := startSource(t, h.profile(doer(func(r *http.Request) (*http.Response, error) {
			asked.Add(1)
			return w.HTTPClient().Do(r)
		})))
		for range 600 {
			elapse(time.Minute)
			if bearer(t, s) != bearer(t, other) && s.Status().Problem != nil {
				t.Fatalf("%+v", s.Status())
			}
		}
		if !s.Status().SignedIn || !other.Status().SignedIn {
			t.Errorf("%+v %+v", s.Status(), other.Status())
		}
	})
}
