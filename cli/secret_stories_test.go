package cli

import (
	"context"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/fetch"
	"catwatch/sim"
)

// everythingWritten is everything that was written during a story, except for the token cache: to the terminal, to the
// clipboard, and to files in the home folder, including the log.
func (h *home) everythingWritten(s *story) string {
	h.t.Helper()
	s.mu.Lock()
	all := s.sent.String()
	s.mu.Unlock()
	for _, m := range regexp.MustCompile("\x1b\\]52;[a-z]*;([A-Za-z0-9+/=]*)").FindAllStringSubmatch(all, -1) {
		text, err := base64.StdEncoding.DecodeString(m[1])
		if err != nil {
			h.t.Error(err)
		}
		all += "\nclipboard: " + string(text)
	}
	err := filepath.WalkDir(h.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.HasPrefix(path, filepath.Join(h.dir, ".aws", "sso")) {
			return err
		}
		text, err := os.ReadFile(path)
		all += "\n" + path + ": " + string(text)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// checkNoSecretWritten fails if a secret was written, or if the story did not reach the places that might write one.
func (h *home) checkNoSecretWritten(s *story, least int, tried ...string) {
	h.t.Helper()
	all, secrets := h.everythingWritten(s), h.world.Secrets()
	if len(secrets) < least {
		h.t.Errorf("only %d secrets were handed out", len(secrets))
	}
	for _, secret := range secrets {
		if at := strings.Index(all, secret); at >= 0 {
			h.t.Errorf("%s was written after %q", secret, all[max(0, at-200):at])
		}
	}
	for _, part := range tried {
		if !strings.Contains(all, part) {
			h.t.Errorf("%q was never written: the story did not come there", part)
		}
	}
}

func TestStoryNoSecretIsWritten(t *testing.T) {
	long(t)
	inBubble(t, func(t *testing.T) {
		h := shortLived(t, 4*time.Second)
		h.log = filepath.Join(h.dir, "log")
		h.write(".aws/config", []byte(twoProfiles+"\n[profile broken]\nsso_session = gone\n"))
		s := h.watches()
		s.sees("ada@example.com", "Projects 31")
		s.types(":profile broken", "enter")
		s.sees("which is not in")
		for _, fault := range []sim.Fault{sim.HTML, sim.Cut} {
			h.world.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{fault}})
			s.sees("not signed in")
			h.world.SetFaults()
			if fault == sim.Cut { // the refresh token went with the answer
				break
			}
			s.noLongerSees("not signed in")
		}
		s.sees("cannot be renewed: the session is over")
		s.types("L")
		s.sees("waiting for you")
		s.types("y", "c")
		s.sees("Copied code")
		h.world.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.InternalError}})
		s.sees("but the sign-in service")
		h.world.SetFaults()
		h.world.Decline(h.world.UserCodes()[0])
		s.sees("enter try again")
		s.types("enter")
		h.approvesCode(s)
		s.noLongerSees("not signed in")
		mend := h.unwritable()
		s.sees("sign-in not saved")
		mend()
		s.noLongerSees("sign-in not saved")
		h.signsIn("other", false)
		s.types(":profile other", "enter")
		s.sees("· other", "not signed in", "has no refresh token")
		s.types(":errors", "enter")
		s.sees("╭ Messages")
		s.types("esc")
		s.noLongerSees("╭ Messages")
		s.quits()
		h.checkNoSecretWritten(s, 12, "which is not in", "answered with status 500", "something else answered", "session is over",
			"clipboard: https://", "declined", "could not be saved", "has no refresh token", `msg="not signed in"`, "msg=sign-in", "reading ended")
	})
}

// panickingAPI panics with the token in the panic value.
type panickingAPI struct {
	fetch.API
	token string
	armed *atomic.Bool
}

func (f panickingAPI) VerifySession(ctx context.Context, in *codecatalyst.VerifySessionInput, o ...func(*codecatalyst.Options)) (*codecatalyst.VerifySessionOutput, error) {
	if f.armed.Load() {
		panic("Authorization: Bearer " + f.token)
	}
	return f.API.VerifySession(ctx, in, o...)
}

func (f panickingAPI) ListSpaces(ctx context.Context, in *codecatalyst.ListSpacesInput, o ...func(*codecatalyst.Options)) (*codecatalyst.ListSpacesOutput, error) {
	if f.armed.Load() {
		panic("Authorization: Bearer " + f.token)
	}
	return f.API.ListSpaces(ctx, in, o...)
}

func TestStoryACrashGivesTheTerminalBackAndKeepsTheSecret(t *testing.T) {
	for name, provoke := range map[string]func(*home, *story){
		"while it reads": func(_ *home, s *story) { s.types("R") },
		"while it asks whose the token is": func(h *home, _ *story) {
			h.world.SetOIDC(sim.OIDC{TokenLifetime: 2 * time.Hour})
			h.signsIn("codecatalyst", true)
		},
	} {
		t.Run(name, func(t *testing.T) { inBubble(t, func(t *testing.T) { crash(t, provoke) }) })
	}
}

func crash(t *testing.T, provoke func(*home, *story)) {
	h := newHome(t, frozen())
	h.log = filepath.Join(h.dir, "log")
	g := h.signsIn("codecatalyst", true)
	var armed atomic.Bool
	s := h.watchesOver(func(api fetch.API) fetch.API { return panickingAPI{api, g.AccessToken, &armed} })
	s.sees("ada@example.com", "Projects 31")
	armed.Store(true)
	provoke(h, s)
	select {
	case err := <-s.done:
		if err == nil || !strings.Contains(err.Error(), "catwatch failed and ended") || strings.Contains(err.Error(), g.AccessToken) {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(stuckAfter):
		t.Fatal("it went on")
	}
	if s.term.IsAltScreen() {
		t.Error("the alternate screen is still on")
	}
	h.checkNoSecretWritten(s, 3, "level=ERROR msg=panic")
}
