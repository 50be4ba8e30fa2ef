package sim

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strconv"
)

// largest is how long a request may be, in bytes.
const maxRequestBytes = 1 << 20

// ServeHTTP answers like Client.Do, over a connection.
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	payload, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxRequestBytes))
	if err != nil {
		http.Error(rw, "the body could not be read", http.StatusBadRequest)
		return
	}
	latency := w.callStarted()
	defer w.callEnded()
	if wait(r.Context(), latency/2) != nil {
		return
	}
	rep := w.respond(r, payload)
	switch rep.delivery {
	case stalled:
		_ = wait(r.Context(), stallTimeout)
		fallthrough
	case connectionReset:
		abortConnection(rw)
		return
	}
	if wait(r.Context(), latency-latency/2) == nil {
		rep.send(rw, r)
	}
}

// breakOff ends the connection with a reset where that can be done, and else without an answer.
func abortConnection(rw http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(rw).Hijack(); err == nil {
		resetConnection(conn)
		return
	}
	panic(http.ErrAbortHandler)
}

// sever closes a connection so that the other side reads a reset, without TLS's goodbye.
func resetConnection(conn net.Conn) {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	if t, ok := conn.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	_ = conn.Close()
}

func (rep response) send(rw http.ResponseWriter, r *http.Request) {
	for name, values := range rep.header {
		rw.Header()[name] = values
	}
	rw.Header().Set("Content-Length", strconv.Itoa(len(rep.body)))
	rw.WriteHeader(rep.status)
	if rep.delivery == delivered {
		_, _ = rw.Write(rep.body)
		return
	}
	_, _ = rw.Write(rep.firstHalf())
	_ = http.NewResponseController(rw).Flush()
	if rep.delivery == bodyStalled {
		_ = wait(r.Context(), stallTimeout)
	}
	panic(http.ErrAbortHandler)
}
