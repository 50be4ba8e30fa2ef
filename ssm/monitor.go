package ssm

import (
	"context"
	"time"
)

const (
	pingInterval    = 30 * time.Second // the service closes channels that are idle for about 20 minutes
	pongLimit       = 10 * time.Second // for a pong
	quietLimit      = 5 * time.Second  // after which a ping is sent if input is unacknowledged and nothing is received
	closeReasonWait = time.Second      // for the receiving side to find out why writing failed
)

// linkState is what monitor needs to know about the connection.
type linkState struct {
	lastReceived time.Time // a frame or a pong
	lastPing     time.Time
	lastAck      time.Time // or when input was first queued, or a pause ended
}

// monitor sends pings, ends the channel when the connection or the agent fails, and closes the connection when the
// channel has ended. Pongs come from the service and show that the connection works; acknowledgements come from the
// agent.
func (c *Channel) monitor() {
	timer := time.NewTimer(pingInterval)
	defer timer.Stop()
	for {
		select {
		case <-c.done:
			_ = c.ws.CloseNow()
			return
		case <-c.recheck:
		case <-timer.C:
		}
		now := time.Now()
		ping, next, err := c.check(now)
		if err != nil {
			c.end(err)
			continue
		}
		if ping {
			c.running.Go(c.ping)
		}
		timer.Reset(next)
	}
}

func (c *Channel) ping() {
	ctx, cancel := context.WithTimeout(context.Background(), pongLimit)
	defer cancel()
	if c.ws.Ping(ctx) == nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.lastReceived = time.Now()
	}
}

// check decides whether to ping and when to check again, and returns an error if the channel has failed.
func (c *Channel) check(now time.Time) (ping bool, next time.Duration, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.readerBlocked { // nothing is received, so nothing can be concluded
		c.lastReceived, c.lastAck = now, now
		if c.hasWriteFailed() {
			c.writeFailedAt = now
		}
	}
	waiting := !c.out.empty() && !c.isPaused(now)
	if err := c.failed(now, waiting); err != nil {
		return false, 0, err
	}
	ping = now.Sub(c.lastPing) >= pingInterval || waiting && !c.pingUnanswered() && now.Sub(c.lastReceived) >= quietLimit
	if ping {
		c.lastPing = now
	}
	if waiting || c.pingUnanswered() || c.hasWriteFailed() {
		return ping, time.Second, nil
	}
	return ping, pingInterval - now.Sub(c.lastPing), nil
}

func (c *Channel) failed(now time.Time, waiting bool) error {
	lost := c.hasWriteFailed() && now.Sub(c.writeFailedAt) >= closeReasonWait || c.pingUnanswered() && now.Sub(c.lastPing) >= pongLimit
	stalled := waiting && c.isOpen() && now.Sub(c.lastAck) >= c.o.StallTimeout // until then OpenTimeout applies
	switch {
	case lost:
		return newError(Lost, nil, "the connection to the session was lost")
	case stalled:
		return newError(Lost, nil, "the dev environment has not answered for %v", c.o.StallTimeout)
	}
	return nil
}

func (c *Channel) hasWriteFailed() bool { return !c.writeFailedAt.IsZero() }

// pingUnanswered says that nothing was received since the last ping.
func (c *Channel) pingUnanswered() bool { return c.lastPing.After(c.lastReceived) }
