package cli

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"charm.land/fang/v2"

	"catwatch/tui"
)

func TestDashboardNeedsATerminal(t *testing.T) {
	root := newRoot(nil)
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
		root := newRoot(nil)
		root.SetArgs(append([]string{"--demo"}, args...))
		root.SetOut(&bytes.Buffer{})
		root.SetErr(&bytes.Buffer{})
		if err := root.Execute(); exitStatus(err) != 2 || err.Error() == "" {
			t.Errorf("%v ends with %v, status %d", args, err, exitStatus(err))
		}
	}
}

func TestWrongFlagValuesAreSaidInPlainWords(t *testing.T) {
	for line, want := range map[string]string{
		"--demo-size abc":                    `--demo-size "abc" is not a whole number`,
		"--demo-size 99999999999999999999":   `--demo-size "99999999999999999999" is not a whole number of that size`,
		"--interval often":                   `--interval "often" is not a time such as 10s, 2m or 1h30m`,
		"--ascii=maybe":                      `--ascii "maybe" is not true or false`,
		"sim --faults many":                  `--faults "many" is not a number`,
		"sim --seed -1":                      `--seed "-1" is not a whole number, 0 or more`,
		"--interval 1ms --demo":              "--interval: 1ms is too short; the minimum is 1s",
		"--budget 5 --demo":                  "--budget: 5 is too small; the minimum is 6 calls per minute",
		"--view maps --demo":                 `--view: unknown view "maps"; use ` + oneOf(tui.ViewNames()),
		"version":                            `unknown command "version"`,
		"--demo-size 2000000 --demo ls envs": "--demo-size: 2000000 is not between 0 and 1000000",
	} {
		root := newRoot(nil)
		root.SetArgs(strings.Fields(line))
		root.SetOut(&bytes.Buffer{})
		root.SetErr(&bytes.Buffer{})
		if err := root.Execute(); exitStatus(err) != 2 || err.Error() != want {
			t.Errorf("%s: %v, want %s", line, err, want)
		}
	}
}

func TestUsageErrorsHaveOneHint(t *testing.T) {
	var out bytes.Buffer
	printError(&out, fang.Styles{}, usageError(errors.New("unknown command")))
	if got := out.String(); strings.Count(got, "catwatch --help") != 1 || strings.Count(got, "\n") != 2 {
		t.Errorf("%q", got)
	}
}

func TestFlagsWithoutAMeaningAreRefused(t *testing.T) {
	for _, line := range []string{"--demo-size 5", "ls envs --demo-size 5", "login --demo", "--demo logout", "sim --profile p", "config path --log f"} {
		root := newRoot(nil)
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
	root := newRoot(nil)
	root.SetArgs([]string{"--demo", "ls", "spaces"})
	root.SetOut(&out)
	if err := root.Execute(); err != nil || !strings.Contains(out.String(), "acme") {
		t.Errorf("catwatch --demo ls spaces ends with %v and prints %q", err, out.String())
	}
}
