package auth

import "errors"

// errCacheLocked means that another program, or another source in this one, holds the lock.
var errCacheLocked = errors.New("another program is refreshing the token")

// lockFile is the path of the lock for a token file. A program holds the lock, a cacheLock, while it refreshes the token,
// so that several programs refresh once per token. The lock ends with release, which removes the file, or with the
// program. The AWS CLI does not use it.
func lockFile(tokenFile string) string { return resolveLink(tokenFile) + ".lock" }
