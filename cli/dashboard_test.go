package cli

import (
	"bytes"
	"strings"
	"testing"
)

func TestDashboardNeedsATerminal(t *testing.T) {
	root := newRoot()
	root.SetArgs([]string{"--demo"})
	root.SetOut(&bytes.Buffer{})
	root.SetErr(&bytes.Buffer{})
	if err := root.Execute(); exitStatus(err) != 1 || !strings.Contains(err.Error(), "catwatch ls") {
		t.Errorf("over a pipe the dashboard ends with %v", err)
	}
}

func TestWrongFlagsAreSaidBeforeAnythingIsRead(t *testing.T) {
	for _, args := range [][]string{
		{"--demo-size", "-1"}, {"--demo-size", "1000000000"}, {"--interval", "1ms"}, {"--budget", "0"}, {"--idle", "-1s"}, {"--project", "p"}, {"--view", "nowhere"}, {"--theme", "pink"}, {"--nonsense"}, {"nonsense"},
	} {
		root := newRoot()
		root.SetArgs(append([]string{"--demo"}, args...))
		root.SetOut(&bytes.Buffer{})
		root.SetErr(&bytes.Buffer{})
		if err := root.Execute(); exitStatus(err) != 2 || err.Error() == "" {
			t.Errorf("%v ends with %v, status %d", args, err, exitStatus(err))
		}
	}
}

func TestFlagsWithoutAMeaningAreRefused(t *testing.T) {
	for _, line := range []string{"--demo-size 5", "ls envs --demo-size 5", "login --demo", "--demo logout", "sim --profile p", "config path --log f"} {
		root := newRoot()
		root.SetArgs(strings.Fields(line))
		root.SetOut(&bytes.Buffer{})
		root.SetErr(&bytes.Buffer{})
		if err := root.Execute(); exitStatus(err) != 2 {
			t.Errorf("%s ends with %v, status %d", line, err, exitStatus(err))
		}
	}
}

func TestFlagsMayStandBeforeTheCommand(t *testing.T) {
	var out bytes.Buffer
	root := newRoot()
	root.SetArgs([]string{"--demo", "ls", "spaces"})
	root.SetOut(&out)
	if err := root.Execute(); err != nil || !strings.Contains(out.String(), "acme") {
		t.Errorf("catwatch --demo ls spaces ends with %v and prints %q", err, out.String())
	}
}
