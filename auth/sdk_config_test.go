package auth_test

import (
	"context"
	"io"
	"log"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/auth"
	"catwatch/sim"
)

// startSim serves the simulated service over TLS and points the environment of this process to it.
func startSim(t *testing.T, c sim.Config) (*sim.World, *sim.Server) {
	t.Helper()
	w := sim.New(c)
	s, err := sim.Listen(w, "127.0.0.1:0", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, log.New(io.Discard, "", 0)) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	for _, pair := range s.Env() {
		name, value, _ := strings.Cut(pair, "=")
		t.Setenv(name, value)
	}
	return w, s
}

func TestTheSDKConfigCallsTheService(t *testing.T) {
	w, _ := startSim(t, sim.Config{Frozen: true})
	p, err := auth.Find(auth.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := auth.NewTokenSource(p)
	defer s.Close()
	cfg, err := p.Config(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := codecatalyst.NewFromConfig(cfg).ListSpaces(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if n := w.Calls().ByOperation["ListSpaces"]; n != 1 {
		t.Errorf("%d calls", n)
	}
}

// AWS_ENDPOINT_URL_SSO_OIDC and AWS_CA_BUNDLE apply to the sign-in service too.
func TestSignInUsesTheEndpointFromTheEnvironment(t *testing.T) {
	_, _ = startSim(t, sim.Config{Frozen: true, OIDC: sim.OIDC{Interval: time.Second, ApproveAfter: time.Millisecond}})
	p, err := auth.Find(auth.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rec := &loginRecorder{}
	if err := auth.Login(t.Context(), p, rec.record); err != nil || rec.last().Phase != auth.Done {
		t.Errorf("%v, %v", err, rec.steps)
	}
}

func TestAnUntrustedCertificateIsReported(t *testing.T) {
	_, s := startSim(t, sim.Config{Frozen: true})
	_, other := startSim(t, sim.Config{Frozen: true})
	t.Setenv("AWS_ENDPOINT_URL_SSO_OIDC", s.URL)
	p, err := auth.Find(auth.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = auth.Login(t.Context(), p, (&loginRecorder{}).record)
	if kindOf(err) != auth.Unreachable || !strings.Contains(err.Error(), "not trusted") {
		t.Errorf("with the certificates of %s: %v", other.URL, err)
	}
}

// hosts are the ones that an API call and a sign-in go to with these profile settings and environment.
func hosts(t *testing.T, extra string, env map[string]string) (api, oidc string) {
	t.Helper()
	for _, name := range []string{"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_CODECATALYST", "AWS_ENDPOINT_URL_SSO_OIDC", "AWS_USE_FIPS_ENDPOINT", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"} {
		t.Setenv(name, env[name])
	}
	h := newHome(t, strings.Replace(guideConfig, "[sso-session", extra+"\n[sso-session", 1))
	h.write(h.cache("codecatalyst"), `{"accessToken":"good-token","expiresAt":"2999-01-02T03:04:05Z"}`)
	p := h.profile(doer(func(r *http.Request) (*http.Response, error) {
		if strings.Contains(r.URL.Path, "client/register") {
			oidc = r.URL.Host
		} else {
			api = r.URL.Host
		}
		return answer(r, http.StatusBadRequest, "{}", nil), nil
	}))
	cfg, err := p.Config(t.Context(), auth.NewTokenSource(p))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := codecatalyst.NewFromConfig(cfg).ListSpaces(t.Context(), nil); err == nil {
		t.Error("an error was taken for an answer")
	}
	if err := auth.Login(t.Context(), p, (&loginRecorder{}).record); err == nil {
		t.Error("an error was taken for an answer")
	}
	return api, oidc
}

func TestConfiguredEndpointsAreUsed(t *testing.T) {
	for name, c := range map[string]struct {
		extra     string
		env       map[string]string
		api, oidc string
	}{
		"defaults": {api: "codecatalyst.global.api.aws", oidc: "oidc.us-east-1.amazonaws.com"},
		"FIPS": {env: map[string]string{"AWS_USE_FIPS_ENDPOINT": "true"},
			api: "codecatalyst-fips.global.api.aws", oidc: "oidc-fips.us-east-1.amazonaws.com"},
		"FIPS in the profile": {extra: "use_fips_endpoint = true",
			api: "codecatalyst-fips.global.api.aws", oidc: "oidc-fips.us-east-1.amazonaws.com"},
		"one for all": {env: map[string]string{"AWS_ENDPOINT_URL": "https://all.example"}, api: "all.example", oidc: "all.example"},
		"one for each": {env: map[string]string{"AWS_ENDPOINT_URL_CODECATALYST": "https://api.example", "AWS_ENDPOINT_URL_SSO_OIDC": "https://oidc.example"},
			api: "api.example", oidc: "oidc.example"},
		"ignored endpoints": {extra: "services = mine\n[services mine]\ncodecatalyst =\n  endpoint_url = https://api.mine\n",
			env: map[string]string{"AWS_ENDPOINT_URL_SSO_OIDC": "https://oidc.example", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
			api: "codecatalyst.global.api.aws", oidc: "oidc.us-east-1.amazonaws.com"},
		"a services section": {extra: "services = mine\n[services mine]\ncodecatalyst =\n  endpoint_url = https://api.mine\nsso_oidc =\n  endpoint_url = https://oidc.mine\n",
			api: "api.mine", oidc: "oidc.mine"},
	} {
		t.Run(name, func(t *testing.T) {
			api, oidc := hosts(t, c.extra, c.env)
			if api != c.api || oidc != c.oidc {
				t.Errorf("asked %s and %s", api, oidc)
			}
		})
	}
}

// A profile listed as usable loads in the SDK, in all the forms that the AWS CLI accepts.
func TestAProfileThatIsFoundLoadsInTheSDK(t *testing.T) {
	for name, text := range map[string]string{
		"as in the guide":      guideConfig,
		"a quoted name":        strings.Replace(guideConfig, "[profile codecatalyst]", `[profile "my own"]`, 1),
		"Windows line endings": strings.ReplaceAll(guideConfig, "\n", "\r\n"),
		"comments":             strings.ReplaceAll(guideConfig, "]", "] # mine"),
		"tabs":                 strings.ReplaceAll(guideConfig, " = ", "\t=\t"),
		"upper case":           strings.ReplaceAll(guideConfig, "sso_session", "SSO_Session"),
		"a repeated setting":   strings.Replace(guideConfig, "sso_session", "sso_region = us-east-1\nsso_session", 1),
	} {
		p, err := auth.Find(newHome(t, text).options())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := p.Config(t.Context(), nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAProfileTheSDKRejectsIsNotUsable(t *testing.T) {
	for _, setting := range []string{"max_attempts = many", "role_arn = arn:aws:iam::1:role/x\nsource_profile = gone"} {
		h := newHome(t, strings.Replace(guideConfig, "sso_session", setting+"\nsso_session", 1))
		o := h.options()
		o.Profile = "codecatalyst"
		if _, err := auth.Find(o); kindOf(err) != auth.LoadFailed || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", setting, err)
		}
		if all, err := auth.Profiles(o); err != nil || len(all) != 1 || all[0].Usable || all[0].Why == "" {
			t.Errorf("%s: %+v, %v", setting, all, err)
		}
	}
}

func TestASettingTheSDKRejectsIsAProblem(t *testing.T) {
	t.Setenv("AWS_CA_BUNDLE", "/nowhere/ca.pem")
	h := newHome(t, guideConfig)
	_, err := h.profile(nil).Config(t.Context(), nil)
	if kindOf(err) != auth.LoadFailed || !strings.Contains(err.Error(), "/nowhere/ca.pem") {
		t.Errorf("%v", err)
	}
}
