package ssm_test

import (
	"fmt"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/ssm"
)

// readToEnd reads until the channel ends, and returns why and after how long.
func readToEnd(c *ssm.Channel) (took time.Duration, err error) {
	began := time.Now()
	_, err = io.Copy(io.Discard, c)
	return time.Since(began), err
}

func TestUnacknowledgedMessageIsSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.say("$ ")
			d.take() // at once
			first := d.expect("input_stream_data")
			var waits []time.Duration
			for last := first.at; len(waits) < 6; {
				f := d.expect("input_stream_data")
				if f.seq != first.seq || f.id != first.id {
					t.Errorf("message %d %x came instead of %d %x", f.seq, f.id, first.seq, first.id)
				}
				waits = append(waits, f.at.Sub(last))
				last = f.at
			}
			if got := fmt.Sprint(waits); got != "[100ms 200ms 400ms 800ms 1s 1s]" {
				t.Errorf("it came again after %s", got)
			}
			d.ack(first)
			if f := d.take(); f.seq != 2 {
				t.Errorf("message %d came after 1 was acknowledged", f.seq)
			}
			d.close("")
		}))
		for range 3 {
			_, _ = c.Write([]byte("a"))
			time.Sleep(10 * time.Second)
		}
		if _, err := readToEnd(c); err != nil {
			t.Error(err)
		}
	})
}

// After messages that took 400 ms to be acknowledged, the next one is sent again after somewhat more than that.
func TestResendFollowsTheRoundTrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const trip = 400 * time.Millisecond
		c := dial(t, agent(t, func(d *double) {
			d.say("$ ")
			for range 20 {
				f := d.expect("input_stream_data")
				time.Sleep(trip)
				d.ack(f)
			}
			first := d.expect("input_stream_data")
			again := d.take()
			if wait := again.at.Sub(first.at); again.seq != first.seq || wait < trip || wait > trip*3/2 {
				t.Errorf("message %d came again as %d after %v", first.seq, again.seq, wait)
			}
			d.close("")
		}))
		for range 21 {
			_, _ = c.Write([]byte("a"))
			time.Sleep(trip)
			synctest.Wait()
		}
		if _, err := readToEnd(c); err != nil {
			t.Error(err)
		}
	})
}

// A lost acknowledgement is noticed by those of later messages, without waiting for the timeout.
func TestLossShowsInLaterAcknowledgements(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.say("$ ")
			lost := d.expect("input_stream_data")
			d.take()
			again := d.take()
			if wait := again.at.Sub(lost.at); again.seq != lost.seq || wait > 100*time.Millisecond {
				t.Errorf("message %d came again as %d after %v", lost.seq, again.seq, wait)
			}
			d.close("")
		}))
		_, _ = c.Write([]byte("a"))
		time.Sleep(50 * time.Millisecond)
		_, _ = c.Write([]byte("b"))
		if _, err := readToEnd(c); err != nil {
			t.Error(err)
		}
	})
}

// The acknowledgement of a message that was sent twice may belong to either, so it measures nothing (Karn's algorithm).
func TestOnlyWhatWasSentOnceIsMeasured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.say("$ ")
			d.expect("input_stream_data")
			d.take() // again, after one second
			first := d.expect("input_stream_data")
			second := d.take()
			if wait := second.at.Sub(first.at); wait != time.Second {
				t.Errorf("with nothing measured, a message came again after %v", wait)
			}
			d.take() // at once
			first = d.expect("input_stream_data")
			second = d.take()
			if wait := second.at.Sub(first.at); wait > 200*time.Millisecond {
				t.Errorf("with a fast answer measured, a message came again after %v", wait)
			}
			d.close("")
		}))
		for range 4 {
			_, _ = c.Write([]byte("a"))
			time.Sleep(4 * time.Second)
		}
		if _, err := readToEnd(c); err != nil {
			t.Error(err)
		}
	})
}

