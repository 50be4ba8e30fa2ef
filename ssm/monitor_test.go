package ssm_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/ssm"
)

func TestPauseHoldsInputBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var started time.Time
		c := dial(t, agent(t, func(d *double) {
			d.say("$ ")
			d.send(frame{kind: "pause_publication"})
			d.say("output goes on")
			for range 2 {
				d.expect("acknowledge") // and so do acknowledgements
			}
			time.Sleep(10 * time.Second)
			started = time.Now()
			d.send(frame{kind: "start_publication"})
			if f := d.take(); f.at.Before(started) || string(f.payload) != "early" {
				t.Errorf("%q came %v before the start", f.payload, started.Sub(f.at))
			}
			d.close("")
		}))
		synctest.Wait()
		_, _ = c.Write([]byte("early"))
		if _, err := readToEnd(c); err != nil {
			t.Error(err)
		}
	})
}

func TestPauseWithoutStartEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.say("$ ")
			d.send(frame{kind: "pause_publication"})
			paused := time.Now()
			if f := d.take(); f.at.Sub(paused) != 15*time.Second {
				t.Errorf("input came %v after the pause", f.at.Sub(paused))
			}
			d.close("")
		}))
		synctest.Wait()
		_, _ = c.Write([]byte("early"))
		if _, err := readToEnd(c); err != nil {
			t.Error(err)
		}
	})
}

// A pause of 14 seconds and an agent that then takes another 14 are no silence of 18.
func TestPauseIsNotSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.say("$ ")
			f := d.expect("input_stream_data")
			d.send(frame{kind: "pause_publication"})
			time.Sleep(14 * time.Second)
			d.send(frame{kind: "start_publication"})
			time.Sleep(14 * time.Second)
			d.ack(f)
			d.close("")
		}))
		_, _ = c.Write([]byte("x"))
		if _, err := readToEnd(c); err != nil {
			t.Error(err)
		}
	})
}

func TestKeepAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.say("$ ")
			time.Sleep(time.Hour + time.Second)
			if n := d.pings.Load(); n != 120 {
				t.Errorf("%d pings came in an hour, want 120", n)
			}
			d.close("")
			d.waitForClose()
		}))
		if _, err := readToEnd(c); err != nil {
			t.Error(err)
		}
	})
}

func TestDeadLinkIsNoticed(t *testing.T) {
	for name, within := range map[string]time.Duration{"typing": 20 * time.Second, "idle": 40 * time.Second} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gone := make(chan bool)
				c := dial(t, agent(t, func(d *double) {
					close(d.deaf)
					d.say("$ ")
					<-gone
				}))
				if name == "typing" {
					_, _ = c.Write([]byte("ls\r"))
				}
				took, err := readToEnd(c)
				wantError(t, err, ssm.Lost, "connection to the session was lost")
				if took > within {
					t.Errorf("it took %v", took)
				}
				if _, err := c.Write([]byte("x")); !errors.As(err, new(*ssm.Error)) {
					t.Errorf("writing afterwards: %v", err)
				}
				close(gone)
			})
		})
	}
}

// The service answers pings, but the agent acknowledges nothing.
func TestSilentAgentIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.shake("Port")
			d.waitForClose()
		}))
		time.Sleep(time.Minute)
		_, _ = c.Write([]byte("x"))
		took, err := readToEnd(c)
		wantError(t, err, ssm.Lost, "has not answered for 18s")
		if took > 20*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

// Nobody reads for an hour, as with a terminal that was stopped with Ctrl-S. Nothing is lost, and what waits is
// bounded.
func TestNobodyReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const messages = 5000
		ahead := 0
		c := dial(t, agent(t, func(d *double) {
			for range messages {
				d.say(string(make([]byte, 1024)))
				ahead++
			}
			d.close("")
			d.waitForClose()
		}))
		_, _ = c.Write([]byte("x"))
		time.Sleep(time.Hour)
		synctest.Wait()
		if ahead > 1100 {
			t.Errorf("%d messages were taken though nobody reads", ahead)
		}
		if got := readAll(t, c); len(got) != messages*1024 {
			t.Errorf("read %d bytes", len(got))
		}
	})
}
