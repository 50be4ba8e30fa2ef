package sim

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"syscall"
	"time"
)

// Client calls a World in process: no port, no TLS, no goroutine. It implements the SDK's HTTPClient interface.
type Client struct{ w *World }

// HTTPClient returns a client of the world.
func (w *World) HTTPClient() *Client { return &Client{w} }

// Do responds to a request after the configured latency. It honours the request's context at every step: a call that stalls
// returns the context's error. Unlike http.Client it does not wrap errors in *url.Error.
func (c *Client) Do(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	payload, err := readRequestBody(r)
	if err != nil {
		return nil, err
	}
	latency := c.w.callStarted()
	defer c.w.callEnded()
	if err := wait(ctx, latency/2); err != nil {
		return nil, err
	}
	rep := c.w.respond(r, payload)
	switch rep.delivery {
	case connectionReset:
		return nil, connectionResetError()
	case stalled:
		if err := wait(ctx, stallTimeout); err != nil {
			return nil, err
		}
		return nil, connectionResetError()
	}
	if err := wait(ctx, latency-latency/2); err != nil {
		return nil, err
	}
	return rep.httpResponse(r), nil
}

func readRequestBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	defer r.Body.Close()
	return io.ReadAll(r.Body)
}

// wait waits for d or returns the context's error. Its timer is created in the caller's synctest bubble and stopped before
// it returns.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 || ctx.Err() != nil {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func connectionResetError() error {
	return &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
}

func (rep response) httpResponse(r *http.Request) *http.Response {
	res := &http.Response{
		Status: http.StatusText(rep.status), StatusCode: rep.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: rep.header, ContentLength: int64(len(rep.body)), Request: r,
	}
	var body io.Reader = bytes.NewReader(rep.body)
	switch rep.delivery {
	case truncated:
		body = io.MultiReader(bytes.NewReader(rep.firstHalf()), failingReader{io.ErrUnexpectedEOF})
	case bodyStalled:
		body = io.MultiReader(bytes.NewReader(rep.firstHalf()), stalledReader{r.Context()})
	}
	res.Body = io.NopCloser(body)
	return res
}

func (rep response) firstHalf() []byte { return rep.body[:len(rep.body)/2] }

// failingReader is the rest of a truncated body.
type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }

// stalledReader is the rest of a body that never arrives.
type stalledReader struct{ ctx context.Context }

func (s stalledReader) Read([]byte) (int, error) {
	if err := wait(s.ctx, stallTimeout); err != nil {
		return 0, err
	}
	return 0, connectionResetError()
}
