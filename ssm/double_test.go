package ssm_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"

	"catwatch/ssm"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	streamURL = "wss://service.test/v1/data-channel/session-4711?role=publish_subscribe"
	token     = "token-that-must-not-be-shown"
)

// double is the agent's end and the service, in memory. It does what a test tells it and nothing else, apart from
// reading: frames of the client wait in frames.
type double struct {
	t       *testing.T
	ws      *websocket.Conn
	opening map[string]string
	frames  chan frame
	next    int64 // the number of its next stream message
	pings   atomic.Int32
	deaf    chan struct{} // closed, it reads no more
}

// frame is written and read here by offsets of its own, so that a mistake in the package does not meet its mirror
// image.
type frame struct {
	kind    string
	seq     int64
	flags   uint64
	id      [16]byte // as text orders it
	of      uint32
	payload []byte
	at      time.Time // when it came
}

func (f frame) bytes() []byte {
	b := make([]byte, 120, 120+len(f.payload))
	binary.BigEndian.PutUint32(b[0:], 116)
	copy(b[4:36], f.kind+strings.Repeat(" ", 32))
	binary.BigEndian.PutUint32(b[36:], 1)
	binary.BigEndian.PutUint64(b[40:], 1_700_000_000_000)
	binary.BigEndian.PutUint64(b[48:], uint64(f.seq))
	binary.BigEndian.PutUint64(b[56:], f.flags)
	copy(b[64:72], f.id[8:])
	copy(b[72:80], f.id[:8])
	sum := sha256.Sum256(f.payload)
	copy(b[80:112], sum[:])
	binary.BigEndian.PutUint32(b[112:], f.of)
	binary.BigEndian.PutUint32(b[116:], uint32(len(f.payload)))
	return append(b, f.payload...)
}

func parse(t *testing.T, b []byte) frame {
	if len(b) < 120 || binary.BigEndian.Uint32(b) != 116 || binary.BigEndian.Uint32(b[36:]) != 1 {
		t.Errorf("the client sent a frame with a wrong header: %x", b)
		return frame{}
	}
	f := frame{
		kind: strings.TrimRight(string(b[4:36]), "\x00 "),
		seq:  int64(binary.BigEndian.Uint64(b[48:])), flags: binary.BigEndian.Uint64(b[56:]),
		of: binary.BigEndian.Uint32(b[112:]), payload: b[120:], at: time.Now(),
	}
	copy(f.id[8:], b[64:72])
	copy(f.id[:8], b[72:80])
	if sum := sha256.Sum256(f.payload); !bytes.Equal(sum[:], b[80:112]) {
		t.Error("the client sent a wrong digest")
	}
	if int(binary.BigEndian.Uint32(b[116:])) != len(f.payload) {
		t.Error("the client sent a wrong length")
	}
	return f
}

// memory is a network of one address, in memory.
type memory struct {
	conns chan net.Conn
	gone  chan struct{}
	once  sync.Once
}

func (m *memory) Accept() (net.Conn, error) {
	select {
	case c := <-m.conns:
		return c, nil
	case <-m.gone:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error   { m.once.Do(func() { close(m.gone) }); return nil }
func (m *memory) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

func (m *memory) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case m.conns <- there:
		return here, nil
	case <-m.gone:
		return nil, errors.New("connection refused")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// serve has handler answer at streamURL and returns the client that gets there. Inside a synctest bubble, all of it
// lives in the bubble.
func serve(t *testing.T, handler http.HandlerFunc) *http.Client {
	m := &memory{conns: make(chan net.Conn), gone: make(chan struct{})}
	server := &http.Server{Handler: handler}
	go func() { _ = server.Serve(m) }()
	// The name of the dial function says TLS; in memory there is none.
	transport := &http.Transport{DialTLSContext: m.dial, DialContext: m.dial}
	t.Cleanup(func() {
		_ = server.Close()
		transport.CloseIdleConnections()
	})
	return &http.Client{Transport: transport}
}

// agent serves one double, which behaves as script says. What script returns from ends the connection without a word.
func agent(t *testing.T, script func(*double)) ssm.Options {
	return ssm.Options{HTTPClient: serve(t, func(w http.ResponseWriter, r *http.Request) {
		d := &double{t: t, frames: make(chan frame, 1<<16), deaf: make(chan struct{})}
		ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{
			OnPingReceived: func(context.Context, []byte) bool { d.pings.Add(1); return true },
		})
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = ws.CloseNow() }()
		ws.SetReadLimit(1 << 20)
		d.ws = ws
		kind, first, err := ws.Read(context.Background())
		if err != nil || kind != websocket.MessageText || json.Unmarshal(first, &d.opening) != nil {
			t.Errorf("the client opened with %v %q, %v", kind, first, err)
			return
		}
		go d.read()
		script(d)
	})}
}

