package auth

import (
	"errors"
	"syscall"
)

const (
	fileFlagDeleteOnClose = 0x04000000
	errorSharingViolation = syscall.Errno(32)
)

// cacheLock is a file that is opened for exclusive use and deleted when it is closed.
type cacheLock struct{ file syscall.Handle }

// tryLockCache takes the lock without waiting. It fails with errCacheLocked, or with another error where no lock is possible.
func tryLockCache(tokenFile string) (*cacheLock, error) {
	path, err := syscall.UTF16PtrFromString(lockFile(tokenFile))
	if err != nil {
		return nil, err
	}
	const notShared = 0
	h, err := syscall.CreateFile(path, syscall.GENERIC_READ|syscall.GENERIC_WRITE, notShared, nil,
		syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL|fileFlagDeleteOnClose, 0)
	if errors.Is(err, errorSharingViolation) {
		return nil, errCacheLocked
	}
	if err != nil {
		return nil, err
	}
	return &cacheLock{h}, nil
}

func (l *cacheLock) release() { _ = syscall.CloseHandle(l.file) }
