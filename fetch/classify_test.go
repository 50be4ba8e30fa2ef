package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	oidctypes "github.com/aws/aws-sdk-go-v2/service/ssooidc/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/auth/bearer"

	"catwatch/fetch"
	"catwatch/fetch/types"
)

// answer is a service that always answers the same.
type answer struct {
	status int
	header http.Header
	body   string

	err error
}

func (a answer) Do(r *http.Request) (*http.Response, error) {
	if a.err != nil {
		return nil, a.err
	}
	h := http.Header{"Content-Type": {"application/json"}}
	for k, v := range a.header {
		h[http.CanonicalHeaderKey(k)] = v
	}
	return &http.Response{StatusCode: a.status, Header: h, Body: io.NopCloser(strings.NewReader(a.body)), ContentLength: int64(len(a.body)), Request: r}, nil
}

func head(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

const page = "<html><body><h1>Forbidden</h1></body></html>"

func TestClassify(t *testing.T) {
	id := "X-Amzn-Requestid"
	for _, c := range []struct {
		name   string
		answer answer
		reason types.Reason
		says   string
	}{
		{"expired", answer{status: 401, body: `{"message":"expired"}`}, types.SignIn, "sign in again"},
		{"401 as a page", answer{status: 401, body: page}, types.SignIn, "sign in again"},
		{"token code", answer{status: 400, header: head("X-Amzn-Errortype", "ExpiredTokenException"), body: `{}`}, types.SignIn, "sign in again"},
		{"denied", answer{status: 403, header: head("X-Amzn-Errortype", "AccessDeniedException:http://x"), body: `{"message":"no"}`}, types.Denied, "No access"},
		{"denied in the body", answer{status: 403, body: `{"__type":"AccessDeniedException","message":"no"}`}, types.Denied, "No access"},
		{"not onboarded", answer{status: 403, body: `{"__type":"AccessDeniedException","message":"cannot GetUserDetails"}`}, types.Denied, "onboarding"},
		{"forbidden without a code", answer{status: 403, body: `{"message":"Forbidden"}`}, types.Blocked, "Blocked"},
		{"forbidden page", answer{status: 403, body: page}, types.Blocked, "Blocked"},
		{"forbidden page with a type", answer{status: 403, header: head("X-Amzn-Errortype", "AccessDeniedException"), body: page}, types.Blocked, "Blocked"},
		{"forbidden by the service", answer{status: 403, header: head(id, "r-1"), body: `{}`}, types.Denied, "No access"},
		{"gone", answer{status: 404, header: head("X-Amzn-Errortype", "ResourceNotFoundException"), body: `{"message":"x"}`}, types.Gone, "Not found"},
		{"404 of something else", answer{status: 404, body: page}, types.Garbled, "endpoint"},
		{"throttled", answer{status: 429, header: head("X-Amzn-Errortype", "ThrottlingException"), body: `{"message":"x"}`}, types.Throttled, "Rate limited"},
		{"throttled untyped", answer{status: 429, body: `{}`}, types.Throttled, "Rate limited"},
		{"throttled page", answer{status: 429, body: page}, types.Throttled, "Rate limited"},
		{"throttled as 400", answer{status: 400, body: `{"__type":"TooManyRequestsException"}`}, types.Throttled, "Rate limited"},
		{"throttled as 503", answer{status: 503, body: `{"code":"SlowDown"}`}, types.Throttled, "Rate limited"},
		{"conflict", answer{status: 409, body: `{"__type":"ConflictException","message":"being updated"}`}, types.Conflict, "being updated"},
		{"quota", answer{status: 402, body: `{"__type":"ServiceQuotaExceededException","message":"Compute limit exceeded"}`}, types.Quota, "Compute limit exceeded"},
		{"invalid", answer{status: 400, body: `{"__type":"ValidationException","message":"bad \u001b[31mname\n"}`}, types.Invalid, "bad [31mname"},
		{"500", answer{status: 500, body: `{"__type":"InternalException"}`}, types.Internal, "500"},
		{"503 page", answer{status: 503, body: page}, types.Internal, "503"},
		{"redirect", answer{status: 302, header: head("Location", "https://login.example"), body: page}, types.Garbled, "proxy"},
		{"proxy sign-in", answer{status: 407, body: page}, types.Unreachable, "HTTPS_PROXY"},
		{"portal", answer{status: 200, header: head("Content-Type", "text/html"), body: page}, types.Garbled, "endpoint"},
		{"cut off", answer{status: 200, body: `{"items":[{"name":"ac`}, types.Garbled, "cut off"},
		{"timestamp of another kind", answer{status: 200, body: `[1,2`}, types.Garbled, "cut off"},
		{"refused", answer{err: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}}, types.Unreachable, "refused"},
		{"reset", answer{err: &net.OpError{Op: "read", Err: syscall.ECONNRESET}}, types.Unreachable, "broke"},
		{"no name", answer{err: &net.DNSError{Name: "codecatalyst.\x1b.aws", IsNotFound: true}}, types.Unreachable, "not found"},
		{"time-out", answer{err: context.DeadlineExceeded}, types.Unreachable, "in time"},
		{"name look-up timed out", answer{err: &net.DNSError{IsTimeout: true}}, types.Unreachable, "in time"},
		{"closed", answer{err: io.ErrUnexpectedEOF}, types.Unreachable, "broke"},
		{"proxy", answer{err: fmt.Errorf("proxyconnect tcp: %w", &net.OpError{Op: "dial", Err: errors.New("x")})}, types.Unreachable, "HTTPS_PROXY"},
	} {
		t.Run(c.name, func(t *testing.T) {
			api := fetch.NewClientOver(c.answer, "https://sim.invalid", "token")
			_, err := api.ListSpaces(t.Context(), &codecatalyst.ListSpacesInput{})
			e := fetch.Classify("ListSpaces", err)
			if e == nil || e.Reason != c.reason || !strings.Contains(e.Sentence, c.says) {
				t.Fatalf("%+v of %v", e, err)
			}
			mustRead(t, e)
		})
	}
}

