package auth_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/auth"
	"catwatch/fetch"
)

// tlsService is a TLS server on a real socket, to which the environment sends API calls and sign-ins.
func tlsService(t *testing.T, h http.Handler, configure ...func(*httptest.Server)) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.EnableHTTP2 = true
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	for _, c := range configure {
		c(s)
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	trust(t, s)
	t.Setenv("AWS_ENDPOINT_URL", s.URL)
	return s
}

// trust puts the server's certificate into AWS_CA_BUNDLE.
func trust(t *testing.T, s *httptest.Server) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CA_BUNDLE", file)
}

// production is the profile and the API client as the dashboard makes them, for a home with a valid token.
func production(t *testing.T) (*auth.Profile, *codecatalyst.Client) {
	t.Helper()
	h := newHome(t, guideConfig)
	h.write(h.cache("codecatalyst"), `{"accessToken":"good-token","expiresAt":"2999-01-02T03:04:05Z"}`)
	p := h.profile(nil)
	s := auth.NewTokenSource(p)
	t.Cleanup(s.Close)
	cfg, err := p.Config(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	c, err := fetch.NewClient(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return p, c
}

func TestTheTransportInUseHasItsSettings(t *testing.T) {
	tlsService(t, http.NotFoundHandler())
	_, c := production(t)
	tr := auth.TransportOf(c.Options().HTTPClient)
	switch {
	case tr.TLSClientConfig.MinVersion != tls.VersionTLS12:
		t.Errorf("TLS from version %x", tr.TLSClientConfig.MinVersion)
	case tr.TLSClientConfig.RootCAs == nil:
		t.Error("AWS_CA_BUNDLE is ignored")
	case tr.Proxy == nil:
		t.Error("HTTPS_PROXY is ignored")
	case tr.TLSHandshakeTimeout <= 0, tr.ResponseHeaderTimeout <= 0, tr.IdleConnTimeout <= 0:
		t.Errorf("time-outs %s, %s, %s", tr.TLSHandshakeTimeout, tr.ResponseHeaderTimeout, tr.IdleConnTimeout)
	case tr.MaxIdleConnsPerHost < 2*fetch.DefaultInFlight:
		t.Errorf("%d idle connections", tr.MaxIdleConnsPerHost)
	case tr.HTTP2 == nil, tr.HTTP2.SendPingTimeout <= 0, tr.HTTP2.PingTimeout <= 0:
		t.Errorf("no pings: %+v", tr.HTTP2)
	}
}

// A server that goes silent once an HTTP/2 connection is open is as good as a connection that died while the machine
// slept. Nothing but a ping notices: neither the request nor the response has a deadline here.
func TestAPingNoticesADeadHTTP2Connection(t *testing.T) {
	certificate := tlsService(t, http.NotFoundHandler()).TLS.Certificates
	synctest.Test(t, func(t *testing.T) {
		_, c := production(t)
		tr := auth.TransportOf(c.Options().HTTPClient)
		tr.ResponseHeaderTimeout = 0
		tr.DialContext = func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go openHTTP2AndGoSilent(tls.Server(far, &tls.Config{Certificates: certificate, NextProtos: []string{"h2"}}))
			return near, nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		began := time.Now()
		_, err := c.ListSpaces(ctx, nil)
		if took := time.Since(began); err == nil || took > 20*time.Second {
			t.Errorf("%v after %s", err, took)
		}
	})
}

// openHTTP2AndGoSilent completes the HTTP/2 preface and then reads without ever answering, not even to pings.
func openHTTP2AndGoSilent(c net.Conn) {
	defer c.Close()
	if _, err := io.CopyN(io.Discard, c, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return
	}
	if _, err := c.Write([]byte{0, 0, 0, 4, 0, 0, 0, 0, 0}); err == nil { // an empty SETTINGS frame
		_, _ = io.Copy(io.Discard, c)
	}
}

func TestTLS11IsRejected(t *testing.T) {
	tlsService(t, http.NotFoundHandler(), func(s *httptest.Server) {
		s.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	})
	p, c := production(t)
	if _, err := c.ListSpaces(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "protocol version") {
		t.Errorf("an API call: %v", err)
	}
	err := auth.Login(t.Context(), p, (&loginRecorder{}).record)
	if kindOf(err) != auth.Unreachable || !strings.Contains(err.Error(), "TLS 1.2") {
		t.Errorf("a sign-in: %v", err)
	}
}

// connections counts those that a server accepts, by protocol.
type connections struct {
	mu  sync.Mutex
	all map[string]string // the protocol of each client address
}

func (c *connections) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all == nil {
		c.all = map[string]string{}
	}
	c.all[r.RemoteAddr] = r.Proto
	_, _ = io.WriteString(w, `{"identity":"somebody"}`)
}

func (c *connections) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.all)
}

func TestConnectionsAreReusedUntilIdleOnesAreClosed(t *testing.T) {
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2.0"} {
		var seen connections
		tlsService(t, &seen, func(s *httptest.Server) { s.EnableHTTP2 = protocol == "HTTP/2.0" })
		p, c := production(t)
		call := func() {
			t.Helper()
			// A request without a body: the SDK closes a body when the answer comes, and on this machine that can be before
			// all of it is sent, which ends the connection.
			if _, err := c.VerifySession(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		}
		call()
		call()
		if seen.count() != 1 {
			t.Errorf("%s: %d connections for two calls", protocol, seen.count())
		}
		p.CloseIdleConnections()
		call()
		if seen.count() != 2 {
			t.Errorf("%s: %d connections after those of the profile were closed", protocol, seen.count())
		}
		c.Options().HTTPClient.(interface{ CloseIdleConnections() }).CloseIdleConnections()
		call()
		if seen.count() != 3 {
			t.Errorf("%s: %d connections after those of the client were closed", protocol, seen.count())
		}
		for _, used := range seen.all {
			if used != protocol {
				t.Errorf("%s was used instead of %s", used, protocol)
			}
		}
	}
}

// A connection that does not answer a TLS handshake, or a request, is given up by the transport itself.
func TestASilentServerIsGivenUpWithoutADeadline(t *testing.T) {
	certificate := tlsService(t, http.NotFoundHandler()).TLS.Certificates
	for name, serve := range map[string]func(net.Conn){
		"no handshake": func(c net.Conn) { _, _ = io.Copy(io.Discard, c) },
		"no answer": func(c net.Conn) {
			_, _ = bufio.NewReader(tls.Server(c, &tls.Config{Certificates: certificate})).WriteTo(io.Discard)
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, c := production(t)
				auth.TransportOf(c.Options().HTTPClient).DialContext = func(context.Context, string, string) (net.Conn, error) {
					near, far := net.Pipe()
					go serve(far)
					return near, nil
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				if _, err := c.ListSpaces(ctx, nil); err == nil || ctx.Err() != nil {
					t.Errorf("not given up: %v", err)
				}
			})
		})
	}
}
