package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// The limits of a response, after decompression. A full page of a list is below 100 kB, and so is any answer of the
// sign-in service.
const (
	maxAPIBody     = 16 << 20 // of a success
	maxErrorBody   = 256 << 10
	maxSignInBody  = 256 << 10
	maxHeaderBytes = 256 << 10

	// maxJSONValues limits what a body becomes when it is parsed: an empty JSON object takes two bytes in the body and
	// fifty times that in memory.
	maxJSONValues = 100_000

	// largeBody is the size from which bodies take turns, so that many at once do not add up.
	largeBody = 512 << 10

	bodyChunk = 64 << 10
)

// The limits of what the sign-in service hands out, in bytes.
const (
	maxUserCode = 32
	maxURL      = 2 << 10
	maxToken    = 8 << 10 // also of client identifiers and secrets
)

// tooLargeError is a response that exceeds a limit.
type tooLargeError struct{ limit string }

func (e *tooLargeError) Error() string { return "the response is too large: more than " + e.limit }

// limitedClient reads response bodies completely before it passes them on, and rejects those that exceed the limits.
// The headers are limited by the transport.
type limitedClient struct {
	next    aws.HTTPClient
	maxBody int           // of a response with status 2xx; maxErrorBody applies to others
	turns   chan struct{} // has room for one: held while a large body is in memory
}

func (c *limitedClient) Do(r *http.Request) (*http.Response, error) {
	res, err := c.next.Do(r)
	if err != nil || res == nil || res.Body == nil {
		return res, err
	}
	limit := maxErrorBody
	if res.StatusCode/100 == 2 {
		limit = c.maxBody
	}
	res.Body = &limitedBody{ctx: r.Context(), body: res.Body, limit: limit, turns: c.turns}
	return res, nil
}

func (c *limitedClient) CloseIdleConnections() { closeIdleConnections(c.next) }

// limitedBody reads the whole body at the first Read, in chunks that it releases as they are consumed. Nothing of a body
// that exceeds the limits is passed on, so that no parser allocates for it.
type limitedBody struct {
	ctx   context.Context
	body  io.ReadCloser
	limit int
	turns chan struct{}

	loaded bool
	myTurn bool // holds turns
	chunks [][]byte
	size   int
	values jsonCounter
	err    error // returned after the chunks
}

func (b *limitedBody) Read(p []byte) (int, error) {
	if !b.loaded {
		b.loaded = true
		if b.err = b.load(); !errors.Is(b.err, io.EOF) {
			b.chunks = nil
		}
	}
	if len(b.chunks) == 0 {
		return 0, b.err
	}
	n := copy(p, b.chunks[0])
	if b.chunks[0] = b.chunks[0][n:]; len(b.chunks[0]) == 0 {
		b.chunks[0] = nil
		b.chunks = b.chunks[1:]
	}
	return n, nil
}

// load reads the body. It returns io.EOF at its end.
func (b *limitedBody) load() error {
	for {
		chunk, err := b.readChunk()
		b.size += len(chunk)
		b.values.count(chunk)
		switch {
		case b.size > b.limit:
			return &tooLargeError{fmt.Sprintf("%d kB", b.limit>>10)}
		case b.values.total > maxJSONValues:
			return &tooLargeError{fmt.Sprintf("%d JSON values", maxJSONValues)}
		case err == nil:
			err = b.awaitTurn()
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if b.chunks = append(b.chunks, chunk); errors.Is(err, io.EOF) {
			return err
		}
	}
}

// readChunk reads until a chunk is full or the body ends.
func (b *limitedBody) readChunk() (chunk []byte, err error) {
	chunk = make([]byte, min(bodyChunk, b.limit+1-b.size))
	n := 0
	for n < len(chunk) && err == nil {
		var m int
		m, err = b.body.Read(chunk[n:])
		n += m
	}
	return chunk[:n], err
}

// awaitTurn waits until no other large body is in memory, if this one has become large.
func (b *limitedBody) awaitTurn() error {
	if b.myTurn || b.size < largeBody {
		return nil
	}
	select {
	case b.turns <- struct{}{}:
		b.myTurn = true
		return nil
	case <-b.ctx.Done():
		return b.ctx.Err()
	}
}

// Close ends the body's turn: what its parser made of it is about to be released.
func (b *limitedBody) Close() error {
	b.chunks = nil
	if b.myTurn {
		b.myTurn = false
		<-b.turns
	}
	return b.body.Close()
}

// jsonCounter counts the arrays, objects and elements of a JSON text, roughly: a text that is not JSON is counted too.
type jsonCounter struct {
	inString, escaped bool
	total             int
}

func (c *jsonCounter) count(text []byte) {
	for len(text) > 0 {
		switch quote := bytes.IndexByte(text, '"'); {
		case c.inString:
			text = c.skipString(text)
		case quote < 0:
			c.countOutsideStrings(text)
			return
		default:
			c.countOutsideStrings(text[:quote])
			c.inString, text = true, text[quote+1:]
		}
	}
}

func (c *jsonCounter) countOutsideStrings(text []byte) {
	for _, mark := range []string{",", "[", "{"} {
		c.total += bytes.Count(text, []byte(mark))
	}
}

// skipString returns what follows the string that text is in, and nothing if the string does not end there.
func (c *jsonCounter) skipString(text []byte) []byte {
	for len(text) > 0 {
		if c.escaped {
			c.escaped, text = false, text[1:]
			continue
		}
		end := bytes.IndexAny(text, `"\`)
		if end < 0 {
			return nil
		}
		if text[end] == '"' {
			c.inString = false
			return text[end+1:]
		}
		c.escaped, text = true, text[end+1:]
	}
	return nil
}
