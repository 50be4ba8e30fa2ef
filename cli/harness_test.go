package cli

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/auth"
	"catwatch/fetch"
	"catwatch/sim"
)

// TestMain has the runtime set up its signal handling outside of any bubble: it keeps channels from the first use.
func TestMain(m *testing.M) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	signal.Stop(c)
	os.Exit(m.Run())
}

// inBubble runs a test on a clock of its own, which advances when every goroutine waits: no real time passes. Such tests
// run in parallel.
func inBubble(t *testing.T, f func(*testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		t.Cleanup(func() { elapse(time.Minute) }) // last of all, so that timers that a program has left behind fire
		f(t)
	})
}

// elapse advances a bubble's clock by d and waits until everything due by then is done. Outside of a bubble it panics.
func elapse(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// frozenDemo is the demo's world, in which nothing happens by itself.
func frozenDemo() *sim.World { return sim.New(sim.Config{Frozen: true}) }

// find returns the demo's environment with that alias.
func find(w *sim.World, alias string) sim.DevEnv {
	for _, space := range w.Spaces() {
		for _, p := range w.Projects(space.Name) {
			for _, e := range w.DevEnvs(space.Name, p.Name) {
				if e.Alias == alias {
					return e
				}
			}
		}
	}
	return sim.DevEnv{}
}

// testEnv is an environment with only these variables, and with a folder without a configuration.
func testEnv(t *testing.T, set map[string]string) func(string) string {
	t.Helper()
	home := t.TempDir()
	return func(name string) string {
		if v, ok := set[name]; ok {
			return v
		}
		if name == "XDG_CONFIG_HOME" {
			return home
		}
		return ""
	}
}

func writeFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const oneProfile = `[profile codecatalyst]
sso_session = codecatalyst

[sso-session codecatalyst]
sso_region = us-east-1
sso_start_url = https://view.awsapps.com/start
sso_registration_scopes = codecatalyst:read_write
`

const twoProfiles = oneProfile + `
[profile other]
sso_session = other

[sso-session other]
sso_region = us-east-1
sso_start_url = https://view.awsapps.com/start
sso_registration_scopes = codecatalyst:read_write
`

// home is a home folder whose profiles sign in at a simulated service.
type home struct {
	t       *testing.T
	dir     string
	log     string // the path of the log; "" for none
	world   *sim.World
	options auth.Options
}

func newHome(t *testing.T, c sim.Config) *home {
	t.Helper()
	h := &home{t: t, dir: t.TempDir(), world: sim.New(c)}
	env := map[string]string{"HOME": h.dir, "XDG_STATE_HOME": filepath.Join(h.dir, "state")}
	h.options = auth.Options{Env: func(name string) string { return env[name] }, HTTPClient: h.world.HTTPClient(), Profile: "codecatalyst"}
	h.write(".aws/config", []byte(twoProfiles))
	return h
}

func (h *home) write(name string, content []byte) {
	h.t.Helper()
	path := filepath.Join(h.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// signsIn writes a token to the cache, as aws sso login does, with or without a refresh token.
func (h *home) signsIn(session string, renewable bool) sim.Grant {
	h.t.Helper()
	g := h.world.SignIn("ada")
	fields := map[string]string{
		"startUrl": auth.BuilderStartURL, "region": "us-east-1", "accessToken": g.AccessToken, "expiresAt": g.ExpiresAt.UTC().Format(time.RFC3339),
	}
	if renewable {
		fields["refreshToken"], fields["clientId"], fields["clientSecret"] = g.RefreshToken, g.ClientID, g.ClientSecret
		fields["registrationExpiresAt"] = g.RegistrationExpiresAt.UTC().Format(time.RFC3339)
	}
	text, err := json.Marshal(fields)
	if err != nil {
		h.t.Fatal(err)
	}
	h.write(fmt.Sprintf(".aws/sso/cache/%x.json", sha1.Sum([]byte(session))), text)
	return g
}

func frozen() sim.Config {
	return sim.Config{Frozen: true, OIDC: sim.OIDC{Interval: time.Second}}
}

// machine is where command lines are typed: a home folder and the environment variables that point at it.
type machine struct {
	t       *testing.T
	world   *sim.World
	home    string
	http    auth.Doer    // the service, in this process; nil to use the network
	printed bytes.Buffer // everything that was ever printed
}

// newMachine is a machine that is signed in with the profile codecatalyst. The service answers in this process.
func newMachine(t *testing.T, o sim.OIDC) *machine {
	t.Helper()
	o.Interval = time.Second
	h := newHome(t, sim.Config{Frozen: true, OIDC: o})
	h.write(".aws/config", []byte(oneProfile))
	h.signsIn("codecatalyst", true)
	m := &machine{t: t, world: h.world, home: h.dir, http: h.world.HTTPClient()}
	m.points("HOME=" + h.dir)
	return m
}

// machineOverTLS is a machine whose service listens on an address, with its own certificates.
func machineOverTLS(t *testing.T, o sim.OIDC, at string) *machine {
	t.Helper()
	o.Interval = time.Second
	m := &machine{t: t, world: sim.New(sim.Config{Frozen: true, OIDC: o}), home: t.TempDir()}
	s, err := sim.Listen(m.world, at, m.home)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, log.New(io.Discard, "", 0)) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	m.points(s.Env()...)
	return m
}

// points sets this process's environment variables, and checks at the end that no secret was printed.
func (m *machine) points(env ...string) {
	m.t.Helper()
	for _, name := range []string{"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "XDG_CONFIG_HOME", "CATWATCH_CONFIG"} {
		m.t.Setenv(name, "")
	}
	for _, pair := range append(env, "AWS_PROFILE=", "XDG_STATE_HOME="+filepath.Join(m.home, "state")) {
		name, value, _ := strings.Cut(pair, "=")
		m.t.Setenv(name, value)
	}
	m.t.Cleanup(func() {
		for _, secret := range m.world.Secrets() {
			if strings.Contains(m.printed.String(), secret) {
				m.t.Errorf("%s was printed", secret)
			}
		}
	})
}

// types runs a command line and returns what it prints and its exit status.
func (m *machine) types(args ...string) (stdout, stderr string, status int) {
	m.t.Helper()
	return m.typesWhile(m.t.Context(), args...)
}

func (m *machine) typesWhile(ctx context.Context, args ...string) (stdout, stderr string, status int) {
	m.t.Helper()
	root := newRoot(m.http)
	var out, errs bytes.Buffer
	root.SetArgs(args)
	root.SetOut(&out)
	root.SetErr(&errs)
	root.SilenceErrors, root.SilenceUsage = true, true
	err := root.ExecuteContext(ctx)
	if err != nil && err.Error() != "" {
		errs.WriteString(err.Error() + "\n")
	}
	m.printed.WriteString(out.String() + errs.String())
	return out.String(), errs.String(), exitStatus(err)
}

func (m *machine) config() string {
	m.t.Helper()
	text, err := os.ReadFile(filepath.Join(m.home, ".aws", "config"))
	if err != nil {
		m.t.Fatal(err)
	}
	return string(text)
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in:\n%s", part, text)
		}
	}
}

