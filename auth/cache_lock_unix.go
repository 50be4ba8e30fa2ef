//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package auth

import (
	"errors"
	"os"
	"syscall"
)

// cacheLock is an open file with an flock.
type cacheLock struct{ file *os.File }

// tryLockCache takes the lock without waiting. It fails with errCacheLocked, or with another error where no lock is possible.
func tryLockCache(tokenFile string) (*cacheLock, error) {
	path := lockFile(tokenFile)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|syscall.O_NONBLOCK|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil && !isFileAt(f, path) {
		err = syscall.EWOULDBLOCK // the holder has removed it between our opening and locking it
	}
	if err == nil {
		return &cacheLock{f}, nil
	}
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR) {
		err = errCacheLocked
	}
	return nil, errors.Join(err, f.Close())
}

func isFileAt(f *os.File, path string) bool {
	open, err := f.Stat()
	if err != nil {
		return false
	}
	now, err := os.Lstat(path)
	return err == nil && os.SameFile(open, now)
}

// release removes the file before it ends the lock, so that a program that has opened the file meanwhile notices.
func (l *cacheLock) release() {
	_ = os.Remove(l.file.Name())
	_ = l.file.Close()
}
