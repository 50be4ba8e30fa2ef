package ssm

import (
	"container/list"
	"time"
)

// outbox holds messages until they are acknowledged, and decides which to send and to resend. It has no clock.
//
// The window starts at the oldest unacknowledged message, so the agent never has to buffer more than a window of
// messages that arrive out of order.
type outbox struct {
	slots  []*pendingMessage // indexed by sequence number modulo window; nil if acknowledged or unused
	base   int64             // sequence number of the oldest unacknowledged message
	unsent int64             // of the oldest message that was never sent
	next   int64             // of the next message to be added

	sentList    list.List // *pendingMessage values that were sent, least recently sent first
	rtt         rttEstimator
	newestAcked time.Time // the latest sentAt of all acknowledged messages
	timerStart  time.Time // of the retransmission timeout
}

type pendingMessage struct {
	sequence int64
	frame    []byte
	sentAt   time.Time // most recently
	resent   bool      // sent more than once
	element  *list.Element
}

func newOutbox(window int) *outbox { return &outbox{slots: make([]*pendingMessage, window)} }

func (o *outbox) full() bool     { return o.next-o.base >= int64(len(o.slots)) }
func (o *outbox) empty() bool    { return o.next == o.base }
func (o *outbox) inFlight() bool { return o.sentList.Len() > 0 }

// add queues a message. The outbox must not be full.
func (o *outbox) add(of payloadType, payload []byte, flags uint64) {
	if o.next == 0 {
		flags |= syn
	}
	m := message{
		kind: inputStream, created: time.Now(), sequence: o.next, flags: flags, id: newUUID(), payloadType: of, payload: payload,
	}
	*o.slot(o.next) = &pendingMessage{sequence: o.next, frame: m.encode()}
	o.next++
}

func (o *outbox) slot(sequence int64) **pendingMessage { return &o.slots[sequence%int64(len(o.slots))] }

// nextFrame returns the frame to send now, or nil and the time to check again; a zero time means not until something
// changes.
func (o *outbox) nextFrame(now time.Time) (frame []byte, next time.Time) {
	if p := o.findLost(now); p != nil {
		p.resent = true
		return o.markSent(p, now), time.Time{}
	}
	if o.unsent < o.next {
		p := *o.slot(o.unsent)
		o.unsent++
		if !o.inFlight() {
			o.timerStart = now
		}
		return o.markSent(p, now), time.Time{}
	}
	if !o.inFlight() {
		return nil, time.Time{}
	}
	return nil, o.timerStart.Add(o.rtt.timeout())
}

func (o *outbox) markSent(p *pendingMessage, now time.Time) []byte {
	p.sentAt = now
	if p.element == nil {
		p.element = o.sentList.PushBack(p)
	} else {
		o.sentList.MoveToBack(p.element)
	}
	return p.frame
}

// findLost returns the least recently sent message if it should be sent again: if a message sent clearly later has been
// acknowledged (as in RFC 8985), or if nothing was acknowledged for the timeout. Without the first rule, every lost
// acknowledgement would cost a timeout.
func (o *outbox) findLost(now time.Time) *pendingMessage {
	front := o.sentList.Front()
	if front == nil {
		return nil
	}
	p := front.Value.(*pendingMessage)
	if p.sentAt.Add(o.rtt.reorderWindow()).Before(o.newestAcked) {
		return p
	}
	if now.Sub(o.timerStart) >= o.rtt.timeout() {
		o.rtt.backOff()
		o.timerStart = now
		return p
	}
	return nil
}

// acknowledge removes a message, and returns false if it was already acknowledged or never sent.
func (o *outbox) acknowledge(sequence int64, now time.Time) bool {
	if sequence < o.base || sequence >= o.unsent {
		return false
	}
	slot := o.slot(sequence)
	p := *slot
	if p == nil {
		return false
	}
	*slot = nil
	o.sentList.Remove(p.element)
	o.timerStart = now
	elapsed := now.Sub(p.sentAt)
	if !p.resent {
		o.rtt.sample(elapsed)
	}
	// If the acknowledgement came faster than any round trip so far, it belongs to an earlier copy of the message.
	if p.sentAt.After(o.newestAcked) && (!p.resent || elapsed >= o.rtt.min) {
		o.newestAcked = p.sentAt
	}
	for o.base < o.next && *o.slot(o.base) == nil {
		o.base++
	}
	return true
}
