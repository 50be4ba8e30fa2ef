package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"catwatch/auth"
	"catwatch/sim"
)

// desk is a machine whose home folder, endpoints and certificates are those of a simulated service behind TLS.
type machine struct {
	t     *testing.T
	world *sim.World
	home  string
	said  bytes.Buffer // all that was ever printed
}

func newMachine(t *testing.T, o sim.OIDC) *machine {
	t.Helper()
	o.Interval = time.Second
	return machineAt(t, sim.New(sim.Config{Frozen: true, OIDC: o}), "127.0.0.1:0")
}

// deskAt is one whose service listens at an address.
func machineAt(t *testing.T, world *sim.World, at string) *machine {
	t.Helper()
	d := &machine{t: t, world: world, home: t.TempDir()}
	s, err := sim.Listen(d.world, at, d.home)
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
		for _, secret := range d.world.Secrets() {
			if strings.Contains(d.said.String(), secret) {
				t.Errorf("%s was printed", secret)
			}
		}
	})
	for _, pair := range append(s.Env(), "AWS_PROFILE=", "XDG_STATE_HOME="+filepath.Join(d.home, "state")) {
		name, value, _ := strings.Cut(pair, "=")
		t.Setenv(name, value)
	}
	return d
}

// types runs a command line and returns what it prints and its exit status.
func (d *machine) types(args ...string) (stdout, stderr string, status int) {
	d.t.Helper()
	return d.typesWhile(d.t.Context(), args...)
}

func (d *machine) typesWhile(ctx context.Context, args ...string) (stdout, stderr string, status int) {
	d.t.Helper()
	root := newRoot()
	var out, complaints bytes.Buffer
	root.SetArgs(args)
	root.SetOut(&out)
	root.SetErr(&complaints)
	root.SilenceErrors, root.SilenceUsage = true, true
	err := root.ExecuteContext(ctx)
	if err != nil && err.Error() != "" {
		complaints.WriteString(err.Error() + "\n")
	}
	d.said.WriteString(out.String() + complaints.String())
	return out.String(), complaints.String(), exitStatus(err)
}

