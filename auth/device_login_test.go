package auth_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/auth"
	"catwatch/sim"
)

// loginRecorder records the steps of a sign-in and can react to each.
type loginRecorder struct {
	steps []auth.Step
	act   func(auth.Step)
}

func (p *loginRecorder) record(s auth.Step) {
	p.steps = append(p.steps, s)
	if p.act != nil {
		p.act(s)
	}
}

func (p *loginRecorder) last() auth.Step { return p.steps[len(p.steps)-1] }

func TestSignInWritesAUsableToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true})
		h := newHome(t, guideConfig)
		p := h.profile(w.HTTPClient())
		s := startSource(t, p)
		rec := &loginRecorder{}
		rec.act = func(st auth.Step) {
			if len(rec.steps) == 4 {
				w.Approve(w.UserCodes()[0], "grace")
			}
		}
		began := time.Now()
		if err := auth.Login(t.Context(), p, rec.record); err != nil {
			t.Fatal(err)
		}
		phases := []auth.Phase{auth.Registering, auth.Approving, auth.Waiting, auth.Waiting, auth.Done}
		if got := phasesOf(rec.steps); !slices.Equal(got, phases) {
			t.Errorf("steps %v", got)
		}
		code := rec.steps[1]
		if len(code.Code) != 9 || !strings.HasPrefix(code.URLWithCode, code.URL) || !strings.HasSuffix(code.URLWithCode, code.Code) ||
			!code.Expires.Equal(began.Add(10*time.Minute)) {
			t.Errorf("%#v %+v", code, code.Expires)
		}
		elapse(3 * time.Second)
		if st := s.Status(); !st.SignedIn || !st.Refreshable || !st.Expires.Equal(rec.last().Expires) || st.Problem != nil {
			t.Errorf("not noticed: %+v", st)
		}
		if status := callAPI(t.Context(), t, p, s); status != http.StatusOK {
			t.Errorf("status %d", status)
		}
		f := h.token()
		if f["startUrl"] != auth.BuilderStartURL || f["region"] != "us-east-1" || f["clientSecret"] == "" || f["refreshToken"] == "" ||
			f["registrationExpiresAt"] != timestamp(began.Add(90*24*time.Hour)) || f["expiresAt"] != timestamp(rec.last().Expires) {
			t.Errorf("the file says %v", f)
		}
		for path, mode := range map[string]os.FileMode{h.cache("codecatalyst"): 0o600, ".aws/sso/cache": 0o700, ".aws/sso": 0o700} {
			if info, err := os.Stat(h.path(path)); err != nil || info.Mode().Perm() != mode {
				t.Errorf("%s: %v %v", path, info.Mode(), err)
			}
		}
		elapse(3 * time.Hour)
		if status := callAPI(t.Context(), t, p, s); status != http.StatusOK {
			t.Errorf("status %d after refreshes", status)
		}
	})
}

func phasesOf(steps []auth.Step) []auth.Phase {
	var all []auth.Phase
	for _, s := range steps {
		all = append(all, s.Phase)
	}
	return all
}

func TestEverySignInFailureIsExplained(t *testing.T) {
	for name, c := range map[string]struct {
		kind  auth.Kind
		says  string
		world sim.OIDC
		fault sim.Rule
		act   func(*sim.World, auth.Step)
	}{
		"the user declines": {kind: auth.Declined, says: "declined", act: func(w *sim.World, s auth.Step) { w.Decline(s.Code) }},
		"the code expires":  {kind: auth.CodeExpired, says: "in time"},
		"it expires between two polls": {kind: auth.CodeExpired, says: "in time",
			world: sim.OIDC{CodeLifetime: 7 * time.Second}},
		"it expires during an outage": {kind: auth.CodeExpired, says: "in time",
			fault: sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.Stall}}},
		"another region":              {kind: auth.Rejected, says: "registration", world: sim.OIDC{Region: "eu-west-1"}},
		"no answer to registering":    {kind: auth.Unreachable, says: "in time", fault: sim.Rule{Operation: "RegisterClient", Mix: []sim.Fault{sim.Stall}}},
		"500 to registering":          {kind: auth.Unreachable, says: "status 500", fault: sim.Rule{Operation: "RegisterClient", Mix: []sim.Fault{sim.InternalError}}},
		"a broken connection":         {kind: auth.Unreachable, says: "cannot be reached", fault: sim.Rule{Operation: "StartDeviceAuthorization", Mix: []sim.Fault{sim.Reset}}},
		"a hotel's page instead":      {kind: auth.Unreachable, says: "something else answered", fault: sim.Rule{Operation: "StartDeviceAuthorization", Mix: []sim.Fault{sim.HTML}}},
		"a proxy's page instead":      {kind: auth.Unreachable, says: "status 403", fault: sim.Rule{Operation: "StartDeviceAuthorization", Mix: []sim.Fault{sim.Blocked}}},
		"the service is unavailable":  {kind: auth.Unreachable, says: "status 503", fault: sim.Rule{Operation: "StartDeviceAuthorization", Mix: []sim.Fault{sim.Unavailable}}},
		"the service denies the poll": {kind: auth.Declined, says: "declined", fault: sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.AccessDenied}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(sim.Config{Frozen: true, OIDC: c.world})
				if c.fault.Mix != nil {
					w.SetFaults(c.fault)
				}
				h := newHome(t, guideConfig)
				rec := &loginRecorder{}
				rec.act = func(s auth.Step) {
					if c.act != nil && s.Phase == auth.Approving {
						c.act(w, s)
					}
				}
				err := auth.Login(t.Context(), h.profile(w.HTTPClient()), rec.record)
				if kindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
					t.Errorf("kind %d: %v", kindOf(err), err)
				}
				if _, err := os.Stat(h.path(".aws/sso")); err == nil {
					t.Error("something was written")
				}
			})
		})
	}
}

