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
		{"--interval", "1ms"}, {"--budget", "0"}, {"--idle", "-1s"}, {"--project", "p"}, {"--view", "nowhere"}, {"--theme", "pink"}, {"--nonsense"}, {"nonsense"},
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
