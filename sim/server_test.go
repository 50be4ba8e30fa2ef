package sim_test

import (
	"context"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"
	"go.uber.org/goleak"

	"catwatch/sim"
)

// With only the variables set, the AWS SDK finds the server, trusts it and is signed in.
func TestAWSClientNeedsOnlyTheEnvironmentVariables(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	w := sim.New(sim.Config{Spaces: 5, ProjectsPerSpace: 2, EnvsPerProject: 3, RunningShare: 0.5, Frozen: true})
	s, err := sim.Listen(w, "127.0.0.1:0", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, log.New(io.Discard, "", 0)) }()
	for _, pair := range s.Env() {
		name, value, _ := strings.Cut(pair, "=")
		t.Setenv(name, value)
	}
	// the SDK reads the path of the configuration only when the program starts
	cfg, err := config.LoadDefaultConfig(t.Context(), config.WithSharedConfigFiles([]string{os.Getenv("AWS_CONFIG_FILE")}))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := walk(t, codecatalyst.NewFromConfig(cfg)), truth(w); len(got.sessions) != len(want.sessions) || len(got.envs) != 30 {
		t.Errorf("%d environments and %d sessions, want 30 and %d", len(got.envs), len(got.sessions), len(want.sessions))
	}
	if n := w.Calls(); n.MalformedTotal > 0 {
		t.Errorf("%+v", n.Malformed)
	}
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

func TestFilesAreReadableByTheOwnerOnly(t *testing.T) {
	dir := t.TempDir()
	s, err := sim.Listen(sim.New(sim.Config{Frozen: true}), "127.0.0.1:0", dir)
	if err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := s.Serve(ended, log.New(io.Discard, "", 0)); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if info, err := d.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v %v", path, info.Mode(), err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestListenErrors(t *testing.T) {
	for _, addr := range []string{"nowhere", "256.0.0.1:1", "127.0.0.1:99999"} {
		if _, err := sim.Listen(sim.New(sim.Config{Frozen: true}), addr, t.TempDir()); err == nil {
			t.Errorf("%s: no error", addr)
		}
	}
	if _, err := sim.Listen(sim.New(sim.Config{Frozen: true}), "127.0.0.1:0", filepath.Join(t.TempDir(), "x", "\x00")); err == nil {
		t.Error("no folder: no error")
	}
}

// A server restarted on the same host keeps its certificate, so clients still trust it; on another host it gets a new one.
func TestRestartedServerKeepsItsCertificate(t *testing.T) {
	dir := t.TempDir()
	listen := func(addr string) string {
		s, err := sim.Listen(sim.New(sim.Config{Frozen: true}), addr, dir)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Serve(ctx, log.New(io.Discard, "", 0)); err != nil {
			t.Fatal(err)
		}
		ca, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
		if err != nil {
			t.Fatal(err)
		}
		return string(ca)
	}
	first := listen("127.0.0.1:0")
	if listen("127.0.0.1:0") != first {
		t.Error("the restarted server has another authority")
	}
	if listen("0.0.0.0:0") == first {
		t.Error("the certificate for one host was used for another")
	}
	key := filepath.Join(dir, "server-key.pem")
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if err := os.WriteFile(key, []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	if listen("0.0.0.0:0") == "" {
		t.Error("a broken key was not replaced")
	}
}
