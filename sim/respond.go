package sim

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"time"
)

// response is the service's response before it is delivered, over a connection or in process.
type response struct {
	status   int
	header   http.Header
	body     []byte
	delivery delivery
}

// delivery is how a response reaches the caller, or fails to.
type delivery uint8

const (
	delivered       delivery = iota // complete
	truncated                       // the body ends half-way
	connectionReset                 // the connection is reset before the response
	stalled                         // nothing arrives
	bodyStalled                     // the body stops half-way and the connection stays open
)

// stallTimeout is how long a stalled call is held before its connection is reset.
const stallTimeout = 5 * time.Minute

// respond is the whole service: it turns a request into a response.
func (w *World) respond(r *http.Request, payload []byte) response {
	if r.URL.Path == "/device" {
		return w.devicePage(r, payload)
	}
	c, err := parseRequest(r, payload)
	w.lock()
	out, injected := w.execute(c, err)
	id, at := w.requestID(), time.Unix(0, w.clock)
	w.mu.Unlock()

	rep := buildResponse(c, out, injected)
	if after := injected.rule.RetryAfter; after > 0 && rep.status == http.StatusTooManyRequests {
		rep.header.Set("Retry-After", fmt.Sprint(int(math.Ceil(after.Seconds()))))
	}
	rep.header.Set("Date", at.UTC().Format(http.TimeFormat))
	if injected.fault != Blocked {
		rep.header.Set("X-Amzn-Requestid", id)
		rep.header.Set("X-Amzn-Served-From", "us-west-2")
	}
	w.logCall(c, out, rep, at)
	return rep
}

// injectedFault is the fault that a rule injects into a call; the zero value is none.
type injectedFault struct {
	fault Fault
	rule  Rule
}

// execute runs a call, unless the request is bad or a fault replaces the operation. It returns the operation's output or
// error, and the fault to inject into the response.
func (w *World) execute(c *call, badRequest error) (any, injectedFault) {
	if badRequest != nil {
		return badRequest, injectedFault{}
	}
	f := w.injectFault(c)
	if f.fault == None && !c.op.noAuth && !w.rateLimit.allow(w.clock) {
		f = injectedFault{w.cfg.Throttling, Rule{RetryAfter: w.cfg.RetryAfter}}
	}
	if f.fault.isServiceError() {
		return f.fault.serviceError(c), f
	}
	if !f.fault.skipsOperation() {
		return w.runOperation(c), f
	}
	return nil, f
}

// runOperation authenticates the caller and runs the operation. An error is returned as the output.
func (w *World) runOperation(c *call) any {
	if !c.op.noAuth {
		if err := w.authenticate(c); err != nil {
			return err
		}
	}
	out, err := c.op.serve(w, c)
	if err != nil {
		return err
	}
	return out
}

// authenticate finds the user of a call by its bearer token.
func (w *World) authenticate(c *call) error {
	a, ok := w.lookUpToken(c.bearer)
	switch {
	case !ok:
		return unauthorized()
	case !a.scoped:
		return accessDenied("The token is not for the scope %s", scope)
	}
	c.user = a.user
	return nil
}

// buildResponse encodes the output, or the fault that replaces it.
func buildResponse(c *call, out any, f injectedFault) response {
	rep := response{header: http.Header{}, delivery: f.fault.delivery()}
	if f.fault.skipsOperation() {
		f.writeNonProtocol(&rep)
		return rep
	}
	if e := (*apiError)(nil); asAPIError(out, &e) {
		e.writeTo(c, &rep)
		return rep
	}
	rep.status = c.op.status
	rep.header.Set("Content-Type", "application/json")
	rep.body, _ = json.Marshal(out)
	return rep
}

func asAPIError(out any, target **apiError) bool {
	err, ok := out.(error)
	return ok && errors.As(err, target)
}

// writeTo encodes an error in the protocol of the service that was called.
func (e *apiError) writeTo(c *call, rep *response) {
	if c.op != nil && c.op.noAuth {
		e.writeOAuth(rep)
		return
	}
	rep.status = e.status
	rep.header.Set("Content-Type", "application/json")
	rep.header.Set("X-Amzn-Errortype", e.code)
	body := map[string]any{"__type": e.code, "message": e.message}
	if e.status == http.StatusUnauthorized {
		body["errors"] = []any{map[string]any{"message": e.message}}
	}
	rep.body, _ = json.Marshal(body)
}

// writeOAuth encodes an error as OAuth does, with the sign-in service's own codes.
func (e *apiError) writeOAuth(rep *response) {
	code, status := e.code, e.status
	switch code {
	case "ValidationException", "UnknownOperationException":
		code, status = "InvalidRequestException", 400
	case "ThrottlingException":
		code, status = "SlowDownException", 400
	case "InternalException":
		code = "InternalServerException"
	}
	rep.status = status
	rep.header.Set("Content-Type", "application/json")
	rep.header.Set("X-Amzn-Errortype", code)
	rep.body, _ = json.Marshal(map[string]string{"error": oauthCode(code), "error_description": e.message})
}

// oauthCode turns AuthorizationPendingException into authorization_pending.
func oauthCode(code string) string {
	var b strings.Builder
	for i, r := range strings.TrimSuffix(code, "Exception") {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToLower(string(r)))
	}
	return b.String()
}

func (w *World) requestID() string {
	w.requests++
	return fmt.Sprintf("%08x-cafe-4000-8000-%012x", uint32(w.cfg.Seed), w.requests)
}
