package ssm_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"catwatch/ssm"
)

// overTLS serves a double on the loopback device, with TLS, as the service does.
func overTLS(b *testing.B, script func(*double)) (string, ssm.Options) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := websocket.Accept(w, r, nil)
		if err != nil {
			b.Error(err)
			return
		}
		defer func() { _ = ws.CloseNow() }()
		ws.SetReadLimit(1 << 20)
		_, _, _ = ws.Read(context.Background())
		script(&double{ws: ws})
	}))
	b.Cleanup(s.Close)
	return strings.Replace(s.URL, "https", "wss", 1), ssm.Options{HTTPClient: s.Client()}
}

// BenchmarkUp sends input to an agent that acknowledges each message. The official client sends 1 KiB a millisecond at
// most, 1.05 MB/s.
func BenchmarkUp(b *testing.B) {
	url, o := overTLS(b, func(d *double) {
		d.say("$ ")
		for {
			_, p, err := d.ws.Read(context.Background())
			if err != nil {
				return
			}
			if f := parse(nil, p); f.kind == "input_stream_data" {
				d.ack(f)
			}
		}
	})
	c, err := ssm.Dial(b.Context(), url, "token", o)
	if err != nil {
		b.Fatal(err)
	}
	const piece = 1 << 20
	p := make([]byte, piece)
	b.SetBytes(piece)
	for b.Loop() {
		if _, err := c.Write(p); err != nil {
			b.Fatal(err)
		}
	}
	_ = c.Close()
}

// BenchmarkDown receives output as fast as it comes.
func BenchmarkDown(b *testing.B) {
	url, o := overTLS(b, func(d *double) {
		go func() {
			for {
				if _, _, err := d.ws.Read(context.Background()); err != nil {
					return
				}
			}
		}()
		p := string(make([]byte, 1024))
		for f := d.stream(1, p); d.ws.Write(context.Background(), websocket.MessageBinary, f.bytes()) == nil; {
			f = d.stream(1, p)
		}
	})
	c, err := ssm.Dial(b.Context(), url, "token", o)
	if err != nil {
		b.Fatal(err)
	}
	const piece = 1 << 20
	b.SetBytes(piece)
	for b.Loop() {
		if _, err := io.CopyN(io.Discard, c, piece); err != nil {
			b.Fatal(err)
		}
	}
	_ = c.Close()
}
