package ssm

import (
	"context"
	"time"

	"github.com/coder/websocket"
)

// pauseLimit is how long pause_publication is obeyed if no start_publication follows, so that a lost one does not block
// the session for good. The service copes with input during a pause: the official client ignores both messages (smp
// datachannel/streaming.go, OutputMessageHandler).
const pauseLimit = 15 * time.Second

// send is the only goroutine that writes to the websocket, apart from pings. Receiving therefore never waits for
// sending: if both sides did, they could deadlock.
func (c *Channel) send() {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		frame, next := c.nextFrame(time.Now())
		if frame != nil {
			if c.ws.Write(context.Background(), websocket.MessageBinary, frame) != nil {
				c.writeFailed()
				return
			}
			continue
		}
		timer.Reset(until(next))
		select {
		case <-c.wake:
		case <-timer.C:
		case <-c.done:
			return
		}
	}
}

// writeFailed does not end the channel: the receiving side may still find output and the reason for the failure.
func (c *Channel) writeFailed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writeFailedAt = time.Now()
	notify(c.recheck)
}

func until(t time.Time) time.Duration {
	if t.IsZero() {
		return time.Hour
	}
	return max(time.Until(t), 0)
}

// nextFrame returns the frame to send now, or nil and the time to check again.
func (c *Channel) nextFrame(now time.Time) (frame []byte, next time.Time) {
	r, ok := c.nextAck()
	if ok {
		return r.encode(), time.Time{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.isPaused(now) {
		return nil, c.pausedAt.Add(pauseLimit)
	}
	c.queueSize()
	return c.out.nextFrame(now)
}

// queueSize queues the latest terminal size if there is room.
func (c *Channel) queueSize() {
	if c.size != nil && !c.writesClosed && !c.out.full() {
		c.queueInput(sizePayload, mustJSON(c.size), 0)
		c.size = nil
	}
}

// queueInput queues a message; the outbox must not be full. StallTimeout counts from the first message that is queued.
func (c *Channel) queueInput(of payloadType, payload []byte, flags uint64) {
	if c.out.empty() {
		c.lastAck = time.Now()
		notify(c.recheck)
	}
	c.out.add(of, payload, flags)
	notify(c.wake)
}

// nextAck removes the oldest acknowledgement to be sent. A pause does not apply to acknowledgements.
func (c *Channel) nextAck() (pendingAck, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.acks) == 0 {
		return pendingAck{}, false
	}
	r := c.acks[0]
	c.acks = c.acks[1:]
	return r, true
}

func (c *Channel) isPaused(now time.Time) bool {
	if !c.pausedAt.IsZero() && now.Sub(c.pausedAt) >= pauseLimit {
		c.resume(now)
	}
	return !c.pausedAt.IsZero()
}

func (c *Channel) pause(now time.Time) {
	if c.pausedAt.IsZero() {
		c.pausedAt = now
	}
}

// resume ends a pause. StallTimeout starts anew, because the agent could not acknowledge anything meanwhile.
func (c *Channel) resume(now time.Time) {
	c.pausedAt, c.lastAck = time.Time{}, now
	notify(c.wake)
	notify(c.recheck)
}
