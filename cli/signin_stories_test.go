package cli

import (
	"crypto/sha1"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"catwatch/fetch"
	"catwatch/sim"
)

func (h *home) watches() *story {
	h.t.Helper()
	return h.watchesOver(func(api fetch.API) fetch.API { return api })
}

// watchesOver runs the program with something in front of the service.
func (h *home) watchesOver(front func(fetch.API) fetch.API) *story {
	h.t.Helper()
	log, err := openLog(h.log)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(log.close)
	c, err := connect(h.t.Context(), h.options, log)
	if err != nil {
		h.t.Fatal(err)
	}
	c.api = front(c.api)
	return beginLogged(h.t, 160, 40, h.world, c, h.options, log)
}

// approvesCode approves the code that is on the screen.
func (h *home) approvesCode(s *story) {
	h.t.Helper()
	s.until("a code", func(string) bool { return len(h.world.UserCodes()) > 0 })
	s.sees("waiting for you")
	h.world.Approve(h.world.UserCodes()[0], "ada")
}

// shortLived is a home that is signed in with tokens that are valid for d.
func shortLived(t *testing.T, d time.Duration) *home {
	t.Helper()
	c := frozen()
	c.OIDC.TokenLifetime = d
	h := newHome(t, c)
	h.signsIn("codecatalyst", true)
	return h
}

func TestStorySignInFromInside(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		h := newHome(t, frozen())
		s := h.watches()
		s.sees("not signed in")
		s.types("L")
		h.approvesCode(s)
		s.sees("ada@example.com", "signed in", "Projects 31")
		s.noLongerSees("waiting for you")
		s.quits()
	})
}

func TestStoryTokenEndsWhileWatchingAndTheCursorStays(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		h := newHome(t, frozen())
		g := h.signsIn("codecatalyst", false)
		s := h.watches()
		s.sees("Projects 31")
		s.types("enter")
		s.finds("payments-api")
		s.types("enter")
		s.sees("ml-box")
		s.finds("ml-box")
		s.sees("acme / payments-api / ml-box")
		h.world.Revoke(g.AccessToken)
		s.sees("not signed in", "old", "ml-box")
		s.types("L")
		h.approvesCode(s)
		s.noLongerSees("not signed in")
		s.sees("acme / payments-api / ml-box", "ada@example.com")
		s.quits()
	})
}

func TestStorySignInElsewhereIsPickedUp(t *testing.T) {
	long(t)
	inBubble(t, func(t *testing.T) {
		h := newHome(t, frozen())
		s := h.watches()
		s.sees("not signed in")
		h.signsIn("codecatalyst", true)
		s.sees("ada@example.com", "Projects 31")
		s.quits()
	})
}

func TestStoryTokenIsRenewedWithoutAnInterruption(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		h := shortLived(t, 4*time.Second)
		regions := make(chan string, 100)
		h.world.Watch(func(call sim.Call) {
			if call.Operation == "CreateToken" {
				regions <- call.Host
			}
		})
		s := h.watches()
		s.sees("Projects 31")
		if host := <-regions; host != "oidc.us-east-1.amazonaws.com" {
			t.Errorf("the renewal went to %s", host)
		}
		s.sees("Projects 31")
		if strings.Contains(s.screen(), "not signed in") {
			t.Errorf("the screen was interrupted:\n%s", s.screen())
		}
		s.quits()
	})
}

func TestStorySignInServiceFails(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		h := shortLived(t, 5*time.Second)
		h.world.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.InternalError}})
		s := h.watches()
		s.sees("Projects 31", "sign-in not renewed", "could not be renewed: the sign-in service answered with status 500")
		s.sees("not signed in", "old")
		h.world.SetFaults()
		s.noLongerSees("not signed in")
		s.noLongerSees("sign-in not renewed")
		s.sees("ada@example.com", "Projects 31")
		s.quits()
	})
}

func TestStoryARenewedTokenThatCannotBeSavedIsSaid(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		h := shortLived(t, 4*time.Second)
		mend := h.unwritable()
		s := h.watches()
		s.sees("Projects 31", "sign-in not saved", "could not be saved in")
		if strings.Contains(s.screen(), "not signed in") {
			t.Errorf("the screen was interrupted:\n%s", s.screen())
		}
		mend()
		s.noLongerSees("sign-in not saved")
		s.quits()
	})
}

// unwritable makes the token file a link to a file whose name is so long that not even root can create a temporary file
// beside it. It returns what undoes this.
func (h *home) unwritable() (mend func()) {
	h.t.Helper()
	cache := filepath.Join(h.dir, fmt.Sprintf(".aws/sso/cache/%x.json", sha1.Sum([]byte("codecatalyst"))))
	far := filepath.Join(h.dir, strings.Repeat("n", 250))
	if err := errors.Join(os.Rename(cache, far), os.Symlink(far, cache)); err != nil {
		h.t.Fatal(err)
	}
	return func() {
		if err := os.Rename(far, cache); err != nil {
			h.t.Error(err)
		}
	}
}

func TestStoryClocksThatDisagreeAreSaid(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := frozen()
		c.Now = func() time.Time { return time.Now().Add(7 * time.Minute) }
		h := newHome(t, c)
		h.signsIn("codecatalyst", true)
		s := h.watches()
		s.sees("Projects 31", "  clock 7m off", "The service's clock is 7m ahead of this computer's")
		s.quits()
	})
}

func TestStoryAnOutageWhileSigningInIsSaid(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		h := newHome(t, frozen())
		s := h.watches()
		s.sees("Not signed in: press L")
		s.types("L")
		s.sees("waiting for you")
		h.world.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.Reset}})
		s.sees("but the sign-in service cannot be reached")
		h.world.SetFaults()
		s.noLongerSees("but the sign-in service cannot be reached")
		h.approvesCode(s)
		s.sees("ada@example.com")
		s.quits()
	})
}

func TestStoryCodeRunsOut(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := frozen()
		c.OIDC.CodeLifetime = 2 * time.Second
		h := newHome(t, c)
		s := h.watches()
		s.types("L")
		s.sees("Nobody approved the code in time.", "enter try again")
		s.types("esc")
		s.noLongerSees("enter try again")
		s.quits()
	})
}

func TestStorySignInDeclined(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		h := newHome(t, frozen())
		s := h.watches()
		s.types("L")
		s.sees("waiting for you")
		h.world.Decline(h.world.UserCodes()[0])
		s.sees("enter try again")
		s.types("enter")
		h.approvesCode(s)
		s.sees("ada@example.com")
		s.quits()
	})
}

func TestStorySwitchToAnotherProfile(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		h := newHome(t, frozen())
		h.signsIn("codecatalyst", true)
		h.signsIn("other", true)
		s := h.watches()
		s.sees("codecatalyst", "Projects 31")
		s.types(":profile other", "enter")
		s.sees("· other", "Projects 31")
		s.quits()
	})
}
