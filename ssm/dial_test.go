package ssm_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"catwatch/ssm"
)

var uuidText = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestHandshakeIsAnsweredAndAcknowledged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			if d.opening["TokenValue"] != token || d.opening["MessageSchemaVersion"] != "1.0" ||
				!uuidText.MatchString(d.opening["RequestId"]) || !uuidText.MatchString(d.opening["ClientId"]) || d.opening["ClientVersion"] == "" {
				t.Errorf("the client opened with %v", d.opening)
			}
			request := d.stream(5, `{"AgentVersion":"3.3.0.0","RequestedClientActions":[{"ActionType":"SessionType","ActionParameters":{"SessionType":"Port","Properties":{"portNumber":"22"}}}]}`)
			d.send(request)
			var got []frame
			for len(got) < 2 {
				got = append(got, <-d.frames)
			}
			if got[0].kind != "acknowledge" {
				got[0], got[1] = got[1], got[0]
			}
			checkAck(t, got[0], request, "01020304-0506-0708-0900-000000000000")
			checkResponse(t, got[1])
			d.ack(got[1])
			d.send(d.stream(7, `{"HandshakeTimeToComplete":1000000,"CustomerMessage":"mind the gap"}`))
			d.waitForClose()
		}))
		want := ssm.Info{AgentVersion: "3.3.0.0", SessionType: "Port", Notice: "mind the gap"}
		if got := c.Info(); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
}

func checkAck(t *testing.T, ack, of frame, id string) {
	var a map[string]any
	if err := json.Unmarshal(ack.payload, &a); err != nil {
		t.Error(err)
	}
	want := fmt.Sprint(map[string]any{
		"AcknowledgedMessageType": of.kind, "AcknowledgedMessageId": id,
		"AcknowledgedMessageSequenceNumber": of.seq, "IsSequentialMessage": true,
	})
	if ack.kind != "acknowledge" || ack.flags != 3 || fmt.Sprint(a) != want {
		t.Errorf("got %s, flags %d, %v, want %v", ack.kind, ack.flags, a, want)
	}
}

func checkResponse(t *testing.T, f frame) {
	var r struct {
		ClientVersion          string
		ProcessedClientActions []struct {
			ActionType   string
			ActionStatus int
		}
	}
	if err := json.Unmarshal(f.payload, &r); err != nil {
		t.Error(err)
	}
	if f.kind != "input_stream_data" || f.of != 6 || f.seq != 0 || f.flags != 1 || r.ClientVersion == "" ||
		len(r.ProcessedClientActions) != 1 || r.ProcessedClientActions[0].ActionType != "SessionType" || r.ProcessedClientActions[0].ActionStatus != 1 {
		t.Errorf("the client answered %+v in %+v", r, f)
	}
}

func TestOldAgentStartsWithOutput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dial(t, agent(t, func(d *double) {
			d.say("sh-5.2$ ")
			d.close("")
		}))
		if got := readAll(t, c); got != "sh-5.2$ " {
			t.Errorf("read %q", got)
		}
		if code, ok := c.ExitCode(); ok {
			t.Errorf("the exit code is %d, which nobody told", code)
		}
		if c.Info() != (ssm.Info{}) {
			t.Errorf("without a handshake there is %+v", c.Info())
		}
	})
}

