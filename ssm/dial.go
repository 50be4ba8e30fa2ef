package ssm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/coder/websocket"
)

// Options configure a channel. The zero value suits raw streams (ssh).
type Options struct {
	// HTTPClient opens the websocket; its Transport sets the proxy and the trusted certificates. Nil means
	// http.DefaultClient. Redirects are not followed.
	HTTPClient *http.Client

	// Shell says that the session is a shell or a command (session type SSM) rather than a raw stream (SSH). Agents
	// start those without a handshake, and a command may print nothing. With Shell set, Dial sends a terminal size
	// after two seconds of silence and treats its acknowledgement as success, and a session that closes without output
	// and without a message is a command that has finished rather than an error.
	Shell bool

	// MessageSize is the maximum number of bytes of input in one message; 0 means 1024. The official client and the
	// agent both send 1024 (StreamDataPayloadSize), so the service is known to accept that. The agent accepts any size:
	// it reads frames without a limit and counts its buffers in messages, not bytes. The service's limit is unknown, so
	// the default stays at the proven value.
	MessageSize int

	// Window is the maximum number of unacknowledged messages; 0 means 1024. With the default message size that is
	// 1 MiB in flight, enough for 10 MB/s at a round-trip time of 100 ms. The agent buffers up to 100,000 messages that
	// arrive out of order (ssa agent/session/config/config.go), and the official client sends up to 10,000 ahead.
	Window int

	// OpenTimeout limits all of Dial; 0 means 18 seconds. The agent abandons a handshake after 15 seconds.
	OpenTimeout time.Duration

	// StallTimeout ends the channel when the agent has acknowledged nothing for that long while input is outstanding
	// and not paused; 0 means 18 seconds. Agents acknowledge input when the program has read it, so set it higher for
	// bulk input to a program that may not read for a while.
	StallTimeout time.Duration
}

func (o Options) withDefaults() Options {
	if o.HTTPClient == nil {
		o.HTTPClient = http.DefaultClient
	}
	if o.MessageSize <= 0 {
		o.MessageSize = 1024
	}
	if o.Window <= 0 {
		o.Window = 1024
	}
	if o.OpenTimeout <= 0 {
		o.OpenTimeout = 18 * time.Second
	}
	if o.StallTimeout <= 0 {
		o.StallTimeout = 18 * time.Second
	}
	return o
}

var errOpenTimeout = errors.New("timed out")

// Dial opens the channel of a session that was just started. It returns when the agent has completed its handshake, or
// has sent output without one, which agents do for shells; see also Options.Shell. It takes at most
// Options.OpenTimeout. ctx applies to opening only. The token is single use: after an error, start a new session.
//
// Errors are of type *Error, or wrap the cause of ctx's cancellation.
func Dial(ctx context.Context, streamURL, token string, o Options) (*Channel, error) {
	o = o.withDefaults()
	if u, err := url.Parse(streamURL); err != nil || u.Scheme != "wss" || u.Host == "" {
		return nil, newError(Refused, nil, "the session's stream URL is not a wss address")
	}
	ctx, cancel := context.WithTimeoutCause(ctx, o.OpenTimeout, errOpenTimeout)
	defer cancel()
	client := *o.HTTPClient
	// The token must not be sent to another host.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	ws, resp, err := websocket.Dial(ctx, streamURL, &websocket.DialOptions{HTTPClient: &client}) //nolint:bodyclose // Dial closes it
	if err != nil {
		return nil, dialError(ctx, resp, err)
	}
	return open(ctx, ws, token, o)
}

// open sends the token and waits for the agent.
func open(ctx context.Context, ws *websocket.Conn, token string, o Options) (*Channel, error) {
	ws.SetReadLimit(maxFrame)
	first := mustJSON(openDataChannel{
		MessageSchemaVersion: "1.0", RequestId: newUUID().String(), TokenValue: token,
		ClientId: newUUID().String(), ClientVersion: clientVersion,
	})
	if err := ws.Write(ctx, websocket.MessageText, first); err != nil {
		_ = ws.CloseNow()
		if ctx.Err() != nil {
			return nil, openError(ctx, o.OpenTimeout)
		}
		return nil, newError(Lost, nil, "the connection to the session was lost")
	}
	c := newChannel(ws, token, o)
	c.start()
	select {
	case <-c.ready:
	case <-c.done:
	case <-ctx.Done():
	}
	if c.isOpen() { // it may have ended since, which Read reports
		return c, nil
	}
	if ctx.Err() != nil {
		c.end(openError(ctx, o.OpenTimeout))
	}
	c.running.Wait()
	return nil, c.endError()
}

func openError(ctx context.Context, limit time.Duration) error {
	if errors.Is(context.Cause(ctx), errOpenTimeout) {
		return newError(TimedOut, errOpenTimeout, "the dev environment did not answer within %v", limit)
	}
	return fmt.Errorf("opening the session was cancelled: %w", context.Cause(ctx))
}
