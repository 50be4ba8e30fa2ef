package auth

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// explain says in plain words what the sign-in service, or the way there, came to. The SDK's sentences are for logs.
func explain(err error) string {
	var problem *Problem
	var response *smithyhttp.ResponseError
	var api smithy.APIError
	switch {
	case errors.As(err, &problem):
		return problem.Sentence
	case errors.As(err, &api) && meanings[api.ErrorCode()] != "":
		return meanings[api.ErrorCode()]
	case errors.As(err, &response) && response.HTTPStatusCode() >= 300:
		return fmt.Sprintf("the sign-in service answered with status %d", response.HTTPStatusCode())
	case errors.As(err, &response) && response.HTTPStatusCode() >= 200:
		return "something else answered, such as this network's own sign-in page"
	}
	return explainWay(err)
}

func explainWay(err error) string {
	var dns *net.DNSError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "the sign-in service did not answer in time"
	case errors.As(err, &dns):
		return "the address of the sign-in service cannot be found: " + dns.Name
	case errors.As(err, &authority), errors.As(err, &host), errors.As(err, &certificate):
		return "the sign-in service's certificate is not trusted (AWS_CA_BUNDLE names the ones to trust)"
	}
	return "the sign-in service cannot be reached"
}

// meanings are the sign-in service's codes in words.
var meanings = map[string]string{
	"InvalidGrantException":         "the session is over",
	"ExpiredTokenException":         "the session is over",
	"InvalidClientException":        "the registration it came with is no longer known",
	"UnauthorizedClientException":   "the registration it came with may not do this",
	"AccessDeniedException":         "the sign-in service denies it",
	"InvalidScopeException":         "the sign-in service does not know the scopes that the sso-session asks for",
	"InvalidRequestException":       "the sign-in service does not accept the sso-session's address or region",
	"InvalidRequestRegionException": "the sso-session belongs to another region",
}
