//go:build unix

package cli

import (
	"os/exec"
	"syscall"
)

// detach starts a program in a session of its own, which has no controlling terminal, not even /dev/tty.
func detach(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
