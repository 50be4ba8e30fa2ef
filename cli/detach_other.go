//go:build !unix

package cli

import "os/exec"

// detach does nothing: a program without standard streams has no terminal here.
func detach(*exec.Cmd) {}
