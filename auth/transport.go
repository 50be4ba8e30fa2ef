package auth

import (
	"crypto/tls"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// The settings of the HTTP transport. The context of a request usually ends it earlier, after 15 s for the API and 20 s
// for the sign-in service.
const (
	dialTimeout           = 10 * time.Second
	tlsHandshakeTimeout   = 10 * time.Second
	responseHeaderTimeout = 20 * time.Second

	idleConnsPerHost = 32 // twice the calls that the fetcher makes at once: each keeps its connection for the next one
	idleConnTimeout  = 2 * time.Minute

	// An HTTP/2 connection that has been silent for pingAfter is pinged, and closed if the answer takes longer than
	// pingTimeout: a connection that died while the machine slept gives no other sign.
	pingAfter   = 10 * time.Second
	pingTimeout = 4 * time.Second
)

// sharedTransport is the HTTP transport of a profile, for the API and the sign-in service alike. It is created with the
// first SDK configuration, whose certificates (AWS_CA_BUNDLE) it has; the proxy comes from HTTPS_PROXY.
type sharedTransport struct {
	mu          sync.Mutex
	http        *http.Transport // nil until the first configuration is loaded
	largeBodies chan struct{}
}

func newSharedTransport() *sharedTransport {
	return &sharedTransport{largeBodies: make(chan struct{}, 1)}
}

// sdkHTTPClient is what the SDK adds its certificates to when it loads a configuration.
func sdkHTTPClient() *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().WithDialerOptions(func(d *net.Dialer) { d.Timeout = dialTimeout }).
		WithTransportOptions(func(t *http.Transport) {
			if t.TLSClientConfig == nil {
				t.TLSClientConfig = &tls.Config{}
			}
			t.TLSClientConfig.MinVersion = tls.VersionTLS12
			t.TLSHandshakeTimeout, t.ResponseHeaderTimeout = tlsHandshakeTimeout, responseHeaderTimeout
			t.MaxIdleConnsPerHost, t.IdleConnTimeout = idleConnsPerHost, idleConnTimeout
			t.MaxResponseHeaderBytes = maxHeaderBytes
			t.HTTP2 = &http.HTTP2Config{
				SendPingTimeout: pingAfter, PingTimeout: pingTimeout,
				MaxReceiveBufferPerStream: largeBody, // what a body that waits for its turn keeps in memory
			}
		})
}

// client is an HTTP client over the transport. loaded is what sdkHTTPClient became when the SDK loaded a configuration.
func (s *sharedTransport) client(loaded aws.HTTPClient) aws.HTTPClient {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.http == nil {
		s.http = loaded.(*awshttp.BuildableClient).GetTransport()
	}
	return roundTripClient{s.http}
}

// guardedClient is the HTTP client for the SDK: the transport, or what Options has in its place, restricted to https and
// to bodies of limited size.
func (p *Profile) guardedClient(loaded aws.HTTPClient, maxBody int) aws.HTTPClient {
	var c aws.HTTPClient = p.httpClient
	if c == nil {
		c = p.transport.client(loaded)
	}
	return httpsOnlyClient{&limitedClient{next: c, maxBody: maxBody, turns: p.transport.largeBodies}}
}

// CloseIdleConnections closes the connections of the profile's clients that no request is using, so that the next
// requests do not try connections that may be dead.
func (p *Profile) CloseIdleConnections() {
	p.transport.mu.Lock()
	defer p.transport.mu.Unlock()
	if p.transport.http != nil {
		p.transport.http.CloseIdleConnections()
	}
}

// roundTripClient is a transport as the SDK's interface. Unlike http.Client and the SDK's own client it follows no
// redirects, which could take a token, a refresh token or a client secret to another host or to plain http.
type roundTripClient struct{ *http.Transport }

func (c roundTripClient) Do(r *http.Request) (*http.Response, error) { return c.RoundTrip(r) }

// httpsOnlyClient refuses to send requests over plain http, even to this machine: any local user can listen there.
type httpsOnlyClient struct{ aws.HTTPClient }

func (c httpsOnlyClient) Do(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" {
		return nil, &plainHTTPError{r.URL.Scheme + "://" + r.URL.Host}
	}
	return c.HTTPClient.Do(r)
}

func (c httpsOnlyClient) CloseIdleConnections() { closeIdleConnections(c.HTTPClient) }

// plainHTTPError is an endpoint that is not https.
type plainHTTPError struct{ endpoint string }

func (e *plainHTTPError) Error() string { return "the endpoint " + e.endpoint + " is not https" }

// authTransport forwards requests and reports to the token source what the responses reveal: the server's clock, and
// whether it accepts the token.
type authTransport struct {
	next   aws.HTTPClient
	source *TokenSource
}

func (t *authTransport) Do(r *http.Request) (*http.Response, error) {
	sent := time.Now()
	res, err := t.next.Do(r)
	if res == nil || err != nil {
		return res, err
	}
	if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		t.source.recordClockSkew(date, sent, time.Now())
	}
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case bearer && res.StatusCode == http.StatusUnauthorized:
		t.source.rejectToken(secret(token))
	case bearer && res.StatusCode/100 == 2:
		t.source.acceptToken(secret(token))
	}
	return res, nil
}

// CloseIdleConnections does what the profile's method does, for callers that have only the SDK's configuration.
func (t *authTransport) CloseIdleConnections() { closeIdleConnections(t.next) }

func closeIdleConnections(c aws.HTTPClient) {
	if c, ok := c.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}
