package auth

import (
	"errors"
	"io/fs"
	"os"
)

// Logout removes the profile's token from the cache. It tells whether there was one. Every error is a *Problem.
//
// The AWS CLI reads the same file, so it is signed out of the sso-session, too.
func Logout(p *Profile) (bool, error) {
	err := os.Remove(linked(p.CachePath())) // a link alone would leave the token where it leads
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	}
	return false, p.problem(Unreadable, err, "%s cannot be removed: %v.", p.CachePath(), plain(err))
}
