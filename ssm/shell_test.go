package ssm_test

import (
	"testing"
	"testing/synctest"
	"time"
)

// A command that prints nothing, from agents that make no handshake for commands.
func TestSilentCommand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := agent(t, func(d *double) {
			if f := d.take(); f.of != 3 {
				t.Errorf("the agent was asked with type %d", f.of)
			}
			time.Sleep(time.Hour)
			d.close("")
			d.waitForClose()
		})
		o.Shell = true
		began := time.Now()
		c := dial(t, o)
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("it took %v to open", took)
		}
		if got := readAll(t, c); got != "" {
			t.Errorf("read %q", got)
		}
	})
}

func TestCommandThatIsOverAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := agent(t, func(d *double) { d.close(""); d.waitForClose() })
		o.Shell = true
		if got := readAll(t, dial(t, o)); got != "" {
			t.Errorf("read %q", got)
		}
	})
}

// A handshake that comes late is made all the same.
func TestLateHandshakeOfAShell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := agent(t, func(d *double) {
			d.take()
			d.send(d.stream(5, `{"RequestedClientActions":[{"ActionType":"SessionType","ActionParameters":{"SessionType":"Standard_Stream"}}]}`))
			d.take()
			time.Sleep(5 * time.Second)
			d.send(d.stream(7, "{}"))
			if f := d.take(); string(f.payload) != "input" {
				t.Errorf("got %q", f.payload)
			}
			d.close("")
			d.waitForClose()
		})
		o.Shell = true
		began := time.Now()
		c := dial(t, o)
		if took := time.Since(began); took < 5*time.Second {
			t.Errorf("it was open after %v, in mid-handshake", took)
		}
		if c.Info().SessionType != "Standard_Stream" {
			t.Errorf("got %+v", c.Info())
		}
		_, _ = c.Write([]byte("input"))
		readAll(t, c)
	})
}
