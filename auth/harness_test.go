package auth_test

import (
	"context"
	"crypto/sha1"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/auth"
	"catwatch/sim"
)

const guideConfig = `[profile codecatalyst]
region = us-west-2
sso_session = codecatalyst

[sso-session codecatalyst]
sso_region = us-east-1
sso_start_url = https://view.awsapps.com/start
sso_registration_scopes = codecatalyst:read_write
`

// home is a home folder and the environment that goes with it.
type home struct {
	t   *testing.T
	dir string
	env map[string]string
}

func newHome(t *testing.T, config string) *home {
	t.Helper()
	h := &home{t: t, dir: t.TempDir()}
	h.env = map[string]string{"HOME": h.dir, "XDG_STATE_HOME": filepath.Join(h.dir, "state")}
	if config != "" {
		h.write(".aws/config", config)
	}
	return h
}

func (h *home) path(name string) string { return filepath.Join(h.dir, filepath.FromSlash(name)) }

func (h *home) write(name, content string) {
	h.t.Helper()
	if err := os.MkdirAll(filepath.Dir(h.path(name)), 0o700); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(h.path(name), []byte(content), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

func (h *home) read(name string) string {
	h.t.Helper()
	text, err := os.ReadFile(h.path(name))
	if err != nil {
		h.t.Fatal(err)
	}
	return string(text)
}

func (h *home) options() auth.Options {
	return auth.Options{Env: func(name string) string { return h.env[name] }}
}

// cache is the token file of an sso-session, by the AWS CLI's rule.
func (h *home) cache(session string) string {
	return fmt.Sprintf(".aws/sso/cache/%x.json", sha1.Sum([]byte(session)))
}

func (h *home) token() map[string]any {
	h.t.Helper()
	var fields map[string]any
	if err := json.Unmarshal([]byte(h.read(h.cache("codecatalyst"))), &fields); err != nil {
		h.t.Fatal(err)
	}
	return fields
}

// signIn writes what `aws sso login` writes, as altered by change.
func (h *home) signIn(g sim.Grant, change ...func(map[string]any)) {
	h.t.Helper()
	fields := map[string]any{
		"startUrl": auth.BuilderStartURL, "region": g.Region, "accessToken": g.AccessToken, "expiresAt": timestamp(g.ExpiresAt),
		"clientId": g.ClientID, "clientSecret": g.ClientSecret, "registrationExpiresAt": timestamp(g.RegistrationExpiresAt),
		"refreshToken": g.RefreshToken,
	}
	for _, c := range change {
		c(fields)
	}
	text, err := json.Marshal(fields)
	if err != nil {
		h.t.Fatal(err)
	}
	h.write(h.cache("codecatalyst"), string(text))
}

func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// profile is the one that Find returns, with d as its HTTP client.
func (h *home) profile(d auth.Doer) *auth.Profile {
	h.t.Helper()
	o := h.options()
	o.HTTPClient = d
	p, err := auth.Find(o)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// bearer is the token that an API call would carry now; on an error it fails the test.
func bearer(t *testing.T, s *auth.TokenSource) string {
	t.Helper()
	token, err := s.RetrieveBearerToken(t.Context())
	if err != nil {
		t.Errorf("no token: %v", err)
	}
	return token.Value
}

// kindOf is the kind of a Problem, and 0 for all else.
func kindOf(err error) auth.Kind {
	var p *auth.Problem
	if errors.As(err, &p) && p != nil {
		return p.Kind
	}
	return 0
}

// doer is an HTTP client made of a function.
type doer func(*http.Request) (*http.Response, error)

func (d doer) Do(r *http.Request) (*http.Response, error) { return d(r) }

// delayed delays the answers of d by the clock of the synctest bubble.
func delayed(d auth.Doer, delay time.Duration) doer {
	return func(r *http.Request) (*http.Response, error) {
		res, err := d.Do(r)
		time.Sleep(delay)
		return res, err
	}
}

func answer(r *http.Request, status int, body string, header http.Header) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}
}

// callAPI makes a call that needs a token, as the dashboard does, and returns the answer's status; on an error it fails
// the test.
func callAPI(ctx context.Context, t *testing.T, p *auth.Profile, s *auth.TokenSource) int {
	t.Helper()
	status, err := tryCallAPI(ctx, p, s)
	if err != nil {
		t.Error(err)
	}
	return status
}

func tryCallAPI(ctx context.Context, p *auth.Profile, s *auth.TokenSource) (int, error) {
	cfg, err := p.Config(ctx, s)
	if err != nil {
		return 0, err
	}
	token, err := cfg.BearerAuthTokenProvider.RetrieveBearerToken(ctx)
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://codecatalyst.global.api.aws/session", nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("Authorization", "Bearer "+token.Value)
	res, err := cfg.HTTPClient.Do(r)
	if err != nil {
		return 0, err
	}
	return res.StatusCode, res.Body.Close()
}

// elapse advances the clock of the synctest bubble by d and waits for what happens until then. Outside a bubble it panics.
func elapse(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// long leaves a test that takes much longer than others out of the edit loop, go test -short.
func long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
}
