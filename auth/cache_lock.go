package auth

import "errors"

// errCacheLocked means that another program, or another source in this one, holds the lock.
var errCacheLocked = errors.New("another program is refreshing the token")

// A cacheLock is held by a program while it refreshes the token of one cache file, so that several programs refresh once
// per token. The lock is a file beside the token file. It ends with the program that holds it, and with release, which
// removes the file. The AWS CLI does not know it.

// lockFile is the path of the lock for a token file.
func lockFile(tokenFile string) string { return resolveLink(tokenFile) + ".lock" }
