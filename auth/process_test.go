package auth_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

// scenarios are what this test binary does in processes of its own. What they print is their result.
var scenarios = map[string]func() error{
	"sixteen calls": sixteenCalls,
	"one token":     oneToken,
}

func TestMain(m *testing.M) {
	name := os.Getenv("AUTH_TEST_SCENARIO")
	if name == "" {
		os.Exit(m.Run())
	}
	if err := scenarios[name](); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child runs a scenario in a process of its own, signed in at the home h, and returns what it prints.
func child(t *testing.T, scenario string, h *home) string {
	t.Helper()
	if _, err := os.Stat(h.path(h.cache("codecatalyst"))); err != nil {
		h.write(h.cache("codecatalyst"), `{"accessToken":"good-token","expiresAt":"2999-01-02T03:04:05Z"}`)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := childCommand(ctx, scenario, h).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v: %s", scenario, err, out)
	}
	return string(out)
}

// childCommand is the command for a scenario with the home h.
func childCommand(ctx context.Context, scenario string, h *home) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), "AUTH_TEST_SCENARIO="+scenario, "HOME="+h.dir, "XDG_STATE_HOME="+h.path("state"),
		"AWS_CONFIG_FILE=", "AWS_SHARED_CREDENTIALS_FILE=", "AWS_PROFILE=")
	return cmd
}