func TestDialFailsInTime(t *testing.T) {
	cases := map[string]struct {
		script   func(*double)
		reason   ssm.Reason
		sentence string
		within   time.Duration
	}{
		"nothing comes":           {(*double).waitForClose, ssm.TimedOut, "did not answer within 18s", 18 * time.Second},
		"handshake stops":         {func(d *double) { d.send(d.stream(5, `{}`)); d.waitForClose() }, ssm.TimedOut, "did not answer", 18 * time.Second},
		"closed without a word":   {func(d *double) {}, ssm.Lost, "lost", 0},
		"websocket closed":        {func(d *double) { _ = d.ws.Close(4001, token+" is used") }, ssm.Refused, `rejected the session: "[token] is used"`, 0},
		"channel closed":          {func(d *double) { d.close("Token\x1b[2J expired"); d.waitForClose() }, ssm.Refused, `rejected the session: "Token\x1b[2J expired"`, 0},
		"channel closed silently": {func(d *double) { d.close(""); d.waitForClose() }, ssm.Refused, "before it began", 0},
		"handshake garbled":       {func(d *double) { d.send(d.stream(5, `{"`)); d.waitForClose() }, ssm.ProtocolError, "handshake", 0},
		"another protocol": {func(d *double) {
			for range 200 {
				_ = d.ws.Write(context.Background(), websocket.MessageText, []byte("hello"))
			}
			d.waitForClose()
		}, ssm.ProtocolError, "protocol", 0},
		"a frame without end": {func(d *double) {
			_ = d.ws.Write(context.Background(), websocket.MessageBinary, make([]byte, 2<<20))
		}, ssm.ProtocolError, "message of more than", 0},
	}
	for name, x := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				o := agent(t, x.script)
				o.StallTimeout = 5 * time.Second // counts only from when the channel is open
				_, err := ssm.Dial(t.Context(), streamURL, token, o)
				wantError(t, err, x.reason, x.sentence)
				if took := time.Since(began); took > x.within {
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

func TestServiceAnswersNoWebsocket(t *testing.T) {
	for status, x := range map[int]struct {
		reason   ssm.Reason
		sentence string
	}{
		403: {ssm.Refused, "403 Forbidden"},
		302: {ssm.Refused, "302 Found"},
		502: {ssm.Unreachable, "502 Bad Gateway"},
		101: {ssm.ProtocolError, "does not speak websocket"},
	} {
		synctest.Test(t, func(t *testing.T) {
			client := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", "http://elsewhere.test/")
				w.Header().Set("Connection", "Upgrade")
				w.Header().Set("Upgrade", "other")
				w.WriteHeader(status)
			})
			_, err := ssm.Dial(t.Context(), streamURL, token, ssm.Options{HTTPClient: client})
			wantError(t, err, x.reason, x.sentence)
		})
	}
}

func TestNoConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := &http.Client{Transport: failing{errors.New("dial tcp 192.0.2.1:443: no route to host")}}
		_, err := ssm.Dial(t.Context(), streamURL, token, ssm.Options{HTTPClient: client})
		wantError(t, err, ssm.Unreachable, "no route to host")

		client.Transport = failing{}
		_, err = ssm.Dial(t.Context(), streamURL, token, ssm.Options{HTTPClient: client})
		wantError(t, err, ssm.Unreachable, "did not answer in time")
	})
}

// failing fails requests, or without an error lets them wait for ever.
type failing struct{ err error }

func (f failing) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.err == nil {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	return nil, f.err
}

func TestOnlySecureAddresses(t *testing.T) {
	for _, u := range []string{"ws://service.test/4711", "https://service.test/4711", "wss://", "", "%"} {
		_, err := ssm.Dial(t.Context(), u, token, ssm.Options{})
		wantError(t, err, ssm.Refused, "not a wss address")
	}
}

func TestDialIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := ssm.Dial(ctx, streamURL, token, agent(t, (*double).waitForClose))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestEncryptionIsDeclined(t *testing.T) {
	actions := map[string]struct {
		asked    string
		status   int
		sentence string
	}{
		"kms":     {`{"ActionType":"KMSEncryption","ActionParameters":{"KMSKeyId":"k"}}`, 2, "AWS KMS"},
		"unknown": {`{"ActionType":"Dance","ActionParameters":{}}`, 3, `"Dance"`},
		"mux":     {`{"ActionType":"SessionType","ActionParameters":{"SessionType":"Port","Properties":{"type":"LocalPortForwarding"}}}`, 2, "port forwarding"},
	}
	for name, x := range actions {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				_, err := ssm.Dial(t.Context(), streamURL, token, agent(t, func(d *double) {
					d.send(d.stream(5, `{"AgentVersion":"3.3.0.0","RequestedClientActions":[`+x.asked+`]}`))
					var r struct {
						ProcessedClientActions []struct {
							ActionStatus int
							Error        string
						}
					}
					if err := json.Unmarshal(d.take().payload, &r); err != nil {
						t.Error(err)
					}
					if len(r.ProcessedClientActions) != 1 || r.ProcessedClientActions[0].ActionStatus != x.status || r.ProcessedClientActions[0].Error == "" {
						t.Errorf("the client answered %+v", r)
					}
					d.waitForClose()
				}))
				wantError(t, err, ssm.Unsupported, x.sentence)
				if took := time.Since(began); took > 0 {
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

func TestChallengeIsAnsweredEmpty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, err := ssm.Dial(t.Context(), streamURL, token, agent(t, func(d *double) {
			d.send(d.stream(8, `{"Challenge":"c2VjcmV0"}`))
			if f := d.expect("input_stream_data"); f.of != 9 || string(f.payload) != `{"Challenge":""}` {
				t.Errorf("the client answered %d %s", f.of, f.payload)
			}
			d.waitForClose()
		}))
		wantError(t, err, ssm.Unsupported, "AWS KMS")
	})
}
