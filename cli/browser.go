package cli

import (
	"io"
	"os"
	"os/exec"
	"runtime"

	"github.com/charmbracelet/x/term"
)

// browser opens links, or is nil where nobody would see it: when the output is no terminal, over SSH, and without a
// graphical session.
func browser(out io.Writer) func(link string) error {
	file, ok := out.(*os.File)
	if !ok || !term.IsTerminal(file.Fd()) || os.Getenv("SSH_CONNECTION") != "" {
		return nil
	}
	switch runtime.GOOS {
	case "darwin":
		return launcher("open")
	case "windows":
		return launcher("rundll32", "url.dll,FileProtocolHandler")
	}
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return nil
	}
	return launcher("xdg-open")
}

// launcher starts a program with a link for its last argument, and does not wait for it.
func launcher(name string, args ...string) func(string) error {
	return func(link string) error {
		c := exec.Command(name, append(args, link)...)
		if err := c.Start(); err != nil {
			return err
		}
		go func() { _ = c.Wait() }()
		return nil
	}
}
