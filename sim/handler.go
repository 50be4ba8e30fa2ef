package sim

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strconv"
)

// largest is how long a request may be, in bytes.
const largest = 1 << 20

// ServeHTTP answers like Client.Do, over a connection.
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	payload, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, largest))
	if err != nil {
		http.Error(rw, "the body could not be read", http.StatusBadRequest)
		return
	}
	latency := w.enter()
	defer w.exit()
	if wait(r.Context(), latency/2) != nil {
		return
	}
	rep := w.answer(r, payload)
	switch rep.manner {
	case stall:
		_ = wait(r.Context(), patience)
		fallthrough
	case reset:
		breakOff(rw)
		return
	}
	if wait(r.Context(), latency-latency/2) == nil {
		rep.send(rw, r)
	}
}

// breakOff ends the connection with a reset where that can be done, and else without an answer.
func breakOff(rw http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(rw).Hijack(); err == nil {
		sever(conn)
		return
	}
	panic(http.ErrAbortHandler)
}

// sever closes a connection so that the other side reads a reset, without TLS's goodbye.
func sever(conn net.Conn) {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	if t, ok := conn.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	_ = conn.Close()
}

func (rep reply) send(rw http.ResponseWriter, r *http.Request) {
	for name, values := range rep.header {
		rw.Header()[name] = values
	}
	rw.Header().Set("Content-Length", strconv.Itoa(len(rep.body)))
	rw.WriteHeader(rep.status)
	if rep.manner == intact {
		_, _ = rw.Write(rep.body)
		return
	}
	_, _ = rw.Write(rep.half())
	_ = http.NewResponseController(rw).Flush()
	if rep.manner == stallBody {
		_ = wait(r.Context(), patience)
	}
	panic(http.ErrAbortHandler)
}
