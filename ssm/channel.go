package ssm

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/coder/websocket"
)

const (
	maxQueued  = 1 << 20         // bytes of unread output at which receiving stops
	closeLimit = 2 * time.Second // for earlier input to be acknowledged
)

// Channel is an open session channel. Its methods may be called from any goroutine.
type Channel struct {
	ws    *websocket.Conn
	token string // to remove it from messages
	o     Options

	ready   chan struct{} // closed when the channel is open
	done    chan struct{} // closed when the channel has ended
	wake    chan struct{} // wakes send
	recheck chan struct{} // wakes monitor

	running sync.WaitGroup
	writing sync.Mutex // serializes Write, so that two do not interleave

	mu      sync.Mutex
	changed *sync.Cond // signals changes to the fields below
	err     error      // why the channel ended; io.EOF if the session ended normally
	sendState
	receiveState
	linkState
}

// sendState is the state of the sending side.
type sendState struct {
	out           *outbox
	acks          []pendingAck // to be sent
	size          *size        // latest terminal size, if it has not been queued yet
	pausedAt      time.Time    // when the service paused input; zero if it did not
	writesClosed  bool         // by Close
	writeFailedAt time.Time    // zero if it has not
}

// receiveState is the state of the receiving side.
type receiveState struct {
	in              *inbox
	queue           []Output
	queued          int    // bytes in queue
	readerBlocked   bool   // receiving waits for Read
	badFrames       int    // since the last message in order
	handshaking     bool   // the agent has started a handshake
	probed          bool   // see probe
	rejection       *Error // why this client cannot take part in the session
	closedByService bool   // channel_closed was received
	finReceived     bool   // the final message was delivered
	closeMessage    string
	exitCode        *int
	info            Info
}

// Info is what the agent says about a session in its handshake.
type Info struct {
	AgentVersion string // "" without a handshake
	SessionType  string // Standard_Stream, InteractiveCommands, NonInteractiveCommands or Port; "" without a handshake
	Notice       string // a message for the user, such as a request to update the client; not cleaned
}

// Output is a chunk of output.
type Output struct {
	Data   []byte
	Stderr bool // only some agents separate the two
}

func newChannel(ws *websocket.Conn, token string, o Options) *Channel {
	c := &Channel{
		ws: ws, token: token, o: o,
		ready: make(chan struct{}), done: make(chan struct{}),
		wake: make(chan struct{}, 1), recheck: make(chan struct{}, 1),
	}
	c.changed = sync.NewCond(&c.mu)
	c.out, c.in = newOutbox(o.Window), newInbox()
	c.lastReceived, c.lastPing, c.lastAck = time.Now(), time.Now(), time.Now()
	return c
}

func (c *Channel) start() {
	c.running.Go(c.send)
	c.running.Go(c.receive)
	c.running.Go(c.monitor)
	if c.o.Shell {
		time.AfterFunc(probeAfter, c.probe)
	}
}

// end ends the channel. Only the first error is kept.
func (c *Channel) end(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endLocked(err)
}

func (c *Channel) endLocked(err error) {
	if c.err == nil {
		c.err = err
		close(c.done)
		c.changed.Broadcast()
	}
}

func (c *Channel) endError() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Read returns output, stdout and stderr mixed in the order in which they arrived. It returns io.EOF when the session
// has ended, net.ErrClosed after Close, and an *Error when the channel failed. If output is not read, receiving stops
// after 1 MiB.
func (c *Channel) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.awaitOutput(); err != nil {
		return 0, err
	}
	n := 0
	for n < len(p) && len(c.queue) > 0 {
		head := &c.queue[0]
		k := copy(p[n:], head.Data)
		n += k
		if head.Data = head.Data[k:]; len(head.Data) == 0 {
			c.queue = c.queue[1:]
		}
	}
	c.queued -= n
	c.changed.Broadcast()
	return n, nil
}

// ReadOutput is like Read, and says whether the output is from stderr.
func (c *Channel) ReadOutput() (Output, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.awaitOutput(); err != nil {
		return Output{}, err
	}
	head := c.queue[0]
	c.queue = c.queue[1:]
	c.queued -= len(head.Data)
	c.changed.Broadcast()
	return head, nil
}

func (c *Channel) awaitOutput() error {
	for len(c.queue) == 0 && c.err == nil {
		c.changed.Wait()
	}
	if len(c.queue) == 0 {
		return c.err
	}
	return nil
}

// Write sends p as input. It blocks while Options.Window messages are unacknowledged, and does not wait for its own to
// be acknowledged. It returns io.ErrClosedPipe when the session has ended, net.ErrClosed after Close, and an *Error
// when the channel failed.
func (c *Channel) Write(p []byte) (int, error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	n := 0
	for n < len(p) {
		k, err := c.queueBytes(p[n:])
		if n += k; err != nil {
			return n, err
		}
	}
	return n, nil
}

// queueBytes queues as much of p as fits into the window, and blocks until something does.
func (c *Channel) queueBytes(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.out.full() && c.err == nil && !c.writesClosed {
		c.changed.Wait()
	}
	switch {
	case errors.Is(c.err, io.EOF):
		return 0, io.ErrClosedPipe
	case c.err != nil:
		return 0, c.err
	case c.writesClosed:
		return 0, net.ErrClosed
	}
	c.queueSize() // Resize came first
	n := 0
	for n < len(p) && !c.out.full() {
		k := min(len(p)-n, c.o.MessageSize)
		c.queueInput(outputPayload, p[n:n+k], 0)
		n += k
	}
	return n, nil
}

// Resize sets the size of the session's terminal. It does not block; if several sizes wait to be sent, only the last
// one is. It does nothing for raw streams, which have no terminal.
func (c *Channel) Resize(cols, rows int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.info.SessionType != portSession && cols > 0 && rows > 0 {
		c.size = &size{uint32(cols), uint32(rows)}
		notify(c.wake)
	}
}

// Close tells the agent to terminate the session, waits up to 2 seconds for this and earlier input to be acknowledged,
// and closes the connection. Agents terminate raw streams this way, but not shells: stop the session with
// StopDevEnvironmentSession as well. It always returns nil, and may be called more than once.
func (c *Channel) Close() error {
	limit := time.AfterFunc(closeLimit, func() { c.end(net.ErrClosed) })
	defer limit.Stop()
	c.mu.Lock()
	if c.err == nil && !c.writesClosed && !c.closedByService && !c.out.full() {
		c.queueInput(flagPayload, []byte{0, 0, 0, terminateSession}, fin)
	}
	c.writesClosed = true
	c.changed.Broadcast()
	for c.err == nil && !c.closedByService && !c.out.empty() {
		c.changed.Wait()
	}
	c.endLocked(net.ErrClosed)
	c.mu.Unlock()
	c.running.Wait()
	return nil
}

// ExitCode is the exit code of the session's program, if the agent sent it. Agents send it for non-interactive
// commands.
func (c *Channel) ExitCode() (code int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.exitCode == nil {
		return 0, false
	}
	return *c.exitCode, true
}

// CloseMessage is the text that the service sent when it closed the channel; often "". It is not cleaned.
func (c *Channel) CloseMessage() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closeMessage
}

// Info is what the agent said in its handshake.
func (c *Channel) Info() Info {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.info
}

// notify wakes the receiver of ch, which has room for one notification.
func notify(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}
