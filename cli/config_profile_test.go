package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/sim"
)

func TestProfileIsAllThatAListingTakesFromTheConfiguration(t *testing.T) {
	for _, c := range []struct {
		name, file string
		env        map[string]string
		flags      flags
		want       string
		told       string // on stderr
		status     int
	}{
		{"nothing wrong", `profile = "work"`, nil, flags{}, "work", "", 0},
		{"another setting is unknown", "colour = \"red\"\nprofile = \"work\"", nil, flags{}, "work", "unknown setting colour", 0},
		{"another setting is of another kind", "budget = \"many\"\nprofile = \"work\"", nil, flags{}, "work", "budget must be", 0},
		{"another setting makes no sense", "interval = \"1ms\"\nprofile = \"work\"", nil, flags{}, "work", "interval", 0},
		{"the environment makes no sense", `profile = "work"`, map[string]string{"CATWATCH_BUDGET": "many"}, flags{}, "work", "CATWATCH_BUDGET", 0},
		{"the profile is no text", "profile = 7", nil, flags{}, "", "", 2},
		{"the file is no TOML", "profile = work = what", nil, flags{}, "", "", 2},
		{"but the environment says", "profile = work = what", map[string]string{"AWS_PROFILE": "other"}, flags{}, "other", "catwatch:", 0},
		{"but the flag says", "profile = work = what", nil, flags{profile: "third"}, "third", "", 0},
		{"in the demo", "profile = work = what", nil, flags{demo: true}, "", "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.flags.config = writeFile(t, c.file)
			var told bytes.Buffer
			got, err := c.flags.chosenProfile(testEnv(t, c.env), &told)
			if got != c.want || exitStatus(err) != c.status {
				t.Errorf("%q, %v", got, err)
			}
			if !strings.Contains(told.String(), c.told) || (c.told == "") != (told.Len() == 0) || strings.Count(told.String(), "\n") > 1 {
				t.Errorf("said %q", told.String())
			}
		})
	}
	missing := flags{config: filepath.Join(t.TempDir(), "none.toml")}
	if _, err := missing.chosenProfile(testEnv(t, map[string]string{"AWS_PROFILE": "p"}), &bytes.Buffer{}); exitStatus(err) != 2 {
		t.Errorf("a file that is named, but not there: %v", err)
	}
}

func TestListingGivesItsLogBack(t *testing.T) {
	f := flags{demo: true, log: filepath.Join(t.TempDir(), "log")}
	r, err := f.opener()(t.Context(), fetch.Options{Once: true, Depth: fetch.Shallow}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Run(t.Context(), func([]types.Event) {}); err != nil {
		t.Fatal(err)
	}
	if err := r.(listingReader).log.file.Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("the log is still open: %v", err)
	}
}

func TestLsNamesTheListThatIsNotThere(t *testing.T) {
	_, errs, status := ls(smallWorld(), "envs", "--space", "nowhere")
	if status != 1 || !strings.Contains(errs, "nowhere") {
		t.Errorf("status %d, %q", status, errs)
	}
}

func TestMistakesElsewhereInTheConfigurationStopNoSignIn(t *testing.T) {
	m := newMachine(t, sim.OIDC{})
	t.Setenv("CATWATCH_CONFIG", writeFile(t, `colour = "red"`))
	for _, command := range []string{"profiles", "logout"} {
		if out, errs, status := m.types(command); status != 0 || out == "" || !strings.Contains(errs, "unknown setting colour") {
			t.Errorf("%s: status %d, %q, %q", command, status, out, errs)
		}
	}
}
