package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/auth"
	"catwatch/sim"
)

func TestLoginIntoAPipeIsPlainLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t, sim.OIDC{ApproveAfter: time.Millisecond})
		stdout, stderr, status := m.types("login", "--profile", "codecatalyst")
		if status != 0 || stderr != "" {
			t.Fatalf("status %d: %s", status, stderr)
		}
		contains(t, stdout, "Signing in with profile codecatalyst (AWS Builder ID).", "/device?user_code=", "Signed in with profile codecatalyst.", "is renewed automatically")
		if strings.ContainsAny(stdout, "\x1b\r") {
			t.Errorf("not plain: %q", stdout)
		}
		if got := auth.Remembered(os.Getenv); got != "codecatalyst" {
			t.Errorf("remembered %q", got)
		}
	})
}

func TestLoginSaysWhenThereIsNoRenewing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t, sim.OIDC{ApproveAfter: time.Millisecond, NoRefresh: true})
		stdout, _, status := m.types("login")
		if status != 0 {
			t.Errorf("status %d", status)
		}
		contains(t, stdout, "after that, sign in again")
	})
}

func TestLoginNewShowsWhatItAddsAndSignsInWithIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t, sim.OIDC{ApproveAfter: time.Millisecond})
		before := m.config()
		stdout, stderr, status := m.types("login", "--new", "work", "--start-url", "https://acme.awsapps.com/start", "--no-browser")
		if status != 0 {
			t.Fatalf("status %d: %s", status, stderr)
		}
		added, kept := strings.CutPrefix(m.config(), before)
		if !kept {
			t.Errorf("the file became:\n%s", m.config())
		}
		for line := range strings.Lines(strings.TrimSpace(added)) {
			contains(t, stdout, strings.TrimSpace(line))
		}
		contains(t, stdout, "https://acme.awsapps.com/start", "Signed in with profile work.")
		if _, stderr, status = m.types("login", "--new", "work"); status != 1 {
			t.Errorf("status %d: %s", status, stderr)
		}
		contains(t, stderr, "Profile work already exists", "catwatch login --profile work")
	})
}

func TestLoginThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t, sim.OIDC{CodeLifetime: time.Second})
		_, stderr, status := m.types("login")
		if status != 1 {
			t.Errorf("status %d", status)
		}
		contains(t, stderr, "Nobody approved the code in time.")
		m.world.SetFaults(sim.Rule{Operation: "RegisterClient", Mix: []sim.Fault{sim.InternalError}})
		if _, stderr, status = m.types("login"); status != 1 {
			t.Errorf("status %d", status)
		}
		contains(t, stderr, "answered with status 500")
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, stderr, status = m.typesWhile(gone, "login"); status != 1 {
			t.Errorf("status %d", status)
		}
		contains(t, stderr, "Sign-in cancelled")
	})
}

func TestLoginWritesTheLogWithoutSecrets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t, sim.OIDC{ApproveAfter: time.Millisecond})
		path := filepath.Join(t.TempDir(), "log")
		if _, stderr, status := m.types("login", "--log", path, "--new", "logged"); status != 0 {
			t.Fatalf("status %d: %s", status, stderr)
		}
		m.world.SetFaults(sim.Rule{Operation: "StartDeviceAuthorization", Mix: []sim.Fault{sim.InternalError}})
		if _, _, status := m.types("login", "--log", path); status != 1 {
			t.Errorf("status %d", status)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m.printed.Write(text)
		contains(t, string(text), "msg=added profile=logged", `msg="signing in"`, `msg="signed in"`, `msg="not signed in"`, "StartDeviceAuthorization")
		if _, stderr, status := m.types("login", "--log", filepath.Join(path, "x")); status != 2 || !strings.Contains(stderr, "log") {
			t.Errorf("status %d: %s", status, stderr)
		}
	})
}

