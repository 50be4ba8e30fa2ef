package fetch

import (
	"errors"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"catwatch/fetch/types"
)

// The longest Retry-After that is honoured: a misconfigured proxy must not stop the reading for a day.
const maxAfter = time.Minute

const (
	noProviderSentence = "Not signed in: the profile has no sso_session to sign in with"
	noTokenSentence    = "Not signed in: sign in first"
	rejectedSentence   = "CodeCatalyst does not accept the sign-in: sign in again"
	expiredSentence    = "Sign-in expired: sign in again"
)

// Classify classifies the error of a call by what the user can do about it. The HTTP status decides first and the error code
// second: a proxy's HTML has no code, and codes of the sign-in service look like CodeCatalyst's. It returns nil for nil.
func Classify(operation string, err error) *types.Error {
	if err == nil {
		return nil
	}
	var known *types.Error
	if errors.As(err, &known) {
		return known
	}
	e := classification{Operation: operation, Cause: err}
	switch answer := answerOf(err); {
	case isSignIn(err):
		e.setSignIn(err)
	case answer != nil:
		e.fromAnswer(answer, err)
	default:
		e.fromFailure(err)
	}
	e.Unsent = e.isUnsent()
	return (*types.Error)(&e)
}

// classification is an Error under construction.
type classification types.Error

// answerOf returns the HTTP response that the error is about; nil if there was none, which the SDK wraps in the same type.
func answerOf(err error) *http.Response {
	var e *smithyhttp.ResponseError
	if !errors.As(err, &e) || e.Response == nil || e.Response.Response == nil || e.Response.StatusCode == 0 {
		return nil
	}
	return e.Response.Response
}

func (e *classification) set(r types.Reason, sentence string) { e.Reason, e.Sentence = r, sentence }

// isSignIn reports whether getting a token failed, not the request itself. A provider that NewClient did not wrap is known
// by the service of the failed operation.
func isSignIn(err error) bool {
	var tagged *signInError
	if errors.As(err, &tagged) {
		return true
	}
	for op := (*smithy.OperationError)(nil); errors.As(err, &op); err = op.Unwrap() {
		if op.ServiceID == "SSO OIDC" {
			return true
		}
	}
	return false
}

// helpfulError is an error of package auth: a complete sentence, with further help.
type helpfulError interface {
	error
	Help() string
}

func (e *classification) setSignIn(err error) {
	e.set(types.SignIn, expiredSentence)
	var own helpfulError
	answer := answerOf(err)
	switch {
	case errors.As(err, &own):
		e.Sentence = truncate(own.Error())
	case errors.Is(err, fs.ErrNotExist):
		e.Sentence = noTokenSentence
	case strings.Contains(err.Error(), "cached SSO token file"):
		e.Sentence = "The sign-in's cache file cannot be read: sign in again"
	case answer != nil && answer.StatusCode >= 500:
		e.Sentence = "The sign-in service fails: trying again, or sign in anew"
	case isNetwork(err):
		e.Sentence = "The sign-in service cannot be reached to renew the sign-in: check the network"
	}
}

// fromAnswer classifies an answer by its status and code.
func (e *classification) fromAnswer(r *http.Response, err error) {
	var api smithy.APIError
	code, message := "", ""
	if errors.As(err, &api) {
		code, message = api.ErrorCode(), types.Clean(api.ErrorMessage())
	}
	spoke := code != "" && code != "UnknownError" // the service itself, not something in front of it
	e.RequestID = requestID(r, err)
	e.After = retryAfter(r.Header)
	switch status := r.StatusCode; {
	case status == http.StatusTooManyRequests || isThrottle(code):
		e.set(types.Throttled, "Rate limited by the service: slowing down")
	case status == http.StatusUnauthorized || isTokenCode(code):
		e.set(types.SignIn, rejectedSentence)
	case status == http.StatusForbidden:
		e.setForbidden(spoke || e.RequestID != "", message)
	case status == http.StatusNotFound && (spoke || e.RequestID != ""):
		e.set(types.Gone, "Not found")
	case status == http.StatusPaymentRequired:
		e.set(types.Quota, withMessage("The space's quota or billing limit is reached", message))
	case status == http.StatusConflict:
		e.set(types.Conflict, withMessage("Something else is changing it: try again", message))
	case status == http.StatusProxyAuthRequired:
		e.set(types.Unreachable, "The proxy wants a sign-in: check HTTPS_PROXY")
	case status == http.StatusRequestTimeout:
		e.set(types.Unreachable, "The service gave up waiting for the request: trying again")
	case status >= 500:
		e.set(types.Internal, "The service failed ("+strconv.Itoa(status)+"): trying again")
	case status == http.StatusBadRequest || spoke:
		e.set(types.Invalid, withMessage("The service refuses the request", message))
	default:
		e.setGarbled(status)
	}
}

func (e *classification) setForbidden(service bool, message string) {
	switch {
	case !service:
		e.set(types.Blocked, "Blocked before the service: not onboarded to CodeCatalyst, or a proxy or firewall refuses")
	case strings.Contains(message, "GetUserDetails"):
		e.set(types.Denied, "Not onboarded to CodeCatalyst: open https://codecatalyst.aws/onboarding/view")
	default:
		e.set(types.Denied, "No access, or deleted. Ask a project admin for a role")
	}
}

func (e *classification) setGarbled(status int) {
	sentence := "The answer is not CodeCatalyst's: check the endpoint and the proxy"
	if status == http.StatusOK {
		sentence = "The answer is cut off or not CodeCatalyst's: check the endpoint and the proxy"
	}
	e.set(types.Garbled, sentence)
}

func isThrottle(code string) bool {
	switch code {
	case "ThrottlingException", "Throttling", "TooManyRequestsException", "TooManyRequests", "ThrottledException",
		"RequestThrottled", "RequestThrottledException", "RequestLimitExceeded", "SlowDown", "SlowDownException":
		return true
	}
	return false
}

func isTokenCode(code string) bool {
	switch code {
	case "ExpiredTokenException", "ExpiredToken", "InvalidTokenException", "InvalidToken", "UnauthorizedException",
		"UnrecognizedClientException", "MissingAuthenticationTokenException", "MissingAuthenticationToken":
		return true
	}
	return false
}

// retryAfter returns the Retry-After header, given in seconds or as a date, limited to maxAfter; 0 if there is none.
func retryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	if v == "" {
		return 0
	}
	if s, err := strconv.ParseFloat(v, 64); err == nil {
		return time.Duration(max(0, min(s, maxAfter.Seconds())) * float64(time.Second))
	}
	until, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	// Prefer the service's own Date to our clock, which may be wrong.
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return max(0, min(until.Sub(now), maxAfter))
}

func requestID(r *http.Response, err error) string {
	var aws *awshttp.ResponseError
	if errors.As(err, &aws) && aws.RequestID != "" {
		return truncate(types.Clean(aws.RequestID))
	}
	return truncate(types.Clean(r.Header.Get("X-Amzn-Requestid")))
}

// The longest sentence, in characters: it has to fit beside a pane's title or in the last line.
const sentenceRunes = 90

// withMessage appends the service's own message, as far as there is room.
func withMessage(sentence, message string) string {
	if message == "" || message == "UnknownError" {
		return sentence
	}
	return truncate(sentence + ": " + message)
}

func truncate(s string) string {
	runes := []rune(types.Clean(s))
	if len(runes) <= sentenceRunes {
		return string(runes)
	}
	return string(runes[:sentenceRunes-1]) + "…"
}
