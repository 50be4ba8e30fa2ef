package sim

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// Fault is a kind of failure.
type Fault uint8

// The faults. Unavailable to StallBody are not responses in the service's protocol.
const (
	None            Fault = iota
	Throttle              // 429 ThrottlingException
	TooManyRequests       // 429 TooManyRequestsException
	ThrottleUntyped       // 429 without a code
	InternalError         // 500 InternalException
	Unauthorized          // 401
	AccessDenied          // 403 AccessDeniedException
	NotOnboarded          // 403 AccessDeniedException that mentions GetUserDetails: the user is not onboarded to CodeCatalyst
	NotFound              // 404 ResourceNotFoundException
	Invalid               // 400 ValidationException
	Conflict              // 409 ConflictException
	QuotaExceeded         // 402 ServiceQuotaExceededException
	Blocked               // 403 from the proxy in front of the service: no code, no request id
	Unavailable           // 503 with an HTML page
	HTML                  // 200 with an HTML page, as from a captive portal
	Reset                 // the connection is reset
	Cut                   // the body is truncated
	Stall                 // no response arrives
	StallBody             // the body stops half-way and the connection stays open
)

// CommonFaults are the faults to expect from a struggling service or network.
func CommonFaults() []Fault {
	return []Fault{Throttle, ThrottleUntyped, InternalError, Unavailable, Reset, Cut, Stall}
}

// Rule makes calls fail. The first rule that matches a call applies.
type Rule struct {
	Operation              string        // such as "ListProjects"; "" is every operation of CodeCatalyst and of the sign-in service
	Space, Project, DevEnv string        // of the call; "" is any
	Mix                    []Fault       // one of these, at random
	Share                  float64       // of the calls that fail; 0 stands for all of them
	Times                  int           // the rule ends after this many faults; 0 is never
	RetryAfter             time.Duration // sent with 429s, in whole seconds; 0 sends none
}

// SetFaults replaces all fault rules. Without arguments no call fails any more.
func (w *World) SetFaults(rules ...Rule) {
	w.lock()
	defer w.mu.Unlock()
	w.faults = slices.Clone(rules)
}

// injectFault finds the fault that the rules inject into a call.
func (w *World) injectFault(c *call) injectedFault {
	for i, r := range w.faults {
		if !r.matches(c) || r.Share > 0 && w.faultRNG.Float64() >= r.Share {
			continue
		}
		if r.Times == 1 {
			w.faults = slices.Delete(slices.Clone(w.faults), i, i+1)
		} else if r.Times > 1 {
			w.faults[i].Times--
		}
		return injectedFault{r.Mix[w.faultRNG.IntN(len(r.Mix))], r}
	}
	return injectedFault{}
}

func (r Rule) matches(c *call) bool {
	return len(r.Mix) > 0 &&
		(r.Operation == "" || r.Operation == c.op.name) &&
		(r.Space == "" || r.Space == c.space()) &&
		(r.Project == "" || r.Project == c.project()) &&
		(r.DevEnv == "" || r.DevEnv == c.env())
}

// isServiceError reports whether f is an error in the service's own protocol.
func (f Fault) isServiceError() bool { return f > None && f < Blocked && f != ThrottleUntyped }

// skipsOperation reports whether the operation does not run at all.
func (f Fault) skipsOperation() bool {
	return f == ThrottleUntyped || f == Blocked || f == Unavailable || f == HTML || f == Reset || f == Stall
}

func (f Fault) delivery() delivery {
	switch f {
	case Reset:
		return connectionReset
	case Cut:
		return truncated
	case Stall:
		return stalled
	case StallBody:
		return bodyStalled
	}
	return delivered
}

func (f Fault) serviceError(c *call) *apiError {
	switch f {
	case Throttle:
		return throttled()
	case TooManyRequests:
		return newError(429, "TooManyRequestsException", "Too many requests")
	case Unauthorized:
		return unauthorized()
	case AccessDenied:
		return accessDenied("You are not authorized to perform %s", c.op.name)
	case NotOnboarded:
		return accessDenied("User is not authorized to perform GetUserDetails")
	case NotFound:
		return notFound("The resource of %s was not found", c.op.name)
	case Invalid:
		return validationError("The request of %s is not valid", c.op.name)
	case Conflict:
		return conflict("%s conflicts with an operation in progress", c.op.name)
	case QuotaExceeded:
		return quotaExceeded()
	}
	return newError(500, "InternalException", "Internal failure in %s", c.op.name)
}

// writeNonProtocol writes the faults that are not in the service's protocol.
func (f injectedFault) writeNonProtocol(rep *response) {
	switch f.fault {
	case ThrottleUntyped:
		rep.setJSON(http.StatusTooManyRequests, `{"message":"Too Many Requests"}`)
	case Blocked:
		rep.setJSON(http.StatusForbidden, `{"message":"Forbidden"}`)
		rep.header.Set("X-Cache", "Error from cloudfront")
	case Unavailable:
		rep.setHTML(http.StatusServiceUnavailable, "503 Service Temporarily Unavailable")
	case HTML:
		rep.setHTML(http.StatusOK, "Welcome to the guest network: please sign in")
	}
}

func (rep *response) setJSON(status int, body string) {
	rep.status, rep.body = status, []byte(body)
	rep.header.Set("Content-Type", "application/json")
}

func (rep *response) setHTML(status int, title string) {
	rep.status = status
	rep.body = fmt.Appendf(nil, "<!doctype html><html><head><title>%s</title></head><body><h1>%[1]s</h1></body></html>\n", title)
	rep.header.Set("Content-Type", "text/html; charset=utf-8")
}
