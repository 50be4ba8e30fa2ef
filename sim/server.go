package sim

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"
)

// Server serves a World over TLS, with the files an AWS client needs to find and trust it.
type Server struct {
	URL string // https://HOST:PORT
	Dir string // contains the CA, the AWS configuration and the SSO cache

	listener net.Listener
	server   *http.Server

	mu     sync.Mutex
	active map[net.Conn]struct{} // connections with calls in flight
}

// Listen listens on an address such as 127.0.0.1:0, with the certificate found in dir or else a new one. Into dir, which
// must exist, it writes ca.pem, the certificate and its key, env (a shell script that sets the variables of Env),
// .aws/config with the profile codecatalyst, and the SSO cache with ada's sign-in. Errors are those of the network and
// the file system.
func Listen(w *World, addr, dir string) (*Server, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	authority, leaf, err := loadOrCreateCertificate(dir, host)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	s := &Server{URL: "https://" + reachableAddr(l.Addr()), Dir: dir, listener: l, active: map[net.Conn]struct{}{}}
	s.server = &http.Server{
		Handler: w, ReadHeaderTimeout: time.Minute, ConnState: s.noteState,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{leaf}, MinVersion: tls.VersionTLS12},
	}
	if err := s.writeFiles(authority, leaf, w.SignIn("ada")); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return s, nil
}

// reachableAddr is the address for clients, also if the server listens on all addresses.
func reachableAddr(a net.Addr) string {
	host, port, _ := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// drain waits until no connection has a call in flight, at most for limit. Server.Shutdown would wait a second for every
// HTTP/2 connection, although nothing is in flight on it.
func (s *Server) drain(limit time.Duration) {
	const poll = 5 * time.Millisecond
	for waited := time.Duration(0); s.busy() && waited < limit; waited += poll {
		time.Sleep(poll)
	}
}

func (s *Server) busy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.active) > 0
}

// noteState keeps track of the connections with calls in flight.
func (s *Server) noteState(c net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if state == http.StateActive {
		s.active[c] = struct{}{}
	} else {
		delete(s.active, c)
	}
}

// Serve serves until ctx ends, then waits up to a second for calls in flight. Connection errors go to log.
func (s *Server) Serve(ctx context.Context, log *log.Logger) error {
	s.server.ErrorLog = log
	ended := make(chan error, 1)
	go func() { ended <- s.server.ServeTLS(s.listener, "", "") }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving %s: %w", s.URL, err)
	case <-ctx.Done():
	}
	s.drain(time.Second) // no longer: stalled calls are held for minutes
	_ = s.server.Close()
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving %s: %w", s.URL, err)
	}
	return nil
}
