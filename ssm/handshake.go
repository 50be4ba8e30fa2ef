package ssm

import (
	"encoding/json"
	"time"
)

// Actions that agents request in a handshake (ssa:agent/session/contracts/model.go ActionType).
const (
	actionSessionType = "SessionType"
	actionEncryption  = "KMSEncryption"
)

// handleHandshakeRequest sends the handshake response. The agent waits 15 seconds for it.
func (c *Channel) handleHandshakeRequest(payload []byte) {
	c.handshaking = true
	var request handshakeRequestBody
	if err := json.Unmarshal(payload, &request); err != nil {
		c.endLocked(newError(ProtocolError, err, "the session's handshake could not be read"))
		return
	}
	c.info.AgentVersion = request.AgentVersion
	response := handshakeResponseBody{ClientVersion: clientVersion, ProcessedClientActions: []actionResult{}, Errors: []string{}}
	for _, action := range request.RequestedClientActions {
		result := c.processAction(action.ActionType, action.ActionParameters)
		response.ProcessedClientActions = append(response.ProcessedClientActions, result)
		if result.Error != "" {
			response.Errors = append(response.Errors, result.Error)
		}
	}
	c.respond(handshakeResponse, mustJSON(response))
}

func (c *Channel) processAction(action string, parameters json.RawMessage) actionResult {
	result := actionResult{ActionType: action, ActionStatus: actionDone}
	var session sessionType
	switch {
	case action == actionEncryption:
		result.ActionStatus, result.Error = actionFailed, "this client does not support encryption with AWS KMS"
		c.reject("the session requires encryption with AWS KMS, which is not supported")
	case action != actionSessionType:
		result.ActionStatus, result.Error = actionUnsupported, "this client does not know the action "+action
		c.reject("the session requires an action that is not supported: " + c.redact(action))
	case json.Unmarshal(parameters, &session) != nil || session.multiplexed():
		result.ActionStatus, result.Error = actionFailed, "this client does not support port forwarding"
		c.reject("the session is for port forwarding, which is not supported")
	default:
		c.info.SessionType = session.SessionType
	}
	return result
}

// handleChallenge declines an encryption challenge. An empty response keeps the agent from waiting for its timeout.
func (c *Channel) handleChallenge() {
	c.handshaking = true
	c.reject("the session requires encryption with AWS KMS, which is not supported")
	c.respond(challengeResponse, []byte(`{"Challenge":""}`))
}

// reject ends the channel with an error, after the agent has acknowledged the response.
func (c *Channel) reject(sentence string) {
	if c.rejection == nil {
		err := newError(Unsupported, nil, "%s", sentence)
		c.rejection = err
		time.AfterFunc(rejectionWait, func() { c.end(err) })
	}
}

// respond queues a handshake message. The outbox has room, because nothing else is sent during the handshake, unless
// the agent repeats its request over and over.
func (c *Channel) respond(of payloadType, payload []byte) {
	if !c.out.full() && !c.writesClosed {
		c.queueInput(of, payload, 0)
	}
}
