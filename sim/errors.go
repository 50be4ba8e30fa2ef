package sim

import "fmt"

// refusal is an error answer.
type apiError struct {
	status    int
	code      string
	message   string
	malformed bool // the request is not what the model allows
}

func (r *apiError) Error() string { return r.message }

func newError(status int, code, format string, args ...any) *apiError {
	return &apiError{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

func malformed(format string, args ...any) *apiError {
	r := validationError(format, args...)
	r.malformed = true
	return r
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

// unauthorized is what stands before the service: its body speaks of errors in the plural.
func unauthorized() *apiError {
	return newError(401, "UnauthorizedException", "The bearer token is missing, expired or not valid")
}
