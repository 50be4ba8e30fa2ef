package auth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/auth"
	"catwatch/sim"
)

// Several programs on one cache refresh once per token, whenever each of them has started.
func TestSeveralSourcesRefreshOncePerToken(t *testing.T) {
	long(t)
	for _, life := range []time.Duration{30 * time.Second, 5 * time.Minute, time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			w, h, _ := withToken(t, sim.OIDC{TokenLifetime: life})
			var mu sync.Mutex
			var rejected int
			w.Watch(func(c sim.Call) {
				mu.Lock()
				defer mu.Unlock()
				if c.Status != http.StatusOK {
					rejected++
				}
			})
			tokens := map[string]bool{}
			var sources []*auth.TokenSource
			for range 5 {
				sources = append(sources, startSource(t, h.profile(delayed(w.HTTPClient(), 300*time.Millisecond))))
				for range 40 {
					elapse(life / 30)
					for _, s := range sources {
						tokens[bearer(t, s)] = true
					}
				}
			}
			mu.Lock()
			defer mu.Unlock()
			// A token is used for two thirds of its life at least, except the first, whose lifetime nobody knows.
			most := int(200*life/30/(life*2/3)) + 2
			if n := refreshes(w); rejected > 0 || n > most || n > len(tokens) || n < 4 {
				t.Errorf("tokens of %s: %d refreshes, at most %d expected, of %d tokens; %d were rejected", life, n, most, len(tokens), rejected)
			}
			if entries, err := os.ReadDir(h.path(".aws/sso/cache")); err != nil || len(entries) != 1 {
				t.Errorf("left in the folder: %v, %v", entries, err)
			}
		})
	}
}

func TestProcessesThatStartTogetherRefreshOnce(t *testing.T) {
	long(t)
	w, _ := startSim(t, sim.Config{Frozen: true, Latency: 200 * time.Millisecond})
	h := newHome(t, guideConfig)
	g := w.SignIn("ada")
	h.signIn(g, func(f map[string]any) { f["expiresAt"] = timestamp(time.Now()) })
	var children []*exec.Cmd
	var all sync.WaitGroup
	for range 6 {
		cmd := childCommand(t.Context(), "one token", h)
		children = append(children, cmd)
		all.Go(func() {
			if out, err := cmd.CombinedOutput(); err != nil || string(out) != fmt.Sprint(h.token()["accessToken"]) {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	all.Wait()
	if n := refreshes(w); n != 1 {
		t.Errorf("%d refreshes in %d processes", n, len(children))
	}
}

// oneToken prints the token that a program starts with.
func oneToken() error {
	p, err := auth.Find(auth.Options{})
	if err != nil {
		return err
	}
	s := auth.NewTokenSource(p)
	defer s.Close()
	token, err := s.RetrieveBearerToken(context.Background())
	fmt.Print(token.Value)
	return err
}

// A program that hangs while it refreshes delays the others for a while, but never a request for the status.
func TestALockThatIsNotReleasedIsWaitedForOnlySoLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, g := withToken(t, sim.OIDC{})
		release := lockCache(t, h)
		defer release()
		elapse(61 * time.Minute)
		s := startSource(t, h.profile(w.HTTPClient()))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		if _, err := s.RetrieveBearerToken(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		began = time.Now()
		if st := s.Status(); time.Since(began) != 0 || !st.SignedIn || st.Problem != nil || refreshes(w) != 0 {
			t.Errorf("after %s and %d refreshes: %+v", time.Since(began), refreshes(w), st)
		}
		elapse(30 * time.Second)
		if got := bearer(t, s); got == g.AccessToken || refreshes(w) != 1 {
			t.Errorf("%d refreshes past the lock", refreshes(w))
		}
	})
}

func TestATokenThatArrivesWhileWaitingForTheLockIsUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, _ := withToken(t, sim.OIDC{})
		release := lockCache(t, h)
		defer release()
		elapse(61 * time.Minute)
		s := startSource(t, h.profile(w.HTTPClient()))
		elapse(3 * time.Second)
		next := w.SignIn("ada")
		h.signIn(next)
		if got := bearer(t, s); got != next.AccessToken || refreshes(w) != 0 {
			t.Errorf("%d refreshes", refreshes(w))
		}
	})
}

// Quitting while another program refreshes leaves that to it.
func TestCloseDoesNotWaitForTheLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, _ := withToken(t, sim.OIDC{})
		release := lockCache(t, h)
		defer release()
		elapse(61 * time.Minute)
		s := auth.NewTokenSource(h.profile(w.HTTPClient()))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, _ = s.RetrieveBearerToken(ctx) // starts a refresh
		began := time.Now()
		s.Close()
		if took := time.Since(began); took > time.Second || refreshes(w) != 0 {
			t.Errorf("closed after %s and %d refreshes", took, refreshes(w))
		}
	})
}

func TestALockFileThatCannotBeCreatedPreventsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{})
		h.write(h.cache("codecatalyst")+".lock/in-the-way", "")
		elapse(51 * time.Minute)
		if bearer(t, s) == g.AccessToken || refreshes(w) != 1 {
			t.Errorf("%d refreshes", refreshes(w))
		}
	})
}

// A program that is killed leaves its lock file, but not its lock.
func TestALeftOverLockFileIsNoLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, s, g := signedIn(t, sim.OIDC{})
		h.write(h.cache("codecatalyst")+".lock", "")
		elapse(50*time.Minute + 5*time.Second)
		if bearer(t, s) == g.AccessToken || refreshes(w) != 1 {
			t.Errorf("%d refreshes", refreshes(w))
		}
	})
}

// lockCache holds the lock beside the token file, as another program would.
func lockCache(t *testing.T, h *home) (release func()) {
	t.Helper()
	release, err := auth.LockCache(h.profile(nil))
	if err != nil {
		t.Fatal(err)
	}
	return release
}

// Releasing the lock removes its file. A program that opened the file a moment before must not take it for the lock.
func TestTheLockHasOneHolder(t *testing.T) {
	long(t)
	p := newHome(t, guideConfig).profile(nil)
	if err := os.MkdirAll(filepath.Dir(p.CachePath()), 0o700); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var holders, most, taken atomic.Int32
	for range 8 {
		all.Go(func() {
			for range 2000 {
				release, err := auth.LockCache(p)
				if err != nil {
					continue
				}
				taken.Add(1)
				if n := holders.Add(1); n > most.Load() {
					most.Store(n)
				}
				for range 20 {
					runtime.Gosched() // let others try meanwhile
				}
				holders.Add(-1)
				release()
			}
		})
	}
	all.Wait()
	if most.Load() != 1 || taken.Load() < 8 {
		t.Errorf("%d holders at once, taken %d times", most.Load(), taken.Load())
	}
}
