package ssm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/coder/websocket"
)

// Reason tells a caller how to handle an error.
type Reason uint8

const (
	Unreachable   Reason = iota + 1 // no connection: DNS, network, TLS or proxy. Retry with a new session.
	Refused                         // the service rejected the stream URL or the token. Tokens are single use: start a new session.
	TimedOut                        // connected, but the dev environment did not answer in time.
	Unsupported                     // the session requires something this package does not support, such as encryption with AWS KMS.
	Lost                            // the channel was open and failed. The session may still be running and should be stopped.
	ProtocolError                   // the other side violated the protocol.
)

// Error explains in one sentence why a channel could not be opened, or why it failed.
type Error struct {
	Reason Reason
	text   string
	cause  error
}

func (e *Error) Error() string { return e.text }

// Unwrap returns the cause. It contains neither the stream URL nor the token.
func (e *Error) Unwrap() error { return e.cause }

func newError(r Reason, cause error, format string, args ...any) *Error {
	return &Error{Reason: r, text: fmt.Sprintf(format, args...), cause: cause}
}

// dialError explains why the websocket could not be opened. The websocket package's own messages contain the URL.
func dialError(ctx context.Context, resp *http.Response, err error) error {
	switch {
	case errors.Is(context.Cause(ctx), errOpenTimeout):
		return newError(Unreachable, errOpenTimeout, "could not connect to the session: the service did not answer in time")
	case ctx.Err() != nil:
		return fmt.Errorf("opening the session was cancelled: %w", context.Cause(ctx))
	case resp != nil && resp.StatusCode >= http.StatusInternalServerError:
		return newError(Unreachable, nil, "could not connect to the session: the service answered %d %s",
			resp.StatusCode, http.StatusText(resp.StatusCode))
	case resp != nil && resp.StatusCode != http.StatusSwitchingProtocols:
		return newError(Refused, nil, "the service rejected the session: it answered %d %s",
			resp.StatusCode, http.StatusText(resp.StatusCode))
	case resp != nil:
		return newError(ProtocolError, nil, "could not connect to the session: the server does not speak websocket")
	}
	cause := withoutURL(err)
	return newError(Unreachable, cause, "could not connect to the session: %v", cause)
}

// withoutURL returns the cause of a failed request without the URL, which must not be shown.
func withoutURL(err error) error {
	var request *url.Error
	if errors.As(err, &request) {
		return request.Err
	}
	return errors.New("the connection failed")
}

// closeError explains why the websocket ended. If the channel is not open yet, closing it means that the service
// rejected the session.
func (c *Channel) closeError(err error, opened bool) *Error {
	var closed websocket.CloseError
	reason, action := Lost, "closed the session"
	if !opened {
		reason, action = Refused, "rejected the session"
	}
	switch {
	case errors.As(err, &closed) && closed.Reason != "":
		return newError(reason, nil, "the service %s: %s", action, c.redact(closed.Reason))
	case errors.As(err, &closed):
		return newError(reason, nil, "the service %s (websocket status %d)", action, closed.Code)
	case errors.Is(err, websocket.ErrMessageTooBig):
		return newError(ProtocolError, nil, "the session sent a message of more than %d bytes", maxFrame)
	}
	return newError(Lost, nil, "the connection to the session was lost")
}

// redact quotes text from the other side for use in an error. The text might repeat the token.
func (c *Channel) redact(text string) string {
	if c.token != "" {
		text = strings.ReplaceAll(text, c.token, "[token]")
	}
	return fmt.Sprintf("%q", text)
}
