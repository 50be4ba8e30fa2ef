package sim

import "fmt"

// refusal is an error answer.
type refusal struct {
	status    int
	code      string
	message   string
	malformed bool // the request is not what the model allows
}

func (r *refusal) Error() string { return r.message }

func refuse(status int, code, format string, args ...any) *refusal {
	return &refusal{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

func malformed(format string, args ...any) *refusal {
	r := invalid(format, args...)
	r.malformed = true
	return r
}

func invalid(format string, args ...any) *refusal {
	return refuse(400, "ValidationException", format, args...)
}

func denied(format string, args ...any) *refusal {
	return refuse(403, "AccessDeniedException", format, args...)
}

func missing(format string, args ...any) *refusal {
	return refuse(404, "ResourceNotFoundException", format, args...)
}

func conflict(format string, args ...any) *refusal {
	return refuse(409, "ConflictException", format, args...)
}

func exhausted() *refusal {
	return refuse(402, "ServiceQuotaExceededException", "The account billing limit is reached")
}

func throttled() *refusal { return refuse(429, "ThrottlingException", "Rate exceeded") }

// unauthorized is what stands before the service: its body speaks of errors in the plural.
func unauthorized() *refusal {
	return refuse(401, "UnauthorizedException", "The bearer token is missing, expired or not valid")
}
