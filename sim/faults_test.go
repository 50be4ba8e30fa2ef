package sim_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"
	"github.com/aws/smithy-go"
	"go.uber.org/goleak"

	"catwatch/sim"
)

func TestFaultsAsSeenByTheSDK(t *testing.T) {
	for fault, want := range map[sim.Fault]struct {
		status int
		code   string
	}{
		sim.Throttle: {429, "ThrottlingException"}, sim.TooManyRequests: {429, "TooManyRequestsException"},
		sim.ThrottleUntyped: {429, "UnknownError"}, sim.InternalError: {500, "InternalException"},
		sim.Unauthorized: {401, "UnauthorizedException"}, sim.AccessDenied: {403, "AccessDeniedException"},
		sim.NotOnboarded: {403, "AccessDeniedException"}, sim.NotFound: {404, "ResourceNotFoundException"},
		sim.Invalid: {400, "ValidationException"}, sim.Conflict: {409, "ConflictException"},
		sim.QuotaExceeded: {402, "ServiceQuotaExceededException"}, sim.Blocked: {403, "UnknownError"},
		sim.Unavailable: {503, ""}, sim.HTML: {200, ""}, sim.Cut: {200, ""},
	} {
		w := sim.New(sim.Config{Frozen: true})
		w.SetFaults(sim.Rule{Operation: "VerifySession", Mix: []sim.Fault{fault}})
		err := verify(t.Context(), sdk(w, sim.DefaultToken))
		var api smithy.APIError
		if errors.As(err, &api) {
			if code := api.ErrorCode(); code != want.code {
				t.Errorf("fault %d: code %q, want %q", fault, code, want.code)
			}
		} else if err == nil || want.code != "" {
			t.Errorf("fault %d: got %v, want %s", fault, err, want.code)
		}
		if n := w.Calls().ByStatus[want.status]; n != 1 {
			t.Errorf("fault %d: %v", fault, w.Calls().ByStatus)
		}
	}
}

func TestResetsAndStallsInProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true, Latency: 80 * time.Millisecond})
		c := sdk(w, sim.DefaultToken)
		began := time.Now()
		if err := verify(t.Context(), c); err != nil || time.Since(began) != 80*time.Millisecond {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		w.SetFaults(sim.Rule{Mix: []sim.Fault{sim.Reset}})
		if err := verify(t.Context(), c); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("a reset returned %v", err)
		}
		for _, f := range []sim.Fault{sim.Stall, sim.StallBody} {
			w.SetFaults(sim.Rule{Mix: []sim.Fault{f}})
			ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
			began = time.Now()
			if err := verify(ctx, c); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 15*time.Second {
				t.Errorf("fault %d: %v after %v", f, err, time.Since(began))
			}
			if err := verify(t.Context(), c); err == nil {
				t.Error("a stalled call was answered")
			}
			cancel()
		}
		if n := w.Calls(); n.InFlight != 0 || n.MaxInFlight != 1 {
			t.Errorf("%+v", n)
		}
	})
}

func TestResetsAndStallsOverTLS(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	w := sim.New(sim.Config{Frozen: true})
	for _, http2 := range []bool{false, true} {
		server := httptest.NewUnstartedServer(w)
		server.EnableHTTP2 = http2
		server.StartTLS()
		c := sdkOver(server.Client(), server.URL, sim.DefaultToken)
		w.SetFaults()
		if err := verify(t.Context(), c); err != nil {
			t.Error(err)
		}
		for _, f := range []sim.Fault{sim.Reset, sim.Cut} {
			w.SetFaults(sim.Rule{Mix: []sim.Fault{f}})
			if err := verify(t.Context(), c); err == nil {
				t.Errorf("fault %d returned a response", f)
			}
		}
		for _, f := range []sim.Fault{sim.Stall, sim.StallBody} {
			w.SetFaults(sim.Rule{Mix: []sim.Fault{f}})
			ctx, cancel := context.WithCancel(t.Context())
			w.Watch(func(sim.Call) { cancel() })
			if err := verify(ctx, c); err == nil {
				t.Errorf("fault %d returned a response", f)
			}
			w.Watch(nil)
			cancel()
		}
		server.Client().CloseIdleConnections()
		server.Close()
	}
}

