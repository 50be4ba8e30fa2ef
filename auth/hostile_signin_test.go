package auth_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/auth"
	"catwatch/sim"
)

// The address is shown in a terminal and passed to a browser.
func TestAnInvalidVerificationAddressIsNotShown(t *testing.T) {
	for _, c := range []map[string]any{
		{"userCode": "", "verificationUri": "https://a.b/"},
		{"userCode": "ABCD-EFGH", "verificationUri": "file:///etc/passwd", "verificationUriComplete": "https://a.b/"},
		{"userCode": "ABCD-EFGH", "verificationUri": "https://a.b/\u202e"},
		{"userCode": "ABCD-EFGH", "verificationUri": "https://a.b/\x1b]0;x\a"},
		{"userCode": "ABCD-EFGH", "verificationUri": "-oProxyCommand=x"},
	} {
		synctest.Test(t, func(t *testing.T) {
			rec := &loginRecorder{}
			err := auth.Login(t.Context(), newHome(t, guideConfig).profile(authorizing(c)), rec.record)
			if kindOf(err) != auth.Unreachable || rec.last().Phase != auth.Registering {
				t.Errorf("%q: %v", c, err)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		rec := &loginRecorder{}
		c := map[string]any{"userCode": "AB\x1b[31mCD", "verificationUri": "https://a.b/", "verificationUriComplete": "javascript:x"}
		err := auth.Login(t.Context(), newHome(t, guideConfig).profile(authorizing(c)), rec.record)
		if s := rec.steps[1]; kindOf(err) == 0 || s.URLWithCode != "https://a.b/" || s.Code != "AB[31mCD" {
			t.Errorf("%q %q: %v", s.URLWithCode, s.Code, err)
		}
	})
}

// Fields longer than any sign-in service sends are malformed: they would fill the screen, the log or the token file.
func TestOversizedSignInFieldsAreMalformed(t *testing.T) {
	long := func(n int) string { return strings.Repeat("a", n) }
	for name, c := range map[string]struct {
		path   string
		fields map[string]any
	}{
		"a client id":            {"/client/register", map[string]any{"clientId": long(8193), "clientSecret": "s"}},
		"a client secret":        {"/client/register", map[string]any{"clientId": "c", "clientSecret": long(8193)}},
		"a user code":            {"/device_authorization", map[string]any{"userCode": long(33), "verificationUri": "https://a.b/"}},
		"an address":             {"/device_authorization", map[string]any{"userCode": "A", "verificationUri": "https://a.b/" + long(2048)}},
		"an address with code":   {"/device_authorization", map[string]any{"userCode": "A", "verificationUri": "https://a.b/", "verificationUriComplete": "https://a.b/" + long(2048)}},
		"a device code":          {"/device_authorization", map[string]any{"userCode": "A", "verificationUri": "https://a.b/", "deviceCode": long(8193)}},
		"an access token":        {"/token", map[string]any{"accessToken": long(8193), "expiresIn": 3600}},
		"a refresh token":        {"/token", map[string]any{"accessToken": "t", "expiresIn": 3600, "refreshToken": long(8193)}},
		"a token without expiry": {"/token", map[string]any{"accessToken": "t"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHome(t, guideConfig)
				rec := &loginRecorder{}
				err := auth.Login(t.Context(), h.profile(answering(c.path, c.fields)), rec.record)
				if kindOf(err) != auth.Unreachable || !strings.Contains(err.Error(), "malformed") || len(err.Error()) > 200 {
					t.Errorf("%.300v", err)
				}
				if _, err := os.Stat(h.path(".aws/sso")); err == nil || rec.last().Phase == auth.Done {
					t.Error("signed in")
				}
			})
		})
	}
}

func TestAnOversizedRefreshAnswerKeepsTheToken(t *testing.T) {
	for _, field := range []string{"accessToken", "refreshToken"} {
		synctest.Test(t, func(t *testing.T) {
			_, h, g := withToken(t, sim.OIDC{})
			fields := map[string]any{"accessToken": "next", "refreshToken": "next", "expiresIn": 3600}
			fields[field] = strings.Repeat("a", 8193)
			s := startSource(t, h.profile(answering("/token", fields)))
			elapse(55 * time.Minute)
			if st := s.Status(); bearer(t, s) != g.AccessToken || st.Problem == nil || st.Problem.Kind != auth.Unreachable || !st.Refreshable {
				t.Errorf("%+v", st)
			}
		})
	}
}

// The service may ask for any poll interval; the expiry of the code ends the wait all the same.
func TestAnEndlessPollIntervalEndsWithTheCode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		d := answering("/device_authorization", map[string]any{"userCode": "A", "verificationUri": "https://a.b/", "interval": 1 << 30})
		err := auth.Login(t.Context(), newHome(t, guideConfig).profile(d), (&loginRecorder{}).record)
		if kindOf(err) != auth.CodeExpired || time.Since(began) > 2*time.Minute {
			t.Errorf("%v after %s", err, time.Since(began))
		}
	})
}

