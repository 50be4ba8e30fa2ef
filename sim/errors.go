package sim

import "fmt"

// apiError is an error response of the service.
type apiError struct {
	status    int
	code      string
	message   string
	malformed bool // the model does not allow the request
}

func (e *apiError) Error() string { return e.message }

func newError(status int, code, format string, args ...any) *apiError {
	return &apiError{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

func malformed(format string, args ...any) *apiError {
	e := validationError(format, args...)
	e.malformed = true
	return e
}

func validationError(format string, args ...any) *apiError {
	return newError(400, "ValidationException", format, args...)
}

func accessDenied(format string, args ...any) *apiError {
	return newError(403, "AccessDeniedException", format, args...)
}

func notFound(format string, args ...any) *apiError {
	return newError(404, "ResourceNotFoundException", format, args...)
}

func conflict(format string, args ...any) *apiError {
	return newError(409, "ConflictException", format, args...)
}

func quotaExceeded() *apiError {
	return newError(402, "ServiceQuotaExceededException", "The account billing limit is reached")
}

func throttled() *apiError { return newError(429, "ThrottlingException", "Rate exceeded") }

// unauthorized comes from in front of the service; its body has a list of errors as well.
func unauthorized() *apiError {
	return newError(401, "UnauthorizedException", "The bearer token is missing, expired or not valid")
}
