package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"

	"catwatch/auth"
	"catwatch/sim"
)

// onTerminal runs a command line on a terminal and returns everything written to it, and the exit status.
func (m *machine) onTerminal(args ...string) (screen string, status int) {
	m.t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		m.t.Fatal(err)
	}
	defer master.Close()
	sent := make(chan string)
	go func() {
		text, _ := io.ReadAll(master) // ends with an error when the terminal is closed
		sent <- string(text)
	}()
	root := newRoot(m.http)
	root.SetArgs(args)
	root.SetOut(tty)
	root.SetErr(tty)
	root.SilenceErrors, root.SilenceUsage = true, true
	err = root.ExecuteContext(m.t.Context())
	tty.Close()
	text := <-sent
	m.printed.WriteString(text)
	return text, exitStatus(err)
}

func TestLoginOnATerminalCountsTheTimeDown(t *testing.T) {
	long(t)
	m := machineOverTLS(t, sim.OIDC{ApproveAfter: time.Millisecond}, "127.0.0.1:0")
	t.Setenv("TERM", "xterm-256color")
	screen, status := m.onTerminal("login", "--no-browser")
	if status != 0 {
		t.Fatalf("status %d: %s", status, screen)
	}
	contains(t, ansi.Strip(screen), "Profile  codecatalyst (AWS Builder ID)", "Page     https://", "Code     ", "Waiting for approval: 10:00 left")
	if _, after, _ := strings.Cut(screen, "Waiting"); !strings.Contains(after, "\r"+ansi.EraseLineRight+"Signed in with profile codecatalyst.") {
		t.Errorf("the line stays: %q", after)
	}
}

func TestLoginOnADumbTerminalIsPlainLines(t *testing.T) {
	long(t)
	m := machineOverTLS(t, sim.OIDC{ApproveAfter: time.Millisecond}, "127.0.0.1:0")
	t.Setenv("TERM", "dumb")
	screen, status := m.onTerminal("login", "--no-browser")
	if status != 0 || strings.Contains(screen, "\x1b") {
		t.Errorf("status %d: %q", status, screen)
	}
	contains(t, screen, "Open this page", "Signed in with profile codecatalyst.")
}

func TestTheCountingLineFitsAndSaysWhatIsWrong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		b := &loginTTY{loginPrinter: loginPrinter{out: &out, profile: &auth.Profile{Name: "x"}}, width: func() int { return 40 }}
		s := auth.Step{Phase: auth.Approving, Code: "ABCD-EFGH", URLWithCode: "https://a.b/", Expires: time.Now().Add(65 * time.Second)}
		b.step(s)
		elapse(5500 * time.Millisecond)
		s.Phase, s.PollError = auth.Waiting, "the sign-in service answered with status 500"
		b.step(s)
		elapse(time.Second)
		b.close()
		lines := strings.Split(out.String(), "\r")
		contains(t, out.String(), "1:05 left", "1:00 left", "0:59 left, but")
		for _, line := range lines[1:] {
			if w := ansi.StringWidth(line); w >= 40 {
				t.Errorf("%d cells: %q", w, line)
			}
		}
		if last := lines[len(lines)-1]; last != ansi.EraseLineRight {
			t.Errorf("left %q", last)
		}
	})
}

// Commands that sign in use the profile that the dashboard uses.
func TestTheConfigurationsProfileCounts(t *testing.T) {
	m := newMachine(t, sim.OIDC{})
	aws := m.config() + "\n[profile work]\nsso_session = codecatalyst\n"
	if err := os.WriteFile(filepath.Join(m.home, ".aws", "config"), []byte(aws), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(m.home, "catwatch.toml")
	if err := os.WriteFile(file, []byte("profile = \"work\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, _, _ := m.types("profiles", "--config", file)
	contains(t, stdout, "*  work")
	stdout, _, _ = m.types("profiles", "--config", file, "--profile", "codecatalyst")
	contains(t, stdout, "*  codecatalyst")
	stdout, _, _ = m.types("logout", "--config", file)
	contains(t, stdout, "profile work")
	for _, line := range []string{"login", "logout", "profiles"} {
		if _, stderr, status := m.types(line, "--config", filepath.Join(m.home, "gone")); status != 2 || stderr == "" {
			t.Errorf("%s: status %d: %s", line, status, stderr)
		}
	}
}

func TestSeveralUsableProfilesAreAListLikeAnyOther(t *testing.T) {
	m := newMachine(t, sim.OIDC{})
	aws := strings.Replace(m.config(), "[profile codecatalyst]", "[profile one]", 1) + "\n[profile two]\nsso_session = codecatalyst\n"
	if err := os.WriteFile(filepath.Join(m.home, ".aws", "config"), []byte(aws), 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, status := m.types("profiles")
	if status != 0 {
		t.Errorf("status %d", status)
	}
	contains(t, stdout, "one", "two")
	contains(t, stderr, "choose one with --profile: one, two")
}
