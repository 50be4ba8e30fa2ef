//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package auth

import "errors"

// cacheLock does not exist on this system. A source then notices other programs' refreshes only by their result.
type cacheLock struct{}

func tryLockCache(string) (*cacheLock, error) { return nil, errors.ErrUnsupported }

func (l *cacheLock) release() {}
