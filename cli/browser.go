package cli

import (
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// browser returns a function that opens links, or nil where nobody would see the page: over SSH, and without a graphical
// session. BROWSER overrides this; editors that work over SSH set it.
func browser(env func(string) string) func(link string) error {
	if words := strings.Fields(env("BROWSER")); len(words) > 0 && runtime.GOOS != "windows" {
		return launcher(words[0], words[1:]...)
	}
	switch {
	case env("SSH_CONNECTION") != "":
		return nil
	case runtime.GOOS == "darwin":
		return launcher("open")
	case runtime.GOOS == "windows":
		return launcher("rundll32", "url.dll,FileProtocolHandler")
	case env("DISPLAY") == "" && env("WAYLAND_DISPLAY") == "":
		return nil
	}
	return launcher("xdg-open")
}

// launcher starts a program with a link as its last argument. A launcher that fails does so within seconds; one that
// keeps running has become the browser. It gets no terminal: it must not print on the screen, and ctrl+c must not end it.
func launcher(name string, args ...string) func(string) error {
	const soon = 3 * time.Second
	return func(link string) error {
		c := exec.Command(name, slices.Concat(args, []string{link})...)
		detach(c)
		if err := c.Start(); err != nil {
			return err
		}
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		select {
		case err := <-ended:
			return err
		case <-time.After(soon):
			return nil
		}
	}
}
