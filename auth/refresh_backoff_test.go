package auth_test

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/auth"
	"catwatch/sim"
)

// refusing is a sign-in service that answers refreshes with an error until it is turned off.
type refusing struct {
	world  *sim.World
	status int
	code   string

	mu    sync.Mutex
	off   bool
	times []time.Time // of the refreshes it refused
}

func (r *refusing) Do(req *http.Request) (*http.Response, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.off || req.URL.Path != "/token" {
		return r.world.HTTPClient().Do(req)
	}
	r.times = append(r.times, time.Now())
	return answer(req, r.status, `{"error":"x","error_description":"y"}`, http.Header{"X-Amzn-Errortype": {r.code}}), nil
}

func (r *refusing) recover() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.off = true
}

func (r *refusing) attempts() []time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.times)
}

// Only an answer that means that the refresh token or the client registration is spent ends the sign-in. After any other
// the token stays in use, and is refreshed once the service recovers.
func TestOnlyASpentGrantEndsRefreshing(t *testing.T) {
	long(t)
	for _, c := range []struct {
		status int
		code   string
		spent  bool
	}{
		{400, "InvalidGrantException", true},
		{400, "ExpiredTokenException", true},
		{401, "InvalidClientException", true},
		{400, "UnauthorizedClientException", true},
		{400, "SlowDownException", false},
		{400, "InvalidRequestException", false},
		{400, "AccessDeniedException", false},
		{400, "InvalidScopeException", false},
		{400, "UnsupportedGrantTypeException", false},
		{400, "AuthorizationPendingException", false},
		{400, "SomethingNewException", false},
		{403, "ForbiddenException", false},
		{404, "ResourceNotFoundException", false},
		{408, "RequestTimeoutException", false},
		{429, "TooManyRequestsException", false},
		{429, "", false},
		{500, "InternalServerException", false},
		{503, "InvalidGrantException", false}, // not from the service itself
	} {
		t.Run(c.code, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, h, g := withToken(t, sim.OIDC{})
				service := &refusing{world: w, status: c.status, code: c.code}
				s := startSource(t, h.profile(service))
				elapse(59 * time.Minute)
				want := auth.Unreachable
				if c.spent {
					want = auth.Rejected
				}
				if st := s.Status(); bearer(t, s) != g.AccessToken || !st.SignedIn || st.Refreshable == c.spent || st.Problem == nil || st.Problem.Kind != want {
					t.Errorf("%+v", st)
				}
				if n := len(service.attempts()); c.spent != (n == 1) {
					t.Errorf("%d attempts in nine minutes", n)
				}
				elapse(10 * time.Minute)
				service.recover()
				elapse(15 * time.Second)
				if st := s.Status(); st.SignedIn == c.spent || c.spent == (st.Problem == nil) {
					t.Errorf("after it has recovered: %+v", st)
				}
			})
		})
	}
}

// While the token is valid there is time: attempts come 30 s apart at first, then a minute. Once it has expired, a
// recovery must be noticed within 15 s.
func TestFailedRefreshesBackOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, h, _ := withToken(t, sim.OIDC{})
		service := &refusing{world: w, status: 429, code: "TooManyRequestsException"}
		startSource(t, h.profile(service))
		elapse(65 * time.Minute)
		var valid, expired []time.Duration
		attempts := service.attempts()
		for i, at := range attempts[1:] {
			gap := at.Sub(attempts[i])
			if i < 3 {
				valid = append(valid, gap)
			}
			if time.Since(at) < 4*time.Minute {
				expired = append(expired, gap)
			}
		}
		for i, least := range []time.Duration{30 * time.Second, time.Minute, time.Minute} {
			if valid[i] < least || valid[i] > least+3*time.Second {
				t.Errorf("while the token is valid, attempts are %v apart", valid)
			}
		}
		if len(expired) < 10 {
			t.Fatalf("%d attempts in four minutes without a valid token", len(expired))
		}
		for _, gap := range expired {
			if gap < 5*time.Second || gap > 13*time.Second {
				t.Errorf("once it has expired, attempts are %v apart", expired)
				break
			}
		}
	})
}
