package auth

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ssooidc/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// describeError says in plain words what went wrong at the sign-in service or on the way to it. The SDK's own messages
// are for logs.
func describeError(err error) string {
	var problem *Problem
	var response *smithyhttp.ResponseError
	var api smithy.APIError
	var tooLarge *tooLargeError
	switch {
	case errors.As(err, &problem):
		return problem.Sentence
	case errors.As(err, &tooLarge):
		return "the answer of the sign-in service is too large"
	case errors.As(err, &api) && errorMeanings[api.ErrorCode()] != "":
		return errorMeanings[api.ErrorCode()]
	case errors.As(err, &response) && response.HTTPStatusCode() == http.StatusTooManyRequests:
		return "rate limited by the sign-in service"
	case errors.As(err, &response) && response.HTTPStatusCode()/100 == 3:
		return fmt.Sprintf("the sign-in service answered with a redirect (status %d), which is never followed", response.HTTPStatusCode())
	case errors.As(err, &response) && response.HTTPStatusCode() >= 400:
		return fmt.Sprintf("the sign-in service answered with status %d", response.HTTPStatusCode())
	case errors.As(err, &response) && response.HTTPStatusCode() >= 200:
		return "something else answered, such as this network's own sign-in page"
	}
	return describeConnectionError(err)
}

func describeConnectionError(err error) string {
	var plain *plainHTTPError
	var dns *net.DNSError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var certificate *tls.CertificateVerificationError
	var timeout net.Error
	switch {
	case errors.As(err, &plain):
		return "its endpoint " + plain.endpoint + " must begin with https://: check AWS_ENDPOINT_URL_SSO_OIDC or AWS_ENDPOINT_URL"
	case errors.As(err, &dns):
		return "the address of the sign-in service cannot be found: " + dns.Name
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "the sign-in service did not answer in time"
	case strings.Contains(err.Error(), "protocol version"): // crypto/tls has no type for it
		return "the sign-in service does not support TLS 1.2 or later"
	case errors.As(err, &authority), errors.As(err, &host), errors.As(err, &certificate):
		return "the sign-in service's certificate is not trusted (set AWS_CA_BUNDLE to the certificates to trust)"
	}
	return "the sign-in service cannot be reached"
}

// errorMeanings are the sign-in service's error codes in words.
var errorMeanings = map[string]string{
	"InvalidGrantException":         "the session is over",
	"ExpiredTokenException":         "the session is over",
	"InvalidClientException":        "its client registration is no longer known",
	"UnauthorizedClientException":   "its client registration does not allow this",
	"AccessDeniedException":         "access denied by the sign-in service",
	"InvalidScopeException":         "the sign-in service does not know the scopes in the sso-session",
	"InvalidRequestException":       "the sign-in service does not accept the start URL or region in the sso-session",
	"SlowDownException":             "rate limited by the sign-in service",
	"InvalidRequestRegionException": "the sso-session belongs to another region",
}

// isSpentGrant reports whether an answer means that the refresh token, or the client registration that it belongs to, is
// no longer valid. After any other error the same refresh token can succeed later.
func isSpentGrant(err error) bool {
	var grant *types.InvalidGrantException
	var expired *types.ExpiredTokenException
	var client *types.InvalidClientException
	var unauthorized *types.UnauthorizedClientException
	return isRejection(err) &&
		(errors.As(err, &grant) || errors.As(err, &expired) || errors.As(err, &client) || errors.As(err, &unauthorized))
}

// isRejection reports whether the sign-in service itself rejected the request, rather than failing or not being reached.
// Error pages from proxies carry no error code.
func isRejection(err error) bool {
	var response *smithyhttp.ResponseError
	var api smithy.APIError
	if !errors.As(err, &response) || !errors.As(err, &api) || api.ErrorCode() == "UnknownError" {
		return false
	}
	switch status := response.HTTPStatusCode(); status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	default:
		return status >= 400 && status < 500 && api.ErrorCode() != "SlowDownException"
	}
}