func TestRulesMatchCalls(t *testing.T) {
	w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 2, EnvsPerProject: 2, Frozen: true})
	c := sdk(w, sim.DefaultToken)
	list := func(project string) error {
		_, err := c.ListDevEnvironments(t.Context(), &codecatalyst.ListDevEnvironmentsInput{SpaceName: aws.String("acme"), ProjectName: &project})
		return err
	}
	w.SetFaults(sim.Rule{Project: "web-frontend", Mix: []sim.Fault{sim.AccessDenied}, Times: 2})
	if err := list("payments-api"); err != nil {
		t.Error(err)
	}
	for i, want := range []bool{true, true, false} {
		if got := list("web-frontend") != nil; got != want {
			t.Errorf("call %d failed: %v", i, got)
		}
	}
	w.SetFaults(sim.Rule{Mix: sim.CommonFaults()[:4], Share: 0.3})
	failed := 0
	for range 1000 {
		if verify(t.Context(), c) != nil {
			failed++
		}
	}
	if failed < 250 || failed > 350 {
		t.Errorf("%d of 1000 calls failed, want about 300", failed)
	}
}

func TestRetryAfterOfARule(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	for after, want := range map[time.Duration]string{0: "", 1500 * time.Millisecond: "2", time.Minute: "60"} {
		for _, f := range []sim.Fault{sim.Throttle, sim.TooManyRequests, sim.ThrottleUntyped} {
			w.SetFaults(sim.Rule{Mix: []sim.Fault{f}, RetryAfter: after})
			if res, _ := ask(t, w, "GET /session"); res.StatusCode != 429 || res.Header.Get("Retry-After") != want {
				t.Errorf("fault %d after %v: %d %q", f, after, res.StatusCode, res.Header.Get("Retry-After"))
			}
		}
	}
}

func TestRateLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true, Rate: 10, Burst: 3})
		c, served := sdk(w, sim.DefaultToken), 0
		for range 200 { // ten seconds at twenty calls a second
			if verify(t.Context(), c) == nil {
				served++
			}
			elapse(50 * time.Millisecond)
		}
		if n := w.Calls(); served < 100 || served > 103 || n.Throttled != 200-served || n.LastMinute != 200 {
			t.Errorf("%d calls were served: %+v", served, n)
		}
		elapse(time.Minute)
		if n := w.Calls(); n.LastMinute != 0 || n.Total != 200 || n.ByOperation["VerifySession"] != 200 {
			t.Errorf("a minute later: %+v", n)
		}
	})
}

func TestRateLimitErrors(t *testing.T) {
	now := time.Unix(1e9, 0)
	for f, code := range map[sim.Fault]string{sim.None: "ThrottlingException", sim.TooManyRequests: "TooManyRequestsException", sim.ThrottleUntyped: ""} {
		w := sim.New(sim.Config{Frozen: true, Rate: 1, Throttling: f, RetryAfter: time.Second, Now: func() time.Time { return now }})
		ask(t, w, "GET /session")
		res, _ := ask(t, w, "GET /session")
		if res.StatusCode != 429 || res.Header.Get("X-Amzn-Errortype") != code || res.Header.Get("Retry-After") != "1" {
			t.Errorf("%d: %d %v", f, res.StatusCode, res.Header)
		}
	}
}

func TestTruncatedBodyIsHalfTheBody(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	w.SetFaults(sim.Rule{Mix: []sim.Fault{sim.Cut}})
	r, _ := http.NewRequestWithContext(t.Context(), "GET", "https://sim/v1/spaces/acme", nil)
	r.Header.Set("Authorization", "Bearer "+sim.DefaultToken)
	res, err := w.HTTPClient().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if half, err := io.ReadAll(res.Body); !errors.Is(err, io.ErrUnexpectedEOF) || len(half) == 0 {
		t.Errorf("read %q and %v", half, err)
	}
}
