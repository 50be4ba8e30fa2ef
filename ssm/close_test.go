package ssm_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

func TestCloseTerminates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.shake("Port")
			if f := d.take(); string(f.payload) != "last" {
				t.Errorf("got %q", f.payload)
			}
			f := d.take()
			if f.of != 10 || !bytes.Equal(f.payload, []byte{0, 0, 0, 2}) || f.flags != 2 {
				t.Errorf("close sent type %d, %x, flags %d", f.of, f.payload, f.flags)
			}
			d.waitForClose()
		}))
		_, _ = c.Write([]byte("last"))
		for range 2 {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}
		if _, err := c.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
			t.Errorf("writing after Close: %v", err)
		}
		if _, err := c.Read(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
			t.Errorf("reading after Close: %v", err)
		}
	})
}

func TestWriteAfterTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) { d.say("x"); d.close("") }))
		readAll(t, c)
		if _, err := c.Write([]byte("x")); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("got %v", err)
		}
	})
}

// Close waits two seconds for an agent that does not take it.
func TestCloseIsNotHeldUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.say("$ ")
			d.waitForClose()
		}))
		_, _ = c.Write([]byte("x"))
		began := time.Now()
		_ = c.Close()
		if took := time.Since(began); took != 2*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

func TestCloseEndsAWaitingWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.say("$ ")
			d.waitForClose()
		}))
		wrote := make(chan error)
		go func() {
			_, err := c.Write(make([]byte, 4<<20))
			wrote <- err
		}()
		synctest.Wait()
		_ = c.Close()
		if err := <-wrote; err == nil {
			t.Error("the write succeeded")
		}
	})
}
