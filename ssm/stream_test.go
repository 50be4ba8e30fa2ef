package ssm_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
)

func TestOutputIsPutInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			var all []frame
			for _, text := range []string{"zero ", "one ", "two ", "three "} {
				all = append(all, d.stream(1, text))
			}
			acks := map[int64]int{}
			for _, i := range []int{0, 2, 2, 3, 0, 1, 3} {
				d.send(all[i])
				acks[ackOf(t, d.expect("acknowledge"))]++
			}
			d.close("")
			for seq, want := range map[int64]int{0: 2, 1: 1, 2: 2, 3: 2} {
				if acks[seq] != want {
					t.Errorf("message %d was acknowledged %d times, want %d", seq, acks[seq], want)
				}
			}
			d.waitForClose()
		}))
		if got := readAll(t, c); got != "zero one two three " {
			t.Errorf("read %q", got)
		}
	})
}

func TestDamagedMessageIsNotTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.say("before ")
			d.expect("acknowledge")
			good := d.stream(1, "money")
			bad := good.bytes()
			bad[len(bad)-1]++
			_ = d.ws.Write(t.Context(), 2, bad)
			_ = d.ws.Write(t.Context(), 2, bad[:50])
			d.send(good)
			if seq := ackOf(t, d.expect("acknowledge")); seq != 1 {
				t.Errorf("%d was acknowledged", seq)
			}
			for range 150 { // that is many, but each is made good
				_ = d.ws.Write(t.Context(), 2, bad)
				d.say(".")
			}
			d.close("")
			d.waitForClose()
		}))
		if got := readAll(t, c); strings.TrimRight(got, ".") != "before money" {
			t.Errorf("read %q", got)
		}
	})
}

// What comes too early is kept up to a bound. Beyond it, nothing is acknowledged.
func TestWhatComesEarlyIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const bound = 10_000
		c := dial(t, agent(t, func(d *double) {
			d.say("0")
			first := d.stream(1, "1")
			for range bound + 10 {
				d.say("x")
			}
			d.send(first)
			acks := 0
			for {
				acks++
				if ackOf(t, d.expect("acknowledge")) == first.seq {
					break
				}
			}
			if acks != bound+2 {
				t.Errorf("%d messages were acknowledged", acks)
			}
			d.close("")
			d.waitForClose()
		}))
		if got := readAll(t, c); got != "01"+strings.Repeat("x", bound) {
			t.Errorf("read %d bytes", len(got))
		}
	})
}

func TestInputIsCutIntoMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := make([]byte, 10_000)
		for i := range sent {
			sent[i] = byte(rand.Uint32())
		}
		o := agent(t, func(d *double) {
			d.shake("Port")
			var got []byte
			for seq := int64(1); len(got) < len(sent); seq++ {
				f := d.take()
				if f.seq != seq || f.flags != 0 || f.of != 1 || len(f.payload) > 1024 {
					t.Errorf("message %d: number %d, flags %d, type %d, %d bytes", seq, f.seq, f.flags, f.of, len(f.payload))
				}
				got = append(got, f.payload...)
			}
			if !bytes.Equal(got, sent) {
				t.Error("the agent got something else")
			}
			d.close("")
		})
		c := dial(t, o)
		p := bytes.Clone(sent)
		if n, err := c.Write(p); n != len(p) || err != nil {
			t.Errorf("wrote %d, %v", n, err)
		}
		clear(p) // the caller may reuse its buffer
		readAll(t, c)
	})
}

func TestStderrAndExitCodeAreKeptApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.shake("NonInteractiveCommands")
			d.say("out")
			d.send(d.stream(11, "err"))
			d.send(d.stream(12, "EXIT_CODE: 42"))
			d.close("bye \x07")
			d.waitForClose()
		}))
		var got []string
		for {
			o, err := c.ReadOutput()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					t.Error(err)
				}
				break
			}
			got = append(got, string(o.Data), map[bool]string{true: "stderr", false: "stdout"}[o.Stderr])
		}
		if s := strings.Join(got, " "); s != "out stdout err stderr" {
			t.Errorf("read %s", s)
		}
		if code, ok := c.ExitCode(); code != 42 || !ok {
			t.Errorf("the exit code is %d, %v", code, ok)
		}
		if c.CloseMessage() != "bye \x07" {
			t.Errorf("the last words are %q", c.CloseMessage())
		}
	})
}

func TestReadFillsItsBuffer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.say("abc")
			d.say("def")
			d.waitForClose()
		}))
		synctest.Wait()
		p := make([]byte, 4)
		for _, want := range []string{"abcd", "ef"} {
			if n, err := c.Read(p); string(p[:n]) != want || err != nil {
				t.Errorf("read %q, %v, want %q", p[:n], err, want)
			}
		}
	})
}

func TestResizeSendsTheLatestSize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resume := make(chan bool)
		var got []string
		c := dial(t, agent(t, func(d *double) {
			d.say("$ ")
			d.send(frame{kind: "pause_publication"})
			<-resume
			d.send(frame{kind: "start_publication"})
			for range 2 {
				f := d.take()
				got = append(got, string(f.payload))
				if f.of != 3 {
					t.Errorf("a size came as type %d", f.of)
				}
				<-resume
			}
			d.close("")
		}))
		synctest.Wait() // it is paused
		for cols := range 100 {
			c.Resize(cols, 50)
		}
		resume <- true
		synctest.Wait()
		c.Resize(0, 0)
		c.Resize(80, 24)
		resume <- true
		resume <- true
		readAll(t, c)
		if want := `{"cols":99,"rows":50} {"cols":80,"rows":24}`; strings.Join(got, " ") != want {
			t.Errorf("the agent was told %s, want %s", got, want)
		}
	})
}

func TestRawStreamIsSentNoSize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.shake("Port")
			if f := d.take(); f.of != 1 {
				t.Errorf("a message of type %d came", f.of)
			}
			d.close("")
		}))
		c.Resize(80, 24)
		synctest.Wait()
		_, _ = c.Write([]byte("SSH-2.0-x"))
		readAll(t, c)
	})
}

// Of 2 MB each way, one frame in twenty is swapped with the next, one comes twice, and one acknowledgement is lost.
func TestStreamSurvivesABadNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const size = 2 << 20
		up, down := noise(1, size), noise(2, size)
		o := agent(t, func(d *double) {
			d.shake("Port")
			n := newNetwork(d, 3)
			go n.stream(down)
			if !bytes.Equal(n.collect(size), up) {
				t.Error("the agent got something else")
			}
			n.awaitAcks()
			d.close("")
			d.waitForClose()
		})
		c := dial(t, o)
		go func() {
			if _, err := c.Write(up); err != nil {
				t.Error(err)
			}
		}()
		if !bytes.Equal([]byte(readAll(t, c)), down) {
			t.Error("the client got something else")
		}
	})
}

func noise(seed byte, n int) []byte {
	p := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{seed}).Read(p)
	return p
}

func ackOf(t *testing.T, f frame) int64 {
	var a struct{ AcknowledgedMessageSequenceNumber int64 }
	if err := unmarshal(f.payload, &a); err != nil {
		t.Error(err)
	}
	return a.AcknowledgedMessageSequenceNumber
}