// authorizing is a sign-in service whose answer to StartDeviceAuthorization has these fields.
func authorizing(fields map[string]any) doer { return answering("/device_authorization", fields) }

// answering is a sign-in service with these fields in its answers at one path. Its codes are valid for a minute and approved
// at once.
func answering(path string, fields map[string]any) doer {
	w := sim.New(sim.Config{Frozen: true, OIDC: sim.OIDC{ApproveAfter: time.Millisecond}})
	if path == "/device_authorization" {
		fields["expiresIn"] = 60
		if fields["deviceCode"] == nil {
			fields["deviceCode"] = "device-code"
		}
	}
	return func(r *http.Request) (*http.Response, error) {
		if r.URL.Path != path {
			return w.HTTPClient().Do(r)
		}
		text, err := json.Marshal(fields)
		return answer(r, http.StatusOK, string(text), nil), err
	}
}

// The sign-in endpoint chooses the page to approve on. A page that is neither AWS's nor the start URL's own may be phishing.
func TestAnUnknownVerificationHostIsFlagged(t *testing.T) {
	for _, c := range []struct{ url, complete, unknown string }{
		{"https://device.sso.us-east-1.amazonaws.com/", "https://device.sso.us-east-1.amazonaws.com/?user_code=A", ""},
		{"https://view.awsapps.com/start/#/device", "", ""},
		{"https://d-1234567890.awsapps.com/start/#/device", "", ""},
		{"https://device.sso.cn-north-1.amazonaws.com.cn/", "", ""},
		{"https://start.home.awsapps.cn/directory/x", "", ""},
		{"https://us-east-1.signin.aws/device", "", ""},
		{"https://SIGNIN.AWS./device", "", ""},
		{"https://signin.aws.amazon.com/device", "", ""},
		{"https://sso.acme.example/device", "", ""}, // the start URL's own
		{"https://sso.acme.example:8443/device", "", "sso.acme.example:8443"},
		{"https://acme.example/device", "", "acme.example"},
		{"https://evil.example/amazonaws.com", "", "evil.example"},
		{"https://amazonaws.com.evil.example/", "", "amazonaws.com.evil.example"},
		{"https://evilamazonaws.com/", "", "evilamazonaws.com"},
		{"https://evilaws/", "", "evilaws"},
		{"https://127.0.0.1/", "", "127.0.0.1"},
		{"https://device.sso.us-east-1.amazonaws.com/", "https://evil.example/", "evil.example"},
		{"https://evil.example/", "https://device.sso.us-east-1.amazonaws.com/", "evil.example"},
		{"https://bucket.s3.amazonaws.com/", "", "bucket.s3.amazonaws.com"}, // customers choose what these show
		{"https://s3.us-west-2.amazonaws.com/bucket/page", "", "s3.us-west-2.amazonaws.com"},
		{"https://bucket.s3-website-us-east-1.amazonaws.com/", "", "bucket.s3-website-us-east-1.amazonaws.com"},
		{"https://abc.execute-api.us-east-1.amazonaws.com/x", "", "abc.execute-api.us-east-1.amazonaws.com"},
		{"https://name-1.us-east-1.elb.amazonaws.com/", "", "name-1.us-east-1.elb.amazonaws.com"},
		{"https://ec2-1-2-3-4.compute-1.amazonaws.com/", "", "ec2-1-2-3-4.compute-1.amazonaws.com"},
		{"https://abc.lambda-url.us-east-1.on.aws/", "", "abc.lambda-url.us-east-1.on.aws"},
	} {
		synctest.Test(t, func(t *testing.T) {
			rec := &loginRecorder{}
			h := newHome(t, strings.Replace(guideConfig, "https://view.awsapps.com/start", "https://sso.acme.example/start", 1))
			fields := map[string]any{"userCode": "A", "verificationUri": c.url, "verificationUriComplete": c.complete}
			_ = auth.Login(t.Context(), h.profile(authorizing(fields)), rec.record)
			if len(rec.steps) < 2 || rec.steps[1].Phase != auth.Approving || rec.steps[1].UnknownHost != c.unknown {
				t.Errorf("%s and %q: %+v", c.url, c.complete, rec.steps)
			}
		})
	}
}

func TestAnAddressWithUserInfoIsNotShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rec := &loginRecorder{}
		fields := map[string]any{"userCode": "A", "verificationUri": "https://view.awsapps.com@evil.example/"}
		err := auth.Login(t.Context(), newHome(t, guideConfig).profile(authorizing(fields)), rec.record)
		if kindOf(err) != auth.Unreachable || rec.last().Phase != auth.Registering {
			t.Errorf("%v", err)
		}
	})
}
