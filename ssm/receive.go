package ssm

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"time"
)

const (
	maxBadFrames      = 100                    // in a row, before the channel fails
	lateOutputWait    = 250 * time.Millisecond // for output that arrives after channel_closed
	missingOutputWait = 2 * time.Second        // for output that is known to be missing
	rejectionWait     = time.Second            // for the agent to acknowledge a rejection
	probeAfter        = 2 * time.Second        // of silence; see probe
	handshakeWait     = 500 * time.Millisecond // for a handshake to start after a probe was acknowledged
)

// receive reads the websocket until it ends.
func (c *Channel) receive() {
	buf := make([]byte, 4096)
	for {
		frame, err := c.readFrame(&buf)
		if err != nil {
			c.connectionEnded(err)
			return
		}
		if m, err := decode(frame); err != nil {
			c.discard(err)
		} else {
			c.handle(m)
		}
	}
}

// readFrame reads into buf, and grows it. The frame is valid until the next call.
func (c *Channel) readFrame(buf *[]byte) ([]byte, error) {
	_, r, err := c.ws.Reader(context.Background())
	if err != nil {
		return nil, err
	}
	n := 0
	for {
		if n == len(*buf) {
			*buf = append(*buf, make([]byte, len(*buf))...)
		}
		k, err := r.Read((*buf)[n:])
		n += k
		if errors.Is(err, io.EOF) {
			return (*buf)[:n], nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// discard drops an invalid frame. Since it is not acknowledged, the agent sends it again.
func (c *Channel) discard(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lastReceived = time.Now()
	if c.badFrames++; c.badFrames > maxBadFrames {
		c.endLocked(newError(ProtocolError, err, "the session does not speak the protocol: %v", err))
	}
}

func (c *Channel) handle(m message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	c.lastReceived = now
	switch m.kind {
	case outputStream:
		c.handleOutput(m)
	case acknowledge:
		c.handleAck(m, now)
	case channelClosed:
		c.handleClosed(m)
	case pausePublication:
		c.pause(now)
	case startPublication:
		c.resume(now)
	}
}

// handleOutput delivers a message if it is the next in order, followed by buffered ones, and otherwise buffers it.
func (c *Channel) handleOutput(m message) {
	accepted, expected := c.in.accept(m.sequence)
	if !accepted {
		return
	}
	ack := pendingAck{m.sequence, m.id}
	if expected {
		incomplete := c.in.gap()
		for ok := true; ok && c.err == nil; m, ok = c.in.advance() {
			c.badFrames = 0
			c.deliver(m)
		}
		if c.closedByService && incomplete && !c.in.gap() {
			time.AfterFunc(lateOutputWait, c.finishUnlessEnded)
		}
	} else {
		c.in.keep(m)
	}
	c.acks = append(c.acks, ack)
	notify(c.wake)
}

func (c *Channel) deliver(m message) {
	switch m.payloadType {
	case handshakeRequest:
		c.handleHandshakeRequest(m.payload)
	case challengeRequest:
		c.handleChallenge()
	case handshakeComplete:
		var body handshakeCompleteBody
		_ = json.Unmarshal(m.payload, &body) // all fields are optional
		c.info.Notice = body.CustomerMessage
		c.markOpen()
	case outputPayload, stderrPayload:
		c.enqueue(Output{append([]byte(nil), m.payload...), m.payloadType == stderrPayload})
	case exitCodePayload:
		if code, ok := exitStatus(m.payload); ok {
			c.exitCode = &code
		}
	case flagPayload:
		if len(m.payload) == 4 && binary.BigEndian.Uint32(m.payload) == connectToPortError {
			c.endLocked(newError(Lost, nil, "the dev environment could not connect the session to its port"))
		}
	}
	if !c.handshaking {
		c.markOpen() // agents make no handshake for shells, and old ones never do
	}
	if m.flags&fin != 0 && !c.finReceived {
		c.finReceived = true
		time.AfterFunc(missingOutputWait, c.finishUnlessEnded)
	}
}

func (c *Channel) enqueue(o Output) {
	if len(o.Data) == 0 {
		return
	}
	for c.queued >= maxQueued && c.err == nil {
		c.readerBlocked = true
		c.changed.Wait()
	}
	c.readerBlocked = false
	c.queue = append(c.queue, o)
	c.queued += len(o.Data)
	c.changed.Broadcast()
}

func (c *Channel) markOpen() {
	select {
	case <-c.ready:
	default:
		close(c.ready)
	}
}

// probe checks whether the agent of a shell that prints nothing is connected. It sends a terminal size, because agents
// acknowledge but drop input during a handshake, which may still follow; losing a size does no harm.
func (c *Channel) probe() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.isOpen() && !c.handshaking && c.err == nil {
		c.probed = true
		c.queueInput(sizePayload, mustJSON(size{Cols: 80, Rows: 24}), 0)
	}
}

// openWithoutHandshake opens the channel after the agent has acknowledged a probe and started no handshake.
func (c *Channel) openWithoutHandshake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.handshaking && c.err == nil {
		c.markOpen()
	}
}

func (c *Channel) isOpen() bool {
	select {
	case <-c.ready:
		return true
	default:
		return false
	}
}

func (c *Channel) handleAck(m message, now time.Time) {
	var a acknowledgement
	if json.Unmarshal(m.payload, &a) != nil || !c.out.acknowledge(a.AcknowledgedMessageSequenceNumber, now) {
		return
	}
	c.lastAck = now
	switch {
	case c.rejection != nil && c.out.empty():
		c.endLocked(c.rejection)
	case c.probed && !c.isOpen():
		time.AfterFunc(handshakeWait, c.openWithoutHandshake)
	}
	c.changed.Broadcast()
	notify(c.wake)
}

// handleClosed handles channel_closed, the end of the session. Output may still arrive for a moment.
func (c *Channel) handleClosed(m message) {
	var body channelClosedBody
	_ = json.Unmarshal(m.payload, &body) // the message is optional
	c.closeMessage, c.closedByService = body.Output, true
	c.changed.Broadcast()
	switch {
	case c.rejection != nil:
		c.endLocked(c.rejection)
	case !c.isOpen() && c.closeMessage == "" && c.o.Shell && !c.handshaking:
		c.markOpen()
		c.finish()
	case !c.isOpen() && c.closeMessage != "":
		c.endLocked(newError(Refused, nil, "the service rejected the session: %s", c.redact(c.closeMessage)))
	case !c.isOpen():
		c.endLocked(newError(Refused, nil, "the service closed the session before it began"))
	case c.in.gap():
		time.AfterFunc(missingOutputWait, c.finishUnlessEnded)
	default:
		time.AfterFunc(lateOutputWait, c.finishUnlessEnded)
	}
}

func (c *Channel) finishUnlessEnded() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.finish()
}

// finish ends the channel after the session has ended.
func (c *Channel) finish() {
	if c.in.gap() {
		c.endLocked(newError(Lost, nil, "the session ended before all of its output had arrived"))
	} else {
		c.endLocked(io.EOF)
	}
}

// connectionEnded handles the end of the websocket.
func (c *Channel) connectionEnded(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closedByService || c.finReceived:
		c.finish()
	case c.rejection != nil:
		c.endLocked(c.rejection)
	default:
		c.endLocked(c.closeError(err, c.isOpen()))
	}
}
