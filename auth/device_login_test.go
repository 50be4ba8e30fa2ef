package auth_test

import (
	"context"
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
