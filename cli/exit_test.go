package cli

import (
	"errors"
	"fmt"
	"testing"

	"github.com/spf13/cobra"
)

func TestExitStatus(t *testing.T) {
	sentence := errors.New("it went wrong")
	for name, c := range map[string]struct {
		err  error
		want int
	}{
		"done":              {nil, 0},
		"impossible":        {failure(sentence), 1},
		"any other":         {sentence, 1},
		"wrong arguments":   {usageError(sentence), 2},
		"wrapped":           {fmt.Errorf("and so: %w", usageError(sentence)), 2},
		"in part":           {partial(), 3},
		"cobra's own":       {cobra.NoArgs(&cobra.Command{Use: "x"}, []string{"y"}), 2},
		"cobra's own count": {cobra.ExactArgs(1)(&cobra.Command{Use: "x"}, nil), 2},
	} {
		if got := exitStatus(c.err); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestWhatHasBeenSaidIsNotSaidAgain(t *testing.T) {
	for _, c := range []struct {
		err   error
		quiet bool
	}{{partial(), true}, {usageError(errors.New("no")), false}, {failure(errors.New("no")), false}} {
		var exit *exitError
		if !errors.As(c.err, &exit) || exit.quiet() != c.quiet {
			t.Errorf("%v: quiet is not %v", c.err, c.quiet)
		}
	}
}
