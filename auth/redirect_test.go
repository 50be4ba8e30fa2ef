package auth_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/auth"
)

// trap counts the requests that reach it.
type trap struct{ requests atomic.Int32 }

func (c *trap) ServeHTTP(http.ResponseWriter, *http.Request) { c.requests.Add(1) }

// A redirect would take the bearer token, a refresh token or a client secret elsewhere: Go keeps the Authorization header
// for another port of the same host, and for plain http.
func TestNoRedirectIsFollowed(t *testing.T) {
	var caught trap
	plain := httptest.NewServer(&caught)
	defer plain.Close()
	otherPort := httptest.NewTLSServer(&caught)
	defer otherPort.Close()
	for name, target := range map[string]string{
		"plain http":              plain.URL,
		"another port":            otherPort.URL,
		"another host":            strings.Replace(otherPort.URL, "127.0.0.1", "localhost", 1),
		"another host over http":  strings.Replace(plain.URL, "127.0.0.1", "localhost", 1),
		"a relative address":      "/elsewhere",
		"an address that is none": "http://%zz",
	} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			var elsewhere, requests atomic.Int32
			tlsService(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/elsewhere" {
					elsewhere.Add(1)
				}
				requests.Add(1)
				location := target
				if !strings.HasPrefix(target, "/") {
					location += r.URL.Path
				}
				w.Header().Set("Location", location)
				w.WriteHeader(status)
			}))
			p, c := production(t)
			if _, err := c.VerifySession(t.Context(), nil); err == nil { // a GET without a body
				t.Errorf("%s, %d: a call succeeded", name, status)
			}
			if _, err := c.ListSpaces(t.Context(), &codecatalyst.ListSpacesInput{}); err == nil {
				t.Errorf("%s, %d: a call succeeded", name, status)
			}
			err := auth.Login(t.Context(), p, (&loginRecorder{}).record)
			if kindOf(err) != auth.Unreachable || !strings.Contains(err.Error(), "redirect") {
				t.Errorf("%s, %d: %v", name, status, err)
			}
			if requests.Load() != 3 || elsewhere.Load() != 0 || caught.requests.Load() != 0 {
				t.Fatalf("%s, %d: %d requests, %d of them redirected, and %d elsewhere",
					name, status, requests.Load(), elsewhere.Load(), caught.requests.Load())
			}
		}
	}
}

// The refresh token and the client secret go over https only, as the bearer token does. Loopback is no exception: any
// user of the machine can listen there.
func TestPlainHTTPIsRefusedForSignInAndAPI(t *testing.T) {
	var caught trap
	plain := httptest.NewServer(&caught)
	defer plain.Close()
	_, port, _ := net.SplitHostPort(plain.Listener.Addr().String())
	for _, endpoint := range []string{plain.URL, "http://localhost:" + port, "http://[::1]:" + port, "HTTP://127.0.0.1:" + port} {
		t.Setenv("AWS_ENDPOINT_URL", endpoint)
		p, c := production(t)
		if _, err := c.VerifySession(t.Context(), nil); err == nil {
			t.Errorf("%s: a call succeeded", endpoint)
		}
		err := auth.Login(t.Context(), p, (&loginRecorder{}).record)
		if kindOf(err) != auth.Unreachable || !strings.Contains(err.Error(), "must begin with https://: check AWS_ENDPOINT_URL_SSO_OIDC") {
			t.Errorf("%s: %v", endpoint, err)
		}
		if n := caught.requests.Load(); n != 0 {
			t.Fatalf("%s: %d requests", endpoint, n)
		}
	}
}

// The same holds for a refresh, whose request has the refresh token in it.
func TestARefreshIsNotSentOverPlainHTTP(t *testing.T) {
	var caught trap
	plain := httptest.NewServer(&caught)
	defer plain.Close()
	t.Setenv("AWS_ENDPOINT_URL_SSO_OIDC", plain.URL)
	h := newHome(t, guideConfig)
	h.write(h.cache("codecatalyst"), `{"accessToken":"old-token","expiresAt":"2001-01-02T03:04:05Z","refreshToken":"refresh-token",
		"clientId":"client","clientSecret":"client-secret"}`)
	s := auth.NewTokenSource(h.profile(nil))
	defer s.Close()
	_, err := s.RetrieveBearerToken(t.Context())
	if kindOf(err) != auth.Unreachable || !strings.Contains(err.Error(), "must begin with https://") {
		t.Errorf("%v", err)
	}
	if n := caught.requests.Load(); n != 0 {
		t.Errorf("%d requests", n)
	}
}
