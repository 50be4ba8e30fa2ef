package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// exitError is an error with an exit status.
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

// quiet reports that nothing is left to print.
func (e *exitError) quiet() bool { return e.err == nil }

// usageError is a mistake in the command line: exit status 2.
func usageError(err error) error { return &exitError{2, err} }

// failure is an error that other arguments would not have avoided: exit status 1.
func failure(err error) error { return &exitError{1, err} }

// partial says that a part could not be done, which has already been printed: exit status 3.
func partial() error { return &exitError{3, nil} }

// exitStatus is the exit status of the process.
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

// isUsageError reports whether cobra rejected the arguments. Its errors have no type of their own.
func isUsageError(err error) bool {
	for _, start := range []string{"unknown command ", "unknown flag", "unknown shorthand flag", "accepts ", "requires at ", "invalid argument ", "required flag"} {
		if strings.HasPrefix(err.Error(), start) {
			return true
		}
	}
	return false
}

// flagError says in plain words what is wrong with a flag's value, where the flag's own error names Go's functions.
func flagError(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return usageError(err)
	}
	wanted := map[string]string{
		"int": "a whole number", "uint64": "a whole number, 0 or more", "float64": "a number", "bool": "true or false", "duration": durationExample,
	}[invalid.GetFlag().Value.Type()]
	switch {
	case wanted == "":
		return usageError(err)
	case errors.Is(err, strconv.ErrRange):
		wanted += " of that size"
	}
	return usageError(fmt.Errorf("--%s %q is not %s", invalid.GetFlag().Name, invalid.GetValue(), wanted))
}
