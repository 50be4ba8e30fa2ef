//go:build unix

package auth

import (
	"os"
	"syscall"
)

// openNonBlocking opens a file for reading without waiting for the writer of a FIFO.
func openNonBlocking(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
}
