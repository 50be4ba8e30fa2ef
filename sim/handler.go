package sim

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strconv"
)

// maxRequestBytes is the size limit of a request.
const maxRequestBytes = 1 << 20

// ServeHTTP is like Client.Do, over a connection.
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	payload, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxRequestBytes))
	if err != nil {
		http.Error(rw, "cannot read the body", http.StatusBadRequest)
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

// abortConnection resets the connection if it can (HTTP/1), and otherwise aborts the response.
func abortConnection(rw http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(rw).Hijack(); err == nil {
		resetConnection(conn)
		return
	}
	panic(http.ErrAbortHandler)
}

// resetConnection closes a connection so that the peer reads a reset, without the TLS close message.
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
