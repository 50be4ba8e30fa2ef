package auth

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Logout removes the profile's token from the cache and reports whether there was one. It also removes temporary token
// files that a killed program has left behind. Every error is a *Problem.
//
// The AWS CLI reads the same file, so this signs it out of the sso-session as well.
func Logout(p *Profile) (bool, error) {
	path := resolveLink(p.CachePath()) // removing a link would leave the token itself in place
	removed, err := removeToken(path)
	if leftovers := removeTemporaryFiles(path); err == nil {
		err = leftovers
	}
	if err != nil {
		return false, p.problem(Unreadable, err, "Cannot remove %s: %v.", p.CachePath(), withoutPath(err))
	}
	return removed, nil
}

func removeToken(path string) (removed bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, errNotRegular
	}
	return true, os.Remove(path)
}

// removeTemporaryFiles removes those that writeFileAtomically creates for the path.
func removeTemporaryFiles(path string) error {
	entries, err := os.ReadDir(filepath.Dir(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		random, ours := strings.CutPrefix(e.Name(), "."+filepath.Base(path)+"-")
		if !ours || random == "" || strings.Trim(random, "0123456789") != "" || !e.Type().IsRegular() {
			continue
		}
		if removal := os.Remove(filepath.Join(filepath.Dir(path), e.Name())); err == nil {
			err = removal
		}
	}
	return err
}
