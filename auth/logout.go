package auth

import (
	"errors"
	"io/fs"
	"os"
)

// Logout removes the profile's token from the cache and reports whether there was one. Every error is a *Problem.
//
// The AWS CLI reads the same file, so this signs it out of the sso-session as well.
func Logout(p *Profile) (bool, error) {
	path := resolveLink(p.CachePath()) // removing a link would leave the token itself in place
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		err = errNotRegular
	case err == nil:
		err = os.Remove(path)
	}
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	}
	return false, p.problem(Unreadable, err, "Cannot remove %s: %v.", p.CachePath(), withoutPath(err))
}
