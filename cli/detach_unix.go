//go:build unix

package cli

import (
	"os/exec"
	"syscall"
)

// detach has a program start in a session of its own, in which there is no terminal to be found by any name.
func detach(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