func openSim(w *sim.World, token string) opener {
	return func(_ context.Context, o fetch.Options, _ io.Writer) (reader, error) {
		return fetch.New(fetch.NewClientOver(w.HTTPClient(), "https://sim.invalid", token), o), nil
	}
}

// ls runs the command against the world and returns what it printed and how it would exit.
func ls(w *sim.World, args ...string) (stdout, stderr string, status int) {
	return lsAs(sim.DefaultToken, w, args...)
}

func lsAs(token string, w *sim.World, args ...string) (stdout, stderr string, status int) {
	var out, errs bytes.Buffer
	c := newLsCommand(openSim(w, token))
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetArgs(args)
	c.SetOut(&out)
	c.SetErr(&errs)
	err := c.ExecuteContext(context.Background())
	if err != nil {
		errs.WriteString(err.Error())
	}
	return out.String(), errs.String(), exitStatus(err)
}

// smallWorld is one space with two projects, in which only the environments added here are running.
func smallWorld() *sim.World {
	w := sim.New(sim.Config{Seed: 3, Spaces: 1, ProjectsPerSpace: 2, EnvsPerProject: 1, RunningShare: -1, Frozen: true})
	space := w.Spaces()[0].Name
	project := w.Projects(space)[0].Name
	for _, e := range []sim.DevEnv{
		{ID: "11111111-0000-0000-0000-000000000001", Alias: "猫-box", Status: "RUNNING", InstanceType: "dev.standard1.large", Timeout: 60},
		{ID: "11111111-0000-0000-0000-000000000002", Alias: "api-dev", Status: "RUNNING", Timeout: -1},
		{ID: "11111111-0000-0000-0000-000000000003", Alias: "going", Status: "DELETING"},
		{ID: "11111111-0000-0000-0000-000000000004", Status: "FAILED", StatusReason: "no <space> & no disk"},
	} {
		e.Space, e.Project = space, project
		w.AddDevEnv(e)
	}
	w.AddSession(space, project, "11111111-0000-0000-0000-000000000001", sim.Session{ID: "old", Started: w.Now().Add(-3 * time.Hour)})
	w.AddSession(space, project, "11111111-0000-0000-0000-000000000001", sim.Session{ID: "new", Started: w.Now().Add(-time.Minute)})
	return w
}

// long leaves a test that takes much longer than others out of the edit loop, go test -short.
func long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
}