func TestLoginSaysWhenTheDashboardWouldWatchAsAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t, sim.OIDC{ApproveAfter: time.Millisecond})
		if stdout, _, _ := m.types("login", "--new", "work"); strings.Contains(stdout, "To use this one") {
			t.Errorf("said of the one that is remembered: %s", stdout)
		}
		t.Setenv("AWS_PROFILE", "codecatalyst")
		stdout, _, status := m.types("login", "--profile", "work")
		if status != 0 {
			t.Errorf("status %d", status)
		}
		contains(t, stdout, "To use this one: catwatch --profile work")
	})
}

func TestWithoutAHomeFolderThatIsSaid(t *testing.T) {
	m := newMachine(t, sim.OIDC{})
	t.Setenv("HOME", "")
	t.Setenv("USERPROFILE", "")
	t.Setenv("APPDATA", "")
	for _, line := range []string{"login", "logout", "profiles", "ls spaces", "login --new a"} {
		_, stderr, status := m.types(strings.Fields(line)...)
		if status != 1 || !strings.Contains(stderr, "There is no home folder") {
			t.Errorf("%s: status %d, %s", line, status, stderr)
		}
	}
}

func TestWithoutASignInTheCommandIsSaid(t *testing.T) {
	m := newMachine(t, sim.OIDC{})
	m.types("logout")
	_, stderr, status := m.types("ls", "spaces")
	if status != 1 {
		t.Errorf("status %d", status)
	}
	contains(t, stderr, "Not signed in (profile codecatalyst). Sign in: catwatch login --profile codecatalyst")
}

func TestLoginWrongArguments(t *testing.T) {
	m := newMachine(t, sim.OIDC{})
	before := m.config()
	for _, line := range []string{
		"login --start-url https://a.b/c", "login --sso-region us-east-1", "login --new a --profile b", "login --new=", "login now",
		"login --new a/b", "login --new a --start-url ftp://a", "login --new a --sso-region x", "logout now", "profiles -o xml", "profiles now",
	} {
		if _, stderr, status := m.types(strings.Fields(line)...); status != 2 || stderr == "" {
			t.Errorf("%s: status %d, %s", line, status, stderr)
		}
	}
	if m.config() != before {
		t.Error("the configuration was changed")
	}
}

func TestWithoutAProfileTheLinesAreShown(t *testing.T) {
	m := newMachine(t, sim.OIDC{})
	if err := os.Remove(filepath.Join(m.home, ".aws", "config")); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"login", "logout", "profiles"} {
		_, stderr, status := m.types(line)
		if status != 1 {
			t.Errorf("%s: status %d", line, status)
		}
		contains(t, stderr, "\n    [profile codecatalyst]\n", "\n    sso_registration_scopes = codecatalyst:read_write\n", "catwatch login --new")
	}
}

func TestLogoutRemovesTheToken(t *testing.T) {
	m := newMachine(t, sim.OIDC{})
	stdout, _, status := m.types("logout")
	if status != 0 {
		t.Errorf("status %d", status)
	}
	contains(t, stdout, "Signed out of profile codecatalyst", "valid until it expires")
	if left, _ := filepath.Glob(filepath.Join(m.home, ".aws", "sso", "cache", "*")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	stdout, _, status = m.types("logout")
	if status != 0 {
		t.Errorf("status %d", status)
	}
	contains(t, stdout, "Not signed in (profile codecatalyst)")
}

func TestProfilesAreListedWithTheReasons(t *testing.T) {
	m := newMachine(t, sim.OIDC{})
	more := m.config() + "[profile old]\nsso_start_url = https://a.b/c\n[default]\naws_access_key_id = x\n"
	if err := os.WriteFile(filepath.Join(m.home, ".aws", "config"), []byte(more), 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, status := m.types("profiles")
	if status != 0 || stderr != "" {
		t.Errorf("status %d: %s", status, stderr)
	}
	contains(t, stdout, "*  codecatalyst  signed in  https://view.awsapps.com/start in us-east-1", "   old           unusable   Profile old uses the legacy SSO format", "IAM credentials")
	stdout, _, status = m.types("profiles", "-o", "json")
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