func TestAnOutageWhileTheCodeIsValidDoesNotEndTheSignIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true, OIDC: sim.OIDC{ApproveAfter: time.Minute}})
		var rules []sim.Rule
		for _, f := range []sim.Fault{sim.InternalError, sim.Unavailable, sim.Reset, sim.ThrottleUntyped, sim.HTML, sim.Blocked} {
			rules = append(rules, sim.Rule{Operation: "CreateToken", Times: 1, Mix: []sim.Fault{f}})
		}
		w.SetFaults(rules...)
		rec := &loginRecorder{}
		if err := auth.Login(t.Context(), newHome(t, guideConfig).profile(w.HTTPClient()), rec.record); err != nil {
			t.Fatal(err)
		}
		var pollErrors int
		for _, s := range rec.steps {
			if s.PollError != "" {
				pollErrors++
			}
		}
		if pollErrors != 6 || rec.last().Phase != auth.Done {
			t.Errorf("%d poll errors in %v", pollErrors, rec.steps)
		}
	})
}

func TestSlowDownLengthensThePollInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true, OIDC: sim.OIDC{Interval: time.Second, ApproveAfter: time.Minute}})
		var slow int
		d := doer(func(r *http.Request) (*http.Response, error) {
			if r.URL.Path == "/token" && slow < 2 {
				slow++
				return answer(r, 400, `{"error":"slow_down"}`, http.Header{"X-Amzn-Errortype": {"SlowDownException"}}), nil
			}
			return w.HTTPClient().Do(r)
		})
		rec := &loginRecorder{}
		if err := auth.Login(t.Context(), newHome(t, guideConfig).profile(d), rec.record); err != nil {
			t.Fatal(err)
		}
		var pauses []time.Duration
		for _, s := range rec.steps[1:4] {
			pauses = append(pauses, s.Interval)
		}
		if want := []time.Duration{time.Second, 6 * time.Second, 11 * time.Second}; !slices.Equal(pauses, want) {
			t.Errorf("pauses %v", pauses)
		}
	})
}

func TestASignInCanBeCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true})
		ctx, cancel := context.WithCancel(t.Context())
		rec := &loginRecorder{act: func(s auth.Step) {
			if s.Phase == auth.Waiting {
				cancel()
			}
		}}
		if err := auth.Login(ctx, newHome(t, guideConfig).profile(w.HTTPClient()), rec.record); !errors.Is(err, context.Canceled) || kindOf(err) != 0 {
			t.Errorf("%v", err)
		}
	})
}

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

// Fields that no sign-in service sends are malformed: they would fill the screen, the log or the token file.
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

// A poll interval is the service's wish; the code's expiry ends the wait all the same.
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

// answering is a sign-in service with these fields in its answers at one path. Codes are good for a minute, and approved
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

func TestSignOutRemovesTheToken(t *testing.T) {
	h := newHome(t, guideConfig)
	p := h.profile(nil)
	h.write(h.cache("codecatalyst"), `{"accessToken":"good-token","expiresAt":"2999-01-02T03:04:05Z"}`)
	for _, want := range []bool{true, false} {
		if had, err := auth.Logout(p); err != nil || had != want {
			t.Errorf("%v, %v", had, err)
		}
	}
	h.write("elsewhere/token.json", `{"accessToken":"good-token","expiresAt":"2999-01-02T03:04:05Z"}`)
	if err := os.Symlink(h.path("elsewhere/token.json"), h.path(h.cache("codecatalyst"))); err != nil {
		t.Fatal(err)
	}
	if had, err := auth.Logout(p); err != nil || !had {
		t.Errorf("%v, %v", had, err)
	}
	if _, err := os.Stat(h.path("elsewhere/token.json")); err == nil {
		t.Error("the token is still where the link led")
	}
	if err := os.Remove(h.path(h.cache("codecatalyst"))); err != nil {
		t.Fatal(err)
	}
	h.write(h.cache("codecatalyst")+"/in-the-way", "")
	if _, err := auth.Logout(p); kindOf(err) != auth.Unreadable {
		t.Errorf("%v", err)
	}
}
