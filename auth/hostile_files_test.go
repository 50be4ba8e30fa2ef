//go:build unix

package auth_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"catwatch/auth"
)

// hostileFiles are files that block when opened, never end, or are far too large.
var hostileFiles = map[string]func(path string) error{
	"a FIFO":        func(path string) error { return syscall.Mkfifo(path, 0o600) },
	"a device":      func(path string) error { return os.Symlink("/dev/zero", path) }, // to be read only, never removed
	"a 300 MB file": func(path string) error { return sparse(path, 300<<20) },
	"a folder":      func(path string) error { return os.Mkdir(path, 0o700) },
}

func sparse(path string, size int64) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Truncate(size)
}

// returns fails the test if f does not return, or reads more than a small file.
func returns(t *testing.T, what string, f func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second): // reached by a defect only
		t.Fatalf("%s hangs", what)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 30<<20 {
		t.Errorf("%s takes %d MB", what, took>>20)
	}
}

func TestHostileFilesNeitherBlockNorFillTheMemory(t *testing.T) {
	for name, create := range hostileFiles {
		t.Run(name, func(t *testing.T) {
			place := func(h *home, file string) {
				t.Helper()
				_ = os.Remove(h.path(file))
				if err := os.MkdirAll(filepath.Dir(h.path(file)), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := create(h.path(file)); err != nil {
					t.Fatal(err)
				}
			}
			explained := func(what string, kind auth.Kind, err error) {
				t.Helper()
				if kindOf(err) != kind || !strings.Contains(err.Error(), "regular file") && !strings.Contains(err.Error(), "larger than") {
					t.Errorf("%s: %v", what, err)
				}
			}
			for _, file := range []string{".aws/config", ".aws/credentials"} {
				h := newHome(t, guideConfig)
				place(h, file)
				returns(t, "Find with "+file, func() {
					_, err := auth.Find(h.options())
					explained(file, auth.Unreadable, err)
				})
				returns(t, "Profiles with "+file, func() { _, _ = auth.Profiles(h.options()) })
				returns(t, "PlanProfile with "+file, func() {
					_, err := auth.PlanProfile(h.options(), auth.ProfileSpec{Name: "new"})
					explained(file, auth.Unreadable, err)
				})
			}
			h := newHome(t, guideConfig)
			p := h.profile(nil)
			place(h, h.cache("codecatalyst"))
			place(h, "state/catwatch/profile")
			place(h, ".aws/config")
			returns(t, "NewTokenSource", func() {
				s := auth.NewTokenSource(p)
				_, err := s.RetrieveBearerToken(t.Context())
				explained("the token", auth.SignedOut, err)
				s.Close()
			})
			returns(t, "Config", func() {
				_, err := p.Config(t.Context(), nil)
				explained("the configuration", auth.Unreadable, err)
			})
			returns(t, "Remembered", func() {
				if got := auth.Remembered(h.options().Env); got != "" {
					t.Errorf("remembered %q", got)
				}
			})
		})
	}
}

// Removing or replacing what a link leads to must not destroy something that is not a file of ours.
func TestOnlyRegularFilesAreReplacedOrRemoved(t *testing.T) {
	h := newHome(t, guideConfig)
	p := h.profile(nil)
	change, err := auth.PlanProfile(h.options(), auth.ProfileSpec{Name: "new"})
	if err != nil {
		t.Fatal(err)
	}
	fifo := h.path("fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{".aws/config", h.cache("codecatalyst"), "state/catwatch/profile"} {
		_ = os.Remove(h.path(file))
		if err := errors.Join(os.MkdirAll(filepath.Dir(h.path(file)), 0o700), os.Symlink(fifo, h.path(file))); err != nil {
			t.Fatal(err)
		}
	}
	returns(t, "Write", func() {
		if err := change.Write(); kindOf(err) != auth.Unreadable {
			t.Errorf("Write: %v", err)
		}
	})
	returns(t, "Logout", func() {
		if had, err := auth.Logout(p); had || kindOf(err) != auth.Unreadable {
			t.Errorf("Logout: %v, %v", had, err)
		}
	})
	returns(t, "Remember", func() {
		if err := auth.Remember(h.options().Env, "work"); err == nil {
			t.Error("Remember replaced a FIFO")
		}
	})
	if info, err := os.Lstat(fifo); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the FIFO is gone: %v, %v", info, err)
	}
}

func TestTheNullDeviceIsAnEmptyFile(t *testing.T) {
	h := newHome(t, guideConfig)
	h.env["AWS_SHARED_CREDENTIALS_FILE"] = os.DevNull
	if _, err := h.profile(nil).Config(t.Context(), nil); err != nil {
		t.Error(err)
	}
	h.env["AWS_CONFIG_FILE"] = os.DevNull
	if _, err := auth.Find(h.options()); kindOf(err) != auth.NoFile {
		t.Error(err)
	}
}

func TestFilesOfOneMegabyteAreRead(t *testing.T) {
	for size, ok := range map[int]bool{1 << 20: true, 1<<20 + 1: false} {
		padding := strings.Repeat("#", size-len(guideConfig)-1) + "\n"
		if _, err := auth.Find(newHome(t, guideConfig+padding).options()); (err == nil) != ok {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}
