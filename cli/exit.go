package cli

import (
	"errors"
	"strings"
)

// exitError is an error that decides the exit status.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// quiet reports that there is nothing more to print.
func (e *exitError) quiet() bool { return e.err == nil }

// usage is a mistake in the command line.
func usageError(err error) error { return &exitError{2, err} }

// impossible is what no other arguments would have helped.
func failure(err error) error { return &exitError{1, err} }

// partial says that not everything could be done, and that this has been said already.
func partial() error { return &exitError{3, nil} }

// exitStatus is what the process ends with.
func exitStatus(err error) int {
	var exit *exitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.code
	case isUsageError(err):
		return 2
	}
	return 1
}

// mistyped reports whether cobra found fault with the arguments; its errors have no type of their own.
func isUsageError(err error) bool {
	for _, start := range []string{"unknown command ", "unknown flag", "unknown shorthand flag", "accepts ", "requires at ", "invalid argument ", "required flag"} {
		if strings.HasPrefix(err.Error(), start) {
			return true
		}
	}
	return false
}
