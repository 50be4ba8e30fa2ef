package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"catwatch/keymap"
)

// config runs the command with the configuration at path.
func config(t *testing.T, path string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	t.Setenv("CATWATCH_CONFIG", path)
	var out, errs bytes.Buffer
	c := newConfigCommand()
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetArgs(args)
	c.SetOut(&out)
	c.SetErr(&errs)
	err := c.Execute()
	if err != nil {
		errs.WriteString(err.Error())
	}
	return out.String(), errs.String(), exitStatus(err)
}

func TestConfigInitWritesOnceAndForMeOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "config.toml")
	out, errs, status := config(t, path, "init")
	if status != 0 || out != path+"\n" || errs != "" {
		t.Fatalf("%q %q %d", out, errs, status)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("budget = 60\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs, status = config(t, path, "init"); status != 1 || !strings.Contains(errs, "--force") {
		t.Errorf("written over: %q, status %d", errs, status)
	}
	if data, _ := os.ReadFile(path); string(data) != "budget = 60\n" {
		t.Errorf("the file is now %q", data)
	}
	if _, _, status = config(t, path, "init", "--force"); status != 0 {
		t.Errorf("--force: status %d", status)
	}
	if data, _ := os.ReadFile(path); string(data) != configTemplate() {
		t.Error("--force wrote something else")
	}
}

func TestConfigTemplateChangesNothing(t *testing.T) {
	c, problems := parseConfig("x", []byte(configTemplate()))
	if len(problems) > 0 || !reflect.DeepEqual(c, Config{Path: "x"}) {
		t.Errorf("%+v %v", c, problems)
	}
}

func TestConfigTemplateIsRightWhenTheMarksAreTakenAway(t *testing.T) {
	text := regexp.MustCompile(`(?m)^#([a-z-]+ = |\[)`).ReplaceAllString(configTemplate(), "$1")
	path := writeFile(t, text)
	if problems := checkConfig(path); len(problems) > 0 {
		t.Fatal(problems)
	}
	f, w := started(t, text, nil)
	f0, w0 := started(t, "", nil)
	if f != f0 || w != w0 {
		t.Errorf("the settings are not the defaults:\n%+v %+v\n%+v %+v", f, w, f0, w0)
	}
	c, _ := parseConfig(path, []byte(text))
	changed, _ := keymap.New(c.Keys)
	usual, _ := keymap.New(nil)
	for _, b := range usual.All() {
		if got, want := changed.Keys(b.Action), usual.Keys(b.Action); got != want {
			t.Errorf("%s has %s, not %s", b.Action, got, want)
		}
	}
	if len(c.Scopes) != 1 {
		t.Errorf("scopes: %+v", c.Scopes)
	}
}

func TestConfigCheck(t *testing.T) {
	path := writeFile(t, "budget = 60\n")
	if out, errs, status := config(t, path, "check"); status != 0 || errs != "" || !strings.Contains(out, path) {
		t.Errorf("in order: %q %q %d", out, errs, status)
	}
	path = writeFile(t, "budget = 6\n[keys]\nquit = \"y\"\nfly = \"x\"\n")
	out, errs, status := config(t, path, "check")
	if status != 1 || out != "" || strings.Count(errs, "\n") != 2 || !strings.Contains(errs, ":3:1: keys.quit") || !strings.Contains(errs, ":4:1: keys.fly") {
		t.Errorf("%q %q %d", out, errs, status)
	}
	if _, errs, status = config(t, filepath.Join(t.TempDir(), "none"), "check"); status != 1 || !strings.Contains(errs, "config init") {
		t.Errorf("no file: %q %d", errs, status)
	}
}

func TestConfigPath(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", home)
	if out, _, status := config(t, "", "path"); status != 0 || out != filepath.Join(home, "catwatch", "config.toml")+"\n" {
		t.Errorf("%q %d", out, status)
	}
	t.Setenv("HOME", home)
	for _, ignored := range []string{"", "relative"} {
		t.Setenv("XDG_CONFIG_HOME", ignored)
		if out, _, status := config(t, "", "path"); status != 0 || out != filepath.Join(home, ".config", "catwatch", "config.toml")+"\n" {
			t.Errorf("XDG_CONFIG_HOME=%s: %q %d", ignored, out, status)
		}
	}
	if out, _, _ := config(t, "/elsewhere/c.toml", "path"); out != "/elsewhere/c.toml\n" {
		t.Errorf("%q", out)
	}
	for _, args := range [][]string{{}, {"fly"}, {"path", "x"}} {
		if _, errs, status := config(t, "", args...); status != 2 || errs == "" {
			t.Errorf("%q: %q, status %d", args, errs, status)
		}
	}
}
