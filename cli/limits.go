package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"catwatch/fetch/types"
	"catwatch/styles"
	"catwatch/tui"
)

// What flags, the environment and the configuration file may set, and the defaults that are not fetch's.
const (
	maxDemoSize = 1_000_000 // dev environments; takes about a gigabyte
	defaultIdle = 15 * time.Minute
)

func checkInterval(d time.Duration) error {
	if d < types.MinInterval {
		return fmt.Errorf("%s is too short; the minimum is %s", d, types.MinInterval)
	}
	return nil
}

func checkIdle(d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("%s is negative", d)
	}
	return nil
}

func checkBudget(n int) error {
	if n < types.MinBudget {
		return fmt.Errorf("%d is too small; the minimum is %d calls per minute", n, types.MinBudget)
	}
	return nil
}

func checkDemoSize(n int) error {
	if n < 0 || n > maxDemoSize {
		return fmt.Errorf("%d is not between 0 and %d", n, maxDemoSize)
	}
	return nil
}

func checkTheme(s string) error {
	if s == "" || !styles.Known(s) {
		return fmt.Errorf("unknown theme %q; use %s", s, oneOf(styles.Names()))
	}
	return nil
}

func checkView(s string) error {
	if views := tui.ViewNames(); !slices.Contains(views, s) {
		return fmt.Errorf("unknown view %q; use %s", s, oneOf(views))
	}
	return nil
}

// checkScope checks what --space and --project name.
func checkScope(space, project string) error {
	if project != "" && space == "" {
		return errors.New("--project needs --space: project names are only unique within a space")
	}
	return nil
}

// oneOf lists alternatives: a, b or c.
func oneOf(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
