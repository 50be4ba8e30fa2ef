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

// The longest wait that the service's Retry-After may ask of us: a proxy's mistake must not stop us for a day.
const maxAfter = time.Minute

const (
	noProviderSentence = "Not signed in: the profile has no sso_session to sign in with"
	noTokenSentence    = "Not signed in: sign in first"
	refusedSentence    = "CodeCatalyst does not accept the sign-in: sign in again"
	expiredSentence    = "Sign-in expired: sign in again"
)

// Classify says what went wrong in a call of the client, by what a person can do about it. The HTTP status decides
// first and the code second: a proxy's HTML carries no code, and codes of the sign-in service look like CodeCatalyst's.
// It returns nil for nil.
func Classify(operation string, err error) *types.Error {
	if err == nil {
		return nil
	}
	var known *types.Error
	if errors.As(err, &known) {
		return known
	}
	e := classified{Operation: operation, Cause: err}
	switch answer := answerOf(err); {
	case isSignIn(err):
		e.signIn(err)
	case answer != nil:
		e.answered(answer, err)
	default:
		e.unanswered(err)
	}
	e.Unsent = e.isUnsent()
	return (*types.Error)(&e)
}

// classified is an Error in the making.
type classified types.Error

// answerOf is the answer that the error is about; nil where none came, which the SDK wraps in the same type.
func answerOf(err error) *http.Response {
	var e *smithyhttp.ResponseError
	if !errors.As(err, &e) || e.Response == nil || e.Response.Response == nil || e.Response.StatusCode == 0 {
		return nil
	}
	return e.Response.Response
}

func (e *classified) say(r types.Reason, sentence string) { e.Reason, e.Sentence = r, sentence }

// isSignIn reports whether the token, not the request, failed. The operation's name tells when the provider was not
// wrapped by NewClient.
func isSignIn(err error) bool {
	var tagged *signInError
	if errors.As(err, &tagged) {
		return true
	}
	for ; err != nil; err = errors.Unwrap(err) {
		if op, ok := err.(*smithy.OperationError); ok && op.ServiceID == "SSO OIDC" {
			return true
		}
	}
	return false
}

// explained is an error of the sign-in that is a sentence already, and knows of more to say than fits into one.
type explained interface {
	error
	Help() string
}

func (e *classified) signIn(err error) {
	e.say(types.SignIn, expiredSentence)
	var own explained
	answer := answerOf(err)
	switch {
	case errors.As(err, &own):
		e.Sentence = short(own.Error())
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

// answered classifies an answer with a status.
func (e *classified) answered(r *http.Response, err error) {
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
		e.say(types.Throttled, "Rate limited by the service: slowing down")
	case status == http.StatusUnauthorized || isTokenCode(code):
		e.say(types.SignIn, refusedSentence)
	case status == http.StatusForbidden:
		e.forbidden(spoke || e.RequestID != "", message)
	case status == http.StatusNotFound && (spoke || e.RequestID != ""):
		e.say(types.Gone, "It is not there any more, or was never there")
	case status == http.StatusPaymentRequired:
		e.say(types.Quota, quoted("The space's quota or billing limit is reached", message))
	case status == http.StatusConflict:
		e.say(types.Conflict, quoted("Something else is changing it: try again", message))
	case status == http.StatusProxyAuthRequired:
		e.say(types.Unreachable, "The proxy wants a sign-in: check HTTPS_PROXY")
	case status == http.StatusRequestTimeout:
		e.say(types.Unreachable, "The service gave up waiting for the request: trying again")
	case status >= 500:
		e.say(types.Internal, "The service failed ("+strconv.Itoa(status)+"): trying again")
	case status == http.StatusBadRequest || spoke:
		e.say(types.Invalid, quoted("The service refuses the request", message))
	default:
		e.garbled(status)
	}
}

func (e *classified) forbidden(service bool, message string) {
	switch {
	case !service:
		e.say(types.Blocked, "Blocked before the service: not onboarded to CodeCatalyst, or a proxy or firewall refuses")
	case strings.Contains(message, "GetUserDetails"):
		e.say(types.Denied, "Not onboarded to CodeCatalyst: open https://codecatalyst.aws/onboarding/view")
	default:
		e.say(types.Denied, "No access: ask for a role in the project or space, or it is gone")
	}
}

func (e *classified) garbled(status int) {
	sentence := "The answer is not CodeCatalyst's: check the endpoint and the proxy"
	if status == http.StatusOK {
		sentence = "The answer is cut off or not CodeCatalyst's: check the endpoint and the proxy"
	}
	e.say(types.Garbled, sentence)
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

// retryAfter is what Retry-After asks for, in seconds or as a date, at most maxAfter; 0 without one.
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
	// The service's own Date, where it sends one, keeps a wrong clock of ours out of it.
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return max(0, min(until.Sub(now), maxAfter))
}

func requestID(r *http.Response, err error) string {
	var aws *awshttp.ResponseError
	if errors.As(err, &aws) && aws.RequestID != "" {
		return short(types.Clean(aws.RequestID))
	}
	return short(types.Clean(r.Header.Get("X-Amzn-Requestid")))
}

// The longest sentence, in characters: it has to fit beside a pane's title or on the last line.
const sentenceRunes = 90

// quoted adds the service's own words, as far as there is room.
func quoted(sentence, message string) string {
	if message == "" || message == "UnknownError" {
		return sentence
	}
	return short(sentence + ": " + message)
}

func short(s string) string {
	runes := []rune(types.Clean(s))
	if len(runes) <= sentenceRunes {
		return string(runes)
	}
	return string(runes[:sentenceRunes-1]) + "…"
}
