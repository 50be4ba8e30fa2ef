package cli

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"catwatch/sim"
)

// simRun is catwatch sim, running.
type simRun struct {
	env    map[string]string // the variables it printed
	cancel func()
	ended  chan error
}

func (r *simRun) end() error { r.cancel(); return <-r.ended }

func startSim(t *testing.T, args ...string) *simRun {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, printed := io.Pipe()
	c := newSimCommand()
	c.SetContext(ctx)
	c.SetArgs(args)
	c.SetOut(printed)
	c.SetErr(io.Discard)
	c.SilenceUsage = true
	r := &simRun{map[string]string{}, cancel, make(chan error, 1)}
	go func() {
		err := c.Execute()
		r.ended <- errors.Join(err, printed.Close())
	}()
	for lines := bufio.NewScanner(out); r.env["HOME"] == "" && lines.Scan(); {
		name, value, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		r.env[name] = strings.Trim(value, "'")
	}
	return r
}

// trustingClient is an HTTP client that trusts only the CA in env.
func trustingClient(t *testing.T, env map[string]string) *http.Client {
	t.Helper()
	pem, err := os.ReadFile(env["AWS_CA_BUNDLE"])
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
}

func TestSimServesWhatItPrintsAndCleansUp(t *testing.T) {
	run := startSim(t, "--spaces", "2", "--frozen")
	env := run.env
	r, err := http.NewRequestWithContext(t.Context(), "GET", env["AWS_ENDPOINT_URL_CODECATALYST"]+"/session", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+sim.DefaultToken)
	res, err := trustingClient(t, env).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); res.StatusCode != http.StatusOK || err != nil {
		t.Errorf("%d %v", res.StatusCode, err)
	}
	if err := run.end(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(env["HOME"]); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary folder is still there: %v", err)
	}
}

func TestSimEndsOnInterrupt(t *testing.T) {
	run := startSim(t)
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := <-run.ended; err != nil {
		t.Error(err)
	}
}

func TestSimKeepsAFolderOfTheUsers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	run := startSim(t, "--dir", dir)
	if err := run.end(); err != nil {
		t.Error(err)
	}
	script, err := os.ReadFile(filepath.Join(dir, "env"))
	if err != nil || !strings.Contains(string(script), "export AWS_PROFILE='"+run.env["AWS_PROFILE"]+"'") {
		t.Errorf("env is %q (%v)", script, err)
	}
}

func TestSimRefusesFlagsThatMakeNoSense(t *testing.T) {
	for _, args := range []string{
		"--faults 2", "--faults -0.1", "--running 1.5", "--speed 0", "--spaces -1", "--latency -1s", "--empty-every 1",
		"--token-lifetime 0s", "--listen nowhere", "extra",
	} {
		if status := exitStatus(startSim(t, strings.Fields(args)...).end()); status != 2 {
			t.Errorf("%s ends with %d", args, status)
		}
	}
}
