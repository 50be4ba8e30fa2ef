package cli

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"catwatch/tui"
)

const everything = `
profile = "work"
interval = "30s"
budget = 120
idle = "0s"
view = "sessions"
theme = "light"
ascii = true
mouse = false
notify = ["failed", "unused>30m"]
columns = { environments = ["name", "status"] }

[sort]
environments = "-unused"

[keys]
refresh = "f5"
details = ["d", "v"]
quit = ""

[scopes.mine]
view = "environments"
filter = "owner:ada status:running"
sort = "-unused"

[scopes.all]
`

func TestConfigOfEverything(t *testing.T) {
	path := writeFile(t, everything)
	got, err := loadConfig(path, testEnv(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	yes, no, zero := true, false, time.Duration(0)
	want := Config{
		Path: path, Profile: "work", Interval: 30 * time.Second, Budget: 120, Idle: &zero, View: "sessions", Theme: "light",
		ASCII: &yes, Mouse: &no, Notify: []string{"failed", "unused>30m"},
		Columns: map[string][]string{"environments": {"name", "status"}}, Sorts: map[string]string{"environments": "-unused"},
		Keys:   map[string][]string{"refresh": {"f5"}, "details": {"d", "v"}, "quit": {}},
		Scopes: []tui.Scope{{Name: "all"}, {Name: "mine", View: "environments", Filter: "owner:ada status:running", Sort: "-unused"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if problems := checkConfig(path); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestMistakesAreFoundWhereTheyStand(t *testing.T) {
	for text, want := range map[string]string{
		"profile = \n":                                  ":1:",
		"interval = 10s\n":                              ":1:14: strings must be quoted",
		"# x\ninterval = \"soon\"\n":                    `:2:1: interval: "soon" is not a time`,
		"interval = \"200ms\"":                          ":1:1: interval: 200ms is too short",
		"interval = 10":                                 `:1:12: interval must be a time such as "10s"`,
		"budget = \"many\"":                             ":1:10: budget must be a whole number",
		"budget = 2":                                    ":1:1: budget: 2 is too small",
		"idle = \"-1m\"":                                ":1:1: idle: -1m0s is negative",
		"theme = \"neon\"":                              `:1:1: theme: unknown theme "neon"`,
		"view = \"maps\"":                               `:1:1: view: unknown view "maps"`,
		"ascii = \"yes\"":                               ":1:9: ascii must be true or false",
		"colour = \"red\"":                              ":1:1: unknown setting colour",
		"\n[columns]\nprojects = []":                    ":3:1: unknown setting columns.projects",
		"[scopes.a]\nfilters = \"x\"":                   ":2:1: unknown setting scopes.a.filters",
		"[scopes.a]\n view = \"x\"":                     `:2:2: scopes.a.view: unknown view "x"`,
		"scopes = { a = { view = \"x\" } }":             ":1:18: scopes.a.view",
		"[keys]\nopen = 1":                              ":2:1: keys.open: must be a key",
		"[keys]\nfly = \"x\"":                           `:2:1: keys.fly: unknown action "fly"`,
		"[keys]\nopen = \"enter\"\nrefresh = \"d\"":     `:3:1: keys.refresh: refresh cannot use key "d": it is already used by details`,
		"[keys]\ninterrupt = \"x\"":                     ":2:1: keys.interrupt: ",
		"[scopes.a]\nview=\"sessions\"\nfilter=\"vp:\"": ":3:1: scopes.a.filter: ",
		"[scopes.a]\nsort = \"-colour\"":                `:2:1: scopes.a.sort: browse: there is no column "colour"`,
		"[columns]\nsessions = [\"colour\"]":            `:2:1: columns.sessions: sessions: there is no column "colour"`,
		"[sort]\nactivity = \"-colour\"":                `:2:1: sort.activity: activity: there is no column "colour"`,
		"budget = 60\nbudget = 70":                      ":2:",
	} {
		path := writeFile(t, text)
		problems := checkConfig(path)
		if len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), path+want) {
			t.Errorf("%q:\n got %v\nwant %s", text, problems, path+want)
			continue
		}
		if s := problems[0].Error(); strings.Contains(s, "\n") || strings.Contains(s, "cli.") {
			t.Errorf("%q is no sentence: %s", text, s)
		}
	}
}

func TestKeysThatSwapAreNoMistake(t *testing.T) {
	path := writeFile(t, "[keys]\ndetails = \"y\"\ncopy = \"d\"\n")
	if problems := checkConfig(path); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestAllMistakesAreCounted(t *testing.T) {
	path := writeFile(t, "budget = 1\nviews = \"x\"\ntheme = \"y\"\n[keys]\nopen = \"d\"\n")
	if problems := checkConfig(path); len(problems) != 4 {
		t.Errorf("the check finds %q", problems)
	}
	_, err := loadConfig(path, testEnv(t, nil))
	if err == nil || exitStatus(err) != 2 || !strings.Contains(err.Error(), ":1:1: budget") || !strings.Contains(err.Error(), "2 more") {
		t.Error(err)
	}
}

func TestNoConfigurationIsNone(t *testing.T) {
	got, err := loadConfig("", testEnv(t, nil))
	if err != nil || !reflect.DeepEqual(got, Config{}) {
		t.Errorf("%+v, %v", got, err)
	}
	missing := filepath.Join(t.TempDir(), "config.toml")
	if _, err := loadConfig(missing, testEnv(t, nil)); err == nil || exitStatus(err) != 2 {
		t.Errorf("a file that was asked for is missing: %v", err)
	}
	if _, err := loadConfig("", testEnv(t, map[string]string{"CATWATCH_CONFIG": missing})); err == nil {
		t.Error("a file that the environment asks for is missing, and nothing is said")
	}
}

// started is what the dashboard starts with: file, environment, flags.
func started(t *testing.T, file string, env map[string]string, args ...string) (f flags, w dashboardFlags) {
	t.Helper()
	c, err := loadConfig(writeFile(t, file), testEnv(t, env))
	if err != nil {
		t.Fatal(err)
	}
	cmd := &cobra.Command{Run: func(cmd *cobra.Command, _ []string) { c.apply(cmd, &f, &w) }}
	cmd.PersistentFlags().StringVar(&f.profile, "profile", "", "")
	w.define(cmd)
	cmd.SetArgs(args)
	if err := cmd.Execute(); err != nil {
		t.Fatal(err)
	}
	return f, w
}

func TestFlagsBeatTheEnvironmentWhichBeatsTheFile(t *testing.T) {
	env := map[string]string{
		"CATWATCH_PROFILE": "env", "AWS_PROFILE": "aws", "CATWATCH_INTERVAL": "20s", "CATWATCH_BUDGET": "60", "CATWATCH_IDLE": "5m",
		"CATWATCH_THEME": "contrast", "CATWATCH_ASCII": "0", "CATWATCH_VIEW": "activity",
	}
	f, w := started(t, "", nil)
	if f.profile != "" || w.interval != 10*time.Second || w.budget != 300 || w.idle != 15*time.Minute || w.view != "browse" {
		t.Errorf("defaults: %+v %+v", f, w)
	}
	f, w = started(t, everything, nil)
	if f.profile != "work" || w.interval != 30*time.Second || w.budget != 120 || w.idle != 0 || w.view != "sessions" || w.theme != "light" || !w.ascii {
		t.Errorf("file: %+v %+v", f, w)
	}
	f, w = started(t, everything, env)
	if f.profile != "env" || w.interval != 20*time.Second || w.budget != 60 || w.idle != 5*time.Minute || w.view != "activity" || w.theme != "contrast" || w.ascii {
		t.Errorf("environment: %+v %+v", f, w)
	}
	f, w = started(t, everything, env, "--profile", "flag", "--interval", "5s", "--budget", "600", "--idle", "1m", "--view", "browse", "--theme", "dark", "--ascii")
	if f.profile != "flag" || w.interval != 5*time.Second || w.budget != 600 || w.idle != time.Minute || w.view != "browse" || w.theme != "dark" || !w.ascii {
		t.Errorf("flags: %+v %+v", f, w)
	}
	if f, _ = started(t, everything, map[string]string{"AWS_PROFILE": "aws"}); f.profile != "aws" {
		t.Errorf("AWS_PROFILE does not beat the file: %s", f.profile)
	}
}

func TestMistakesInTheEnvironmentAreNamed(t *testing.T) {
	for name, value := range map[string]string{
		"CATWATCH_INTERVAL": "often", "CATWATCH_BUDGET": "lots", "CATWATCH_IDLE": "-3m", "CATWATCH_THEME": "neon",
		"CATWATCH_ASCII": "maybe", "CATWATCH_VIEW": "maps",
	} {
		_, err := loadConfig("", testEnv(t, map[string]string{name: value}))
		if err == nil || exitStatus(err) != 2 || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), value) {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
}

func TestTheScreenGetsWhatNoFlagSays(t *testing.T) {
	var o tui.Options
	Config{}.configure(&o)
	if !o.Mouse {
		t.Error("the mouse is off without anybody's doing")
	}
	c, err := loadConfig(writeFile(t, everything), testEnv(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	c.configure(&o)
	if o.Mouse || len(o.Scopes) != 2 || o.Sorts["environments"] != "-unused" || len(o.Notify) != 2 || len(o.Columns["environments"]) != 2 {
		t.Errorf("%+v", o)
	}
}

func FuzzConfigSaysWhereItIsWrong(f *testing.F) {
	f.Add([]byte(everything))
	f.Add([]byte("[[keys.open]]\nx = 1\n[scopes]\na = { b = { c = 1 } }\n\"\" = []"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := configReader{path: "x"}
		r.parse(data)
		lines := strings.Count(string(data), "\n") + 1
		for _, p := range r.problems {
			if p.line < 1 || p.line > lines+1 || p.column < 1 || p.column > len(data)+1 {
				t.Errorf("%q: %v", data, p)
			}
		}
	})
}