// mustRead checks what is true of every error.
func mustRead(t *testing.T, e *types.Error) {
	t.Helper()
	if n := utf8.RuneCountInString(e.Sentence); n == 0 || n > 90 || types.Clean(e.Sentence) != e.Sentence {
		t.Errorf("%d characters: %q", n, e.Sentence)
	}
	if e.Cause != nil && !errors.Is(e, e.Cause) {
		t.Error("the cause is lost")
	}
}

func TestClassifyKeepsWhatHelps(t *testing.T) {
	a := answer{status: 429, header: head("X-Amzn-Requestid", "r-\x1b1", "Retry-After", "7"), body: `{}`}
	_, err := fetch.NewClientOver(a, "https://sim.invalid", "token").ListSpaces(t.Context(), nil)
	if e := fetch.Classify("ListSpaces", err); e.RequestID != "r-1" || e.After != 7*time.Second || e.Operation != "ListSpaces" {
		t.Errorf("%+v", e)
	}
	for in, want := range map[string]time.Duration{
		"86400": time.Minute, "-1": 0, "soon": 0, "0.5": time.Second / 2,
		"Mon, 02 Jan 2006 15:04:35 GMT": 30 * time.Second, "Mon, 02 Jan 2006 15:00:00 GMT": 0,
	} {
		a.header = head("Retry-After", in, "Date", "Mon, 02 Jan 2006 15:04:05 GMT")
		_, err := fetch.NewClientOver(a, "https://sim.invalid", "token").ListSpaces(t.Context(), nil)
		if got := fetch.Classify("ListSpaces", err).After; got != want {
			t.Errorf("Retry-After %s: %v, want %v", in, got, want)
		}
	}
}

// token is a provider that fails.
type token struct{ err error }

func (p token) RetrieveBearerToken(context.Context) (bearer.Token, error) {
	return bearer.Token{}, p.err
}

// worded is an error of a sign-in that is a sentence.
type worded struct{ error }

func (worded) Help() string { return "" }

func TestClassifySignIn(t *testing.T) {
	oidc := ssooidc.New(ssooidc.Options{Region: "us-east-1", RetryMaxAttempts: 1, HTTPClient: answer{status: 503, body: page}})
	_, outage := oidc.CreateToken(t.Context(), &ssooidc.CreateTokenInput{ClientId: aws.String("a"), ClientSecret: aws.String("b"), GrantType: aws.String("refresh_token")})
	for _, c := range []struct {
		name string
		err  error
		says string
	}{
		{"no file", fmt.Errorf("failed to read cached SSO token file, %w", &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist}), "Not signed in"},
		{"malformed file", errors.New("failed to parse cached SSO token file"), "cache file"},
		{"expired", errors.New("refresh cached SSO token failed, cached SSO token is expired, or not present, and cannot be refreshed"), "expired"},
		{"refused as if by CodeCatalyst", &smithy.OperationError{ServiceID: "SSO OIDC", OperationName: "CreateToken", Err: &oidctypes.AccessDeniedException{}}, "expired"},
		{"grant", &oidctypes.InvalidGrantException{}, "expired"},
		{"outage", outage, "sign-in service fails"},
		{"unreachable", &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, "cannot be reached"},
		{"worded", worded{errors.New("Signing in with profile x was declined")}, "declined"},
	} {
		t.Run(c.name, func(t *testing.T) {
			api, err := fetch.NewClient(aws.Config{BearerAuthTokenProvider: token{c.err}, HTTPClient: answer{status: 200, body: `{}`}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = api.ListSpaces(t.Context(), nil)
			e := fetch.Classify("ListSpaces", err)
			if e.Reason != types.SignIn || !strings.Contains(e.Sentence, c.says) {
				t.Errorf("%+v", e)
			}
			mustRead(t, e)
		})
	}
}

func TestClientWithoutSignIn(t *testing.T) {
	_, err := fetch.NewClient(aws.Config{Region: "us-west-2"})
	var e *types.Error
	if !errors.As(err, &e) || e.Reason != types.SignIn {
		t.Fatalf("%v", err)
	}
	mustRead(t, e)
}

func TestClassifyTrust(t *testing.T) {
	tls := httptest.NewTLSServer(http.NotFoundHandler())
	defer tls.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	for name, endpoint := range map[string]string{
		"unknown authority": tls.URL,
		"no TLS there":      "https" + strings.TrimPrefix(plain.URL, "http"),
		"http":              plain.URL,
	} {
		_, err := fetch.NewClientOver(http.DefaultClient, endpoint, "token").ListSpaces(t.Context(), nil)
		if e := fetch.Classify("ListSpaces", err); e == nil || e.Reason != types.TLS {
			t.Errorf("%s: %+v of %v", name, e, err)
		}
	}
}
