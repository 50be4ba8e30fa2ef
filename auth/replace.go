package auth

import (
	"errors"
	"os"
	"path/filepath"
)

// replaceFile writes a file so that others see the old content or the new, never a part. A symbolic link stays one.
func replaceFile(path string, content []byte, mode os.FileMode) error {
	path = linked(path)
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	if err := fill(tmp, content, mode); err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}

// linked is what a path leads to: where a link leads to nothing yet, the file it names.
func linked(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	target, err := os.Readlink(path)
	if err != nil {
		return path
	}
	if filepath.IsAbs(target) {
		return target
	}
	return filepath.Join(filepath.Dir(path), target)
}

// fill writes and closes a temporary file, which only its owner could read so far.
func fill(f *os.File, content []byte, mode os.FileMode) error {
	_, err := f.Write(content)
	return errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
}
