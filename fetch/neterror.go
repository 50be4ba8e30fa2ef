package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"catwatch/fetch/types"
)

// fromFailure classifies a call that failed without a complete answer.
func (e *classification) fromFailure(err error) {
	var decode *smithy.DeserializationError
	var encode *smithy.SerializationError
	var params smithy.InvalidParamsError
	switch {
	case strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		e.set(types.TLS, "The endpoint does not speak TLS: check AWS_ENDPOINT_URL and the proxy")
	case isCertificateError(err):
		e.set(types.TLS, "The service's certificate is not trusted: check AWS_CA_BUNDLE and the proxy")
	case strings.Contains(err.Error(), "requires HTTPS"):
		e.set(types.TLS, "The endpoint must begin with https://: check AWS_ENDPOINT_URL")
	case errors.As(err, &encode) || errors.As(err, &params):
		e.set(types.Invalid, "The request cannot be written: a name in it is empty or malformed")
	case isTimeout(err):
		e.set(types.Unreachable, "No answer in time: check the network")
	case errors.As(err, &decode):
		e.setGarbled(http.StatusOK)
	case isNetwork(err):
		e.set(types.Unreachable, networkSentence(err))
	default:
		e.set(types.Internal, withMessage("The request failed", types.Clean(rootCause(err).Error())))
	}
}

func isCertificateError(err error) bool {
	var (
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		invalid   x509.CertificateInvalidError
		roots     x509.SystemRootsError
		verify    *tls.CertificateVerificationError
		header    tls.RecordHeaderError
		alert     tls.AlertError
	)
	return errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &invalid) ||
		errors.As(err, &roots) || errors.As(err, &verify) || errors.As(err, &header) || errors.As(err, &alert)
}

func isTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}

func isNetwork(err error) bool {
	var (
		op   *net.OpError
		name *net.DNSError
		send *smithyhttp.RequestSendError
	)
	return isTimeout(err) || errors.As(err, &op) || errors.As(err, &name) || errors.As(err, &send) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

func networkSentence(err error) string {
	var name *net.DNSError
	switch {
	case errors.As(err, &name):
		return truncate("The name " + types.Clean(name.Name) + " is not found: check the network")
	case strings.Contains(err.Error(), "proxyconnect"):
		return "The proxy cannot be reached: check HTTPS_PROXY"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "Nothing answers at the service's address: connection refused"
	case errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return "The connection broke before the answer came: trying again"
	}
	return "The service cannot be reached: check the network"
}

// isUnsent reports whether the request never reached the service.
func (e *classification) isUnsent() bool {
	var op *net.OpError
	var name *net.DNSError
	switch {
	case e.Reason == types.SignIn:
		return isSignIn(e.Cause) // without a token the request is not sent
	case answerOf(e.Cause) != nil:
		return false
	case e.Reason == types.TLS || e.Reason == types.Invalid || errors.As(e.Cause, &name):
		return true
	}
	return errors.As(e.Cause, &op) && op.Op == "dial"
}

func rootCause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
