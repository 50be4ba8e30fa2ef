package auth

import (
	"errors"
	"os"
	"path/filepath"
)

// writeFileAtomically replaces a file so that readers see the old content or the new, never a part. A symbolic link
// stays a link. What is not a regular file is not replaced.
func writeFileAtomically(path string, content []byte, mode os.FileMode) error {
	path = resolveLink(path)
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return errNotRegular
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	if err := writeAndClose(tmp, content, mode); err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}

// resolveLink is the path that a symbolic link leads to, also where no file exists there yet. Other paths are returned
// as they are.
func resolveLink(path string) string {
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

// writeAndClose fills a temporary file, which is readable by its owner only until Chmod.
func writeAndClose(f *os.File, content []byte, mode os.FileMode) error {
	_, err := f.Write(content)
	return errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
}