// When the answer to the first copy of a message comes right after the second was sent, that does not show that what
// was sent between the two is lost.
func TestLateAnswerIsNoLoss(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const trip = 400 * time.Millisecond
		again := 0
		o := agent(t, func(d *double) {
			d.say("$ ")
			for range 9 {
				f := d.expect("input_stream_data")
				time.Sleep(trip)
				d.ack(f)
			}
			flight := []frame{d.expect("input_stream_data"), d.expect("input_stream_data"), d.expect("input_stream_data")}
			d.take() // the first of them again
			time.Sleep(50 * time.Millisecond)
			again = len(d.frames)
			for _, f := range flight {
				d.ack(f)
			}
			d.close("")
			d.waitForClose()
		})
		o.MessageSize = 1
		c := dial(t, o)
		for range 9 {
			_, _ = c.Write([]byte("a"))
			time.Sleep(trip)
		}
		_, _ = c.Write([]byte("abc"))
		if _, err := readToEnd(c); err != nil || again != 0 {
			t.Errorf("%d messages came again, %v", again, err)
		}
	})
}

func TestWindowBoundsWhatIsUnacknowledged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const window = 5
		o := agent(t, func(d *double) {
			d.say("$ ")
			first := d.expect("input_stream_data")
			for range window - 1 {
				d.take() // acknowledged, but the first is not
			}
			if f := d.take(); f.seq != first.seq {
				t.Errorf("message %d came while %d was the oldest of %d", f.seq, first.seq, window)
			}
			if f := d.take(); f.seq != window {
				t.Errorf("message %d came, want %d", f.seq, window)
			}
			d.close("")
		})
		o.Window, o.MessageSize = window, 10
		c := dial(t, o)
		if _, err := c.Write(make([]byte, 10*window+1)); err != nil {
			t.Error(err)
		}
		if _, err := readToEnd(c); err != nil {
			t.Error(err)
		}
	})
}

func TestCutInMidStream(t *testing.T) {
	for name, x := range map[string]struct {
		cut      func(*double)
		sentence string
	}{
		"the connection breaks":        {func(d *double) {}, "the connection to the session was lost"},
		"the service closes":           {func(d *double) { _ = d.ws.Close(1000, "Bye") }, `the service closed the session: "Bye"`},
		"the service closes wordless":  {func(d *double) { _ = d.ws.Close(1001, "") }, "the service closed the session (websocket status 1001)"},
		"output is missing at the end": {func(d *double) { d.stream(1, "missing"); d.say("x"); d.close(""); d.waitForClose() }, "before all of its output had arrived"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := dial(t, agent(t, func(d *double) {
					d.say("some output")
					x.cut(d)
				}))
				b, err := io.ReadAll(c)
				wantError(t, err, ssm.Lost, x.sentence)
				if string(b) != "some output" {
					t.Errorf("read %q", b)
				}
			})
		})
	}
}

// The end of the session comes before some of its output, with or without a gap that shows it.
func TestOutputOvertakenByTheEnd(t *testing.T) {
	for name, gap := range map[string]bool{"behind": false, "between": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := dial(t, agent(t, func(d *double) {
					d.say("first ")
					late, last := d.stream(1, "late "), d.stream(1, "last")
					wait := 100 * time.Millisecond
					if gap {
						wait = time.Second
						d.send(last)
					}
					d.close("the end")
					time.Sleep(wait)
					d.send(late)
					d.send(last)
					d.waitForClose()
				}))
				if got := readAll(t, c); got != "first late last" || c.CloseMessage() != "the end" {
					t.Errorf("read %q, %q", got, c.CloseMessage())
				}
			})
		})
	}
}

func TestFinalMessageEndsTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.say("first ")
			f := d.stream(1, "last")
			f.flags = 2
			d.send(f)
		}))
		if got := readAll(t, c); got != "first last" {
			t.Errorf("read %q", got)
		}
	})
}

func TestPortThatCannotBeReached(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.shake("Port")
			d.send(d.stream(10, "\x00\x00\x00\x03"))
			d.waitForClose()
		}))
		_, err := readToEnd(c)
		wantError(t, err, ssm.Lost, "could not connect the session to its port")
	})
}