func (d *double) read() {
	defer close(d.frames)
	for {
		select {
		case <-d.deaf:
			return
		default:
		}
		_, b, err := d.ws.Read(context.Background())
		if err != nil {
			return
		}
		d.frames <- parse(d.t, b)
	}
}

// send writes a frame as it is.
func (d *double) send(f frame) {
	_ = d.ws.Write(context.Background(), websocket.MessageBinary, f.bytes())
}

// stream makes the next message of the agent's stream, without sending it.
func (d *double) stream(of uint32, payload string) frame {
	f := frame{kind: "output_stream_data", seq: d.next, of: of, payload: []byte(payload), id: [16]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, byte(d.next)}}
	if d.next == 0 {
		f.flags = 1
	}
	d.next++
	return f
}

func (d *double) say(text string) { d.send(d.stream(1, text)) }

// expect returns the client's next frame of a kind, and drops others.
func (d *double) expect(kind string) frame {
	for f := range d.frames {
		if f.kind == kind {
			return f
		}
	}
	d.t.Errorf("the client hung up before it sent %s", kind)
	return frame{kind: kind, payload: []byte("{}")}
}

// ack acknowledges a message of the client.
func (d *double) ack(f frame) {
	payload, _ := json.Marshal(map[string]any{
		"AcknowledgedMessageType": f.kind, "AcknowledgedMessageId": "any",
		"AcknowledgedMessageSequenceNumber": f.seq, "IsSequentialMessage": true,
	})
	d.send(frame{kind: "acknowledge", flags: 3, payload: payload})
}

// take returns the client's next input, acknowledged.
func (d *double) take() frame {
	f := d.expect("input_stream_data")
	d.ack(f)
	return f
}

// close is the service's channel_closed.
func (d *double) close(words string) {
	payload, _ := json.Marshal(map[string]any{"MessageType": "channel_closed", "SessionId": "session-4711", "Output": words})
	d.send(frame{kind: "channel_closed", payload: payload})
}

// shake is the agent's side of a handshake that goes well.
func (d *double) shake(sessionType string) {
	d.send(d.stream(5, `{"AgentVersion":"3.3.0.0","RequestedClientActions":[{"ActionType":"SessionType","ActionParameters":{"SessionType":"`+
		sessionType+`","Properties":{"portNumber":"22"}}}]}`))
	d.take()
	d.send(d.stream(7, `{"HandshakeTimeToComplete":1000000,"CustomerMessage":"mind the gap"}`))
}

// waitForClose keeps the connection until the client hangs up.
func (d *double) waitForClose() {
	for range d.frames {
	}
}

func dial(t *testing.T, o ssm.Options) *ssm.Channel {
	t.Helper()
	c, err := ssm.Dial(t.Context(), streamURL, token, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func readAll(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Errorf("reading ended with %v after %q", err, b)
	}
	return string(b)
}

// wantError checks the reason of an error, that it is one sentence, and that it keeps the secrets.
func wantError(t *testing.T, err error, want ssm.Reason, sentence string) {
	t.Helper()
	var e *ssm.Error
	if !errors.As(err, &e) || e.Reason != want {
		t.Fatalf("got %v (%T), want reason %d", err, err, want)
	}
	for text := error(e); text != nil; text = errors.Unwrap(text) {
		if s := text.Error(); strings.Contains(s, token) || strings.Contains(s, "4711") {
			t.Errorf("%q shows the token or the stream URL", s)
		}
	}
	if got := err.Error(); !strings.Contains(got, sentence) || strings.ContainsAny(got, "\n\x1b") {
		t.Errorf("got %q, want a sentence with %q", got, sentence)
	}
}
