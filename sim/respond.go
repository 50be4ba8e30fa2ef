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

// reply is an answer before it is known how it travels.
type response struct {
	status   int
	header   http.Header
	body     []byte
	delivery delivery
}

// manner is how an answer travels.
type delivery uint8

const (
	delivered       delivery = iota
	truncated                // the body ends half-way
	connectionReset          // the connection breaks before the answer
	stalled                  // nothing comes
	bodyStalled              // the body stops half-way and the connection stays
)

// patience is how long a stalled call is held before the connection breaks.
const stallTimeout = 5 * time.Minute

// answer is the whole service: a request in, a reply out.
func (w *World) respond(r *http.Request, payload []byte) response {
	if r.URL.Path == "/device" {
		return w.devicePage(r, payload)
	}
	c, err := parseRequest(r, payload)
	w.lock()
	out, mishap := w.execute(c, err)
	id, at := w.requestID(), time.Unix(0, w.clock)
	w.mu.Unlock()

	rep := buildResponse(c, out, mishap)
	if after := mishap.rule.RetryAfter; after > 0 && rep.status == http.StatusTooManyRequests {
		rep.header.Set("Retry-After", fmt.Sprint(int(math.Ceil(after.Seconds()))))
	}
	rep.header.Set("Date", at.UTC().Format(http.TimeFormat))
	if mishap.fault != Blocked {
		rep.header.Set("X-Amzn-Requestid", id)
		rep.header.Set("X-Amzn-Served-From", "us-west-2")
	}
	w.logCall(c, out, rep, at)
	return rep
}

// mishap is what a fault rule does to a call; the zero mishap is nothing.
type injectedFault struct {
	fault Fault
	rule  Rule
}

// decide finds what a call gets: the output or the error of its operation, and what befalls the answer.
func (w *World) execute(c *call, bad error) (any, injectedFault) {
	if bad != nil {
		return bad, injectedFault{}
	}
	m := w.injectFault(c)
	if m.fault == None && !c.op.noAuth && !w.rateLimit.allow(w.clock) {
		m = injectedFault{w.cfg.Throttling, Rule{RetryAfter: w.cfg.RetryAfter}}
	}
	if m.fault.isServiceError() {
		return m.fault.serviceError(c), m
	}
	if !m.fault.skipsOperation() {
		return w.runOperation(c), m
	}
	return nil, m
}

// perform runs the operation; errors are outputs like others.
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

// admit finds out who calls.
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

// dress makes the reply out of the output and what befalls it.
func buildResponse(c *call, out any, m injectedFault) response {
	rep := response{header: http.Header{}, delivery: m.fault.delivery()}
	if m.fault.skipsOperation() {
		m.writeNonProtocol(&rep)
		return rep
	}
	if r := (*apiError)(nil); asAPIError(out, &r) {
		r.writeTo(c, &rep)
		return rep
	}
	rep.status = c.op.status
	rep.header.Set("Content-Type", "application/json")
	rep.body, _ = json.Marshal(out)
	return rep
}

func asAPIError(out any, r **apiError) bool {
	err, ok := out.(error)
	return ok && errors.As(err, r)
}

// write words an error as the service called would.
func (r *apiError) writeTo(c *call, rep *response) {
	if c.op != nil && c.op.noAuth {
		r.writeOAuth(rep)
		return
	}
	rep.status = r.status
	rep.header.Set("Content-Type", "application/json")
	rep.header.Set("X-Amzn-Errortype", r.code)
	answer := map[string]any{"__type": r.code, "message": r.message}
	if r.status == http.StatusUnauthorized {
		answer["errors"] = []any{map[string]any{"message": r.message}}
	}
	rep.body, _ = json.Marshal(answer)
}

// writeOIDC words an error as OAuth does, in the service's own codes.
func (r *apiError) writeOAuth(rep *response) {
	code, status := r.code, r.status
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
	rep.body, _ = json.Marshal(map[string]string{"error": oauthCode(code), "error_description": r.message})
}

// snake turns AuthorizationPendingException into authorization_pending.
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
