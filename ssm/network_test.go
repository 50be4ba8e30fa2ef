package ssm_test

import (
	"encoding/json"
	"math/rand/v2"
	"sync"
	"time"
)

func unmarshal(b []byte, v any) error { return json.Unmarshal(b, v) }

// network is a double's end of a stream over a network that reorders, repeats and loses.
type network struct {
	d    *double
	dice *rand.Rand

	mu      sync.Mutex
	unacked map[int64]frame
	changed *sync.Cond
	held    *frame
	sent    bool // all of it
}

func newNetwork(d *double, seed uint64) *network {
	n := &network{d: d, dice: rand.New(rand.NewPCG(seed, 0)), unacked: map[int64]frame{}}
	n.changed = sync.NewCond(&n.mu)
	return n
}

func (n *network) chance() bool { return n.dice.IntN(20) == 0 }

// stream sends data, at most 500 messages ahead.
func (n *network) stream(data []byte) {
	for len(data) > 0 {
		k := min(len(data), 1024)
		n.mu.Lock()
		for len(n.unacked) >= 500 {
			n.changed.Wait()
		}
		f := n.d.stream(1, string(data[:k]))
		n.unacked[f.seq] = f
		n.out(f)
		n.mu.Unlock()
		data = data[k:]
	}
	n.mu.Lock()
	n.sent = true
	n.mu.Unlock()
}

// out sends a frame: now, or after the next one, perhaps twice.
func (n *network) out(f frame) {
	if n.held == nil && n.chance() {
		n.held = &f
		return
	}
	n.d.send(f)
	if n.chance() {
		n.d.send(f)
	}
	if n.held != nil {
		n.d.send(*n.held)
		n.held = nil
	}
}

// collect takes input until there are size bytes, putting it in order.
func (n *network) collect(size int) []byte {
	var got []byte
	early := map[int64][]byte{}
	next := int64(1)
	resend := time.NewTicker(100 * time.Millisecond)
	defer resend.Stop()
	for len(got) < size {
		select {
		case f, open := <-n.d.frames:
			if !open {
				n.d.t.Errorf("the client hung up after %d bytes", len(got))
				return got
			}
			n.take(f, early)
			for p, ok := early[next]; ok; p, ok = early[next] {
				got = append(got, p...)
				delete(early, next)
				next++
			}
		case <-resend.C:
			n.resend()
		}
	}
	return got
}

func (n *network) take(f frame, early map[int64][]byte) {
	n.mu.Lock()
	defer n.mu.Unlock()
	lost := n.chance()
	switch {
	case f.kind == "acknowledge" && !lost:
		delete(n.unacked, ackOf(n.d.t, f))
		n.changed.Broadcast()
	case f.kind == "input_stream_data":
		early[f.seq] = f.payload
		if !lost {
			n.d.ack(f)
		}
	}
}

func (n *network) resend() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, f := range n.unacked {
		n.d.send(f)
	}
	if n.held != nil {
		n.d.send(*n.held)
		n.held = nil
	}
}

// awaitAcks resends until everything is acknowledged.
func (n *network) awaitAcks() {
	for {
		n.mu.Lock()
		done := n.sent && len(n.unacked) == 0
		n.mu.Unlock()
		if done {
			return
		}
		select {
		case f, open := <-n.d.frames:
			if !open {
				return
			}
			n.take(f, map[int64][]byte{})
		case <-time.After(100 * time.Millisecond):
			n.resend()
		}
	}
}
