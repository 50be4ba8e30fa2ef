package cli

import "errors"

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
func usage(err error) error { return &exitError{2, err} }

// exitStatus is what the process ends with.
func exitStatus(err error) int {
	var exit *exitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.code
	}
	return 1
}
