package ssm

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// clientVersion is the version of the official client that this package follows. Agents enable features by it: separate
// stderr from 1.2.312.0 (ssa datachannel.go, firstVersionWithOutputSeparationFeature), no keep-alive by the agent after
// 1.2.331.0 (ssa agent/session/plugins/port/port.go).
const clientVersion = "1.3.0.0"

// openDataChannel is the first frame, sent as text (smp service/model.go, OpenDataChannelInput).
type openDataChannel struct {
	MessageSchemaVersion, RequestId, TokenValue, ClientId, ClientVersion string
}

// acknowledgement is the payload of an acknowledge message.
type acknowledgement struct {
	AcknowledgedMessageType           string
	AcknowledgedMessageId             string
	AcknowledgedMessageSequenceNumber int64
	IsSequentialMessage               bool
}

// pendingAck is an acknowledgement to be sent.
type pendingAck struct {
	sequence int64
	id       uuid
}

// encode writes JSON by hand for speed, because every received message is acknowledged.
func (a pendingAck) encode() []byte {
	payload := make([]byte, 0, 192)
	payload = append(payload, `{"AcknowledgedMessageType":"`+outputStream+`","AcknowledgedMessageId":"`...)
	payload = append(payload, a.id.String()...)
	payload = append(payload, `","AcknowledgedMessageSequenceNumber":`...)
	payload = strconv.AppendInt(payload, a.sequence, 10)
	payload = append(payload, `,"IsSequentialMessage":true}`...)
	return message{kind: acknowledge, created: time.Now(), flags: syn | fin, id: newUUID(), payload: payload}.encode()
}

type handshakeRequestBody struct {
	AgentVersion           string
	RequestedClientActions []struct {
		ActionType       string
		ActionParameters json.RawMessage
	}
}

type handshakeResponseBody struct {
	ClientVersion          string
	ProcessedClientActions []actionResult
	Errors                 []string
}

// actionResult is the response to one requested action. The agent ends the session if any action does not succeed.
type actionResult struct {
	ActionType   string
	ActionStatus int // 1 success, 2 failed, 3 unsupported
	ActionResult any
	Error        string
}

const (
	actionDone        = 1
	actionFailed      = 2
	actionUnsupported = 3
)

// portSession is the session type of raw streams. All other types are shells and commands on a terminal.
const portSession = "Port"

type sessionType struct {
	SessionType string
	Properties  json.RawMessage
}

type portProperties struct {
	Type string `json:"type"`
}

// multiplexed reports whether a Port session multiplexes several connections. Otherwise it carries raw bytes.
func (s sessionType) multiplexed() bool {
	var p portProperties
	return s.SessionType == portSession && json.Unmarshal(s.Properties, &p) == nil && p.Type == "LocalPortForwarding"
}

type handshakeCompleteBody struct {
	CustomerMessage string
}

type channelClosedBody struct {
	Output string
}

type size struct {
	Cols uint32 `json:"cols"`
	Rows uint32 `json:"rows"`
}

// exitStatus parses an exit code payload such as "EXIT_CODE: 3" (ssa agent/session/shell/shell.go, sendExitCode).
func exitStatus(payload []byte) (int, bool) {
	text := strings.TrimSpace(strings.TrimPrefix(string(payload), "EXIT_CODE:"))
	code, err := strconv.Atoi(text)
	return code, err == nil
}

// mustJSON encodes a value that cannot fail to encode.
func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
