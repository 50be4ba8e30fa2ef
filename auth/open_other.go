//go:build !unix

package auth

import "os"

// openNonBlocking opens a file for reading. Outside Unix there are no files in a folder that block when opened.
func openNonBlocking(path string) (*os.File, error) { return os.Open(path) }
