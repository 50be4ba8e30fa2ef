package auth

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// maxFileSize limits the configuration, the credentials and the token file, all of which are a few kB.
const maxFileSize = 1 << 20

var (
	errNotRegular   = errors.New("it is not a regular file")
	errFileTooLarge = fmt.Errorf("it is larger than %d MB", maxFileSize>>20)
)

// readRegularFile reads a small file. It never waits for one that blocks, such as a FIFO, and reads neither devices nor
// files larger than 1 MB. The null device is an empty file: people name it to have no configuration.
func readRegularFile(path string) ([]byte, error) {
	if path == os.DevNull {
		return nil, nil
	}
	if err := checkRegularFile(path); err != nil {
		return nil, err
	}
	f, err := openNonBlocking(path) // by now it may be another file
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if err := checkRegular(info); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err == nil && len(text) > maxFileSize {
		err = errFileTooLarge
	}
	return text, err
}

// checkRegularFile checks a file without opening it, which for a device could have an effect.
func checkRegularFile(path string) error {
	if path == os.DevNull {
		return nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return checkRegular(info)
}

func checkRegular(info os.FileInfo) error {
	switch {
	case !info.Mode().IsRegular():
		return errNotRegular
	case info.Size() > maxFileSize:
		return errFileTooLarge
	}
	return nil
}
