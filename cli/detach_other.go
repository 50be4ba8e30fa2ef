//go:build !unix

package cli

import "os/exec"

// detach does nothing: here, a program without standard streams has no terminal.
func detach(*exec.Cmd) {}
