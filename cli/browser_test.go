//go:build unix

package cli

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/creack/pty"
)

func TestABrowserIsOnlyWhereSomebodySeesIt(t *testing.T) {
	for name, c := range map[string]struct {
		env   map[string]string
		there bool
	}{
		"over SSH":                 {map[string]string{"SSH_CONNECTION": "a b", "DISPLAY": ":0"}, false},
		"over SSH, with an editor": {map[string]string{"SSH_CONNECTION": "a b", "BROWSER": "/editor/open"}, true},
		"a graphical session":      {map[string]string{"WAYLAND_DISPLAY": "wayland-0"}, true},
		"an older one":             {map[string]string{"DISPLAY": ":0"}, true},
		"a console":                {nil, runtime.GOOS == "darwin"},
	} {
		if there := browser(func(name string) string { return c.env[name] }) != nil; there != c.there {
			t.Errorf("%s: there is a browser: %v", name, there)
		}
	}
}

func script(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "launcher")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheBrowserGetsTheLinkAndSaysWhenItFails(t *testing.T) {
	told := filepath.Join(t.TempDir(), "told")
	open := browser(func(name string) string {
		return map[string]string{"BROWSER": script(t, `echo "$1 $2" > '`+told+`'`) + " --new-window"}[name]
	})
	if err := open("https://a.b/?c=d&e=f;g"); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(told); err != nil || string(got) != "--new-window https://a.b/?c=d&e=f;g\n" {
		t.Errorf("%q, %v", got, err)
	}
	for _, broken := range []string{script(t, "exit 3"), filepath.Join(t.TempDir(), "nothing")} {
		if err := launcher(broken)("https://a.b/"); err == nil {
			t.Errorf("%s did not fail", broken)
		}
	}
}

// Launchers print warnings, and without a graphical session they start text browsers. The test runs itself again on a
// terminal of its own, to open the page there.
func TestTheBrowserCannotWriteOnTheScreen(t *testing.T) {
	if noisy := os.Getenv("CATWATCH_TEST_LAUNCHER"); noisy != "" {
		_ = launcher(noisy)("https://a.b/")
		return
	}
	ran := filepath.Join(t.TempDir(), "ran")
	noisy := script(t, "echo NOISE; echo NOISE >&2; (echo NOISE >/dev/tty) 2>/dev/null; : >'"+ran+"'")
	again := exec.Command(os.Args[0], "-test.run=^TestTheBrowserCannotWriteOnTheScreen$")
	again.Env = append(os.Environ(), "CATWATCH_TEST_LAUNCHER="+noisy)
	master, err := pty.Start(again)
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	screen, _ := io.ReadAll(master) // ends with an error when the terminal is closed
	if err := again.Wait(); err != nil || !strings.Contains(string(screen), "PASS") {
		t.Fatalf("%v: %s", err, screen)
	}
	if _, err := os.Stat(ran); err != nil {
		t.Error("the launcher did not run")
	}
	if strings.Contains(string(screen), "NOISE") {
		t.Errorf("on the screen: %s", screen)
	}
}