func (d *machine) config() string {
	d.t.Helper()
	text, err := os.ReadFile(filepath.Join(d.home, ".aws", "config"))
	if err != nil {
		d.t.Fatal(err)
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

func TestLoginIntoAPipeIsPlainLines(t *testing.T) {
	d := newMachine(t, sim.OIDC{ApproveAfter: time.Millisecond})
	stdout, stderr, status := d.types("login", "--profile", "codecatalyst")
	if status != 0 || stderr != "" {
		t.Fatalf("status %d: %s", status, stderr)
	}
	contains(t, stdout, "Signing in with profile codecatalyst (AWS Builder ID).", "/device?user_code=", "Signed in with profile codecatalyst.", "renews itself")
	if strings.ContainsAny(stdout, "\x1b\r") {
		t.Errorf("not plain: %q", stdout)
	}
	if got := auth.Remembered(os.Getenv); got != "codecatalyst" {
		t.Errorf("remembered %q", got)
	}
}

func TestLoginSaysWhenThereIsNoRenewing(t *testing.T) {
	d := newMachine(t, sim.OIDC{ApproveAfter: time.Millisecond, NoRefresh: true})
	stdout, _, status := d.types("login")
	if status != 0 {
		t.Errorf("status %d", status)
	}
	contains(t, stdout, "then you have to sign in again")
}

func TestLoginNewShowsWhatItAddsAndSignsInWithIt(t *testing.T) {
	d := newMachine(t, sim.OIDC{ApproveAfter: time.Millisecond})
	before := d.config()
	stdout, stderr, status := d.types("login", "--new", "work", "--start-url", "https://acme.awsapps.com/start", "--no-browser")
	if status != 0 {
		t.Fatalf("status %d: %s", status, stderr)
	}
	added, kept := strings.CutPrefix(d.config(), before)
	if !kept {
		t.Errorf("the file became:\n%s", d.config())
	}
	for line := range strings.Lines(strings.TrimSpace(added)) {
		contains(t, stdout, strings.TrimSpace(line))
	}
	contains(t, stdout, "https://acme.awsapps.com/start", "Signed in with profile work.")
	if _, stderr, status = d.types("login", "--new", "work"); status != 1 {
		t.Errorf("status %d: %s", status, stderr)
	}
	contains(t, stderr, "Profile work already exists", "catwatch login --profile work")
}

func TestLoginThatFails(t *testing.T) {
	d := newMachine(t, sim.OIDC{CodeLifetime: time.Second})
	_, stderr, status := d.types("login")
	if status != 1 {
		t.Errorf("status %d", status)
	}
	contains(t, stderr, "Nobody approved the code in time.")
	d.world.SetFaults(sim.Rule{Operation: "RegisterClient", Mix: []sim.Fault{sim.InternalError}})
	if _, stderr, status = d.types("login"); status != 1 {
		t.Errorf("status %d", status)
	}
	contains(t, stderr, "answered with status 500")
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, stderr, status = d.typesWhile(gone, "login"); status != 1 {
		t.Errorf("status %d", status)
	}
	contains(t, stderr, "given up")
}

func TestLoginWritesTheLogWithoutSecrets(t *testing.T) {
	d := newMachine(t, sim.OIDC{ApproveAfter: time.Millisecond})
	path := filepath.Join(t.TempDir(), "log")
	if _, stderr, status := d.types("login", "--log", path, "--new", "logged"); status != 0 {
		t.Fatalf("status %d: %s", status, stderr)
	}
	d.world.SetFaults(sim.Rule{Operation: "StartDeviceAuthorization", Mix: []sim.Fault{sim.InternalError}})
	if _, _, status := d.types("login", "--log", path); status != 1 {
		t.Errorf("status %d", status)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d.said.Write(text)
	contains(t, string(text), "msg=added profile=logged", `msg="signing in"`, `msg="signed in"`, `msg="not signed in"`, "StartDeviceAuthorization")
	if _, stderr, status := d.types("login", "--log", filepath.Join(path, "x")); status != 2 || !strings.Contains(stderr, "log") {
		t.Errorf("status %d: %s", status, stderr)
	}
}

func TestLoginSaysWhenTheDashboardWouldWatchAsAnother(t *testing.T) {
	d := newMachine(t, sim.OIDC{ApproveAfter: time.Millisecond})
	if stdout, _, _ := d.types("login", "--new", "work"); strings.Contains(stdout, "To watch with this one") {
		t.Errorf("said of the one that is remembered: %s", stdout)
	}
	t.Setenv("AWS_PROFILE", "codecatalyst")
	stdout, _, status := d.types("login", "--profile", "work")
	if status != 0 {
		t.Errorf("status %d", status)
	}
	contains(t, stdout, "To watch with this one: catwatch --profile work")
}

func TestWithoutAHomeFolderThatIsSaid(t *testing.T) {
	d := newMachine(t, sim.OIDC{})
	t.Setenv("HOME", "")
	t.Setenv("USERPROFILE", "")
	t.Setenv("APPDATA", "")
	for _, line := range []string{"login", "logout", "profiles", "ls spaces", "login --new a"} {
		_, stderr, status := d.types(strings.Fields(line)...)
		if status != 1 || !strings.Contains(stderr, "There is no home folder") {
			t.Errorf("%s: status %d, %s", line, status, stderr)
		}
	}
}

func TestWithoutASignInTheCommandIsSaid(t *testing.T) {
	d := newMachine(t, sim.OIDC{})
	d.types("logout")
	_, stderr, status := d.types("ls", "spaces")
	if status != 1 {
		t.Errorf("status %d", status)
	}
	contains(t, stderr, "Not signed in (profile codecatalyst). Sign in: catwatch login --profile codecatalyst")
}

func TestLoginWrongArguments(t *testing.T) {
	d := newMachine(t, sim.OIDC{})
	before := d.config()
	for _, line := range []string{
		"login --start-url https://a.b/c", "login --sso-region us-east-1", "login --new a --profile b", "login --new=", "login now",
		"login --new a/b", "login --new a --start-url ftp://a", "login --new a --sso-region x", "logout now", "profiles -o xml", "profiles now",
	} {
		if _, stderr, status := d.types(strings.Fields(line)...); status != 2 || stderr == "" {
			t.Errorf("%s: status %d, %s", line, status, stderr)
		}
	}
	if d.config() != before {
		t.Error("the configuration was changed")
	}
}

func TestWithoutAProfileTheLinesAreShown(t *testing.T) {
	d := newMachine(t, sim.OIDC{})
	if err := os.Remove(filepath.Join(d.home, ".aws", "config")); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"login", "logout", "profiles"} {
		_, stderr, status := d.types(line)
		if status != 1 {
			t.Errorf("%s: status %d", line, status)
		}
		contains(t, stderr, "\n    [profile codecatalyst]\n", "\n    sso_registration_scopes = codecatalyst:read_write\n", "catwatch login --new")
	}
}

func TestLogoutRemovesTheToken(t *testing.T) {
	d := newMachine(t, sim.OIDC{})
	stdout, _, status := d.types("logout")
	if status != 0 {
		t.Errorf("status %d", status)
	}
	contains(t, stdout, "Signed out of profile codecatalyst", "until its end")
	if left, _ := filepath.Glob(filepath.Join(d.home, ".aws", "sso", "cache", "*")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	stdout, _, status = d.types("logout")
	if status != 0 {
		t.Errorf("status %d", status)
	}
	contains(t, stdout, "Nobody was signed in")
}

func TestProfilesAreListedWithTheReasons(t *testing.T) {
	d := newMachine(t, sim.OIDC{})
	more := d.config() + "[profile old]\nsso_start_url = https://a.b/c\n[default]\naws_access_key_id = x\n"
	if err := os.WriteFile(filepath.Join(d.home, ".aws", "config"), []byte(more), 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, status := d.types("profiles")
	if status != 0 || stderr != "" {
		t.Errorf("status %d: %s", status, stderr)
	}
	contains(t, stdout, "*  codecatalyst  signed in  https://view.awsapps.com/start in us-east-1", "   old           cannot     Profile old uses the legacy SSO format", "IAM credentials")
	stdout, _, status = d.types("profiles", "-o", "json")
	var all []struct {
		Name, Why                string
		Usable, Chosen, SignedIn bool
	}
	if err := json.Unmarshal([]byte(stdout), &all); err != nil || status != 0 || len(all) != 3 {
		t.Fatalf("status %d, %v: %s", status, err, stdout)
	}
	if c := all[0]; c.Name != "codecatalyst" || !c.Usable || !c.Chosen || !c.SignedIn || all[1].Usable || all[2].Why == "" {
		t.Errorf("%+v", all)
	}
}
