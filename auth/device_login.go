package auth

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc/types"
)

const (
	deviceGrant         = "urn:ietf:params:oauth:grant-type:device_code"
	defaultPollInterval = 5 * time.Second // where the service names none
	slowDownIncrement   = 5 * time.Second // added to the poll interval at each SlowDown, as RFC 8628 demands

	malformedCode  = "the sign-in service answered with a malformed code"
	malformedToken = "the sign-in service answered with a malformed token"
)

// deviceLogin is one sign-in by device code.
type deviceLogin struct {
	profile *Profile
	client  *ssooidc.Client
	report  func(Step)

	clientID            string
	clientSecret        secret
	registrationExpires time.Time // zero: never
	deviceCode          secret
	step                Step
}

// Login signs in with a device code: it registers a client, reports the code to approve, polls until it is approved, and
// writes the token as the AWS CLI would. It calls report from its own goroutine, one call at a time. It fails with a
// *Problem (Declined, CodeExpired, Rejected, Unreachable, LoadFailed, Unwritable), or with the error of ctx.
func Login(ctx context.Context, p *Profile, report func(Step)) error {
	client, err := p.oidcClient(ctx, nil)
	if err != nil {
		return err
	}
	l := &deviceLogin{profile: p, client: client, report: report}
	for _, stage := range []func(context.Context) error{l.register, l.authorize, l.awaitApproval} {
		if err := stage(ctx); err != nil {
			return l.asProblem(ctx, err)
		}
	}
	return nil
}

// asProblem turns an error into a Problem, unless it is one already or the caller cancelled.
func (l *deviceLogin) asProblem(ctx context.Context, err error) error {
	var problem *Problem
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &problem):
		return problem
	case isRejection(err):
		return l.failed(Rejected, err, describeError(err))
	}
	return l.failed(Unreachable, err, describeError(err))
}

func (l *deviceLogin) failed(k Kind, cause error, reason string) *Problem {
	return l.profile.problem(k, cause, "Signing in with profile %s failed: %s.", l.profile.Name, reason)
}

func (l *deviceLogin) register(ctx context.Context) error {
	l.report(Step{Phase: Registering})
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	out, err := l.client.RegisterClient(ctx, &ssooidc.RegisterClientInput{
		ClientName: aws.String("catwatch"), ClientType: aws.String("public"), Scopes: l.profile.Scopes,
	})
	if err != nil {
		return err
	}
	if !validToken(out.ClientId) || !validToken(out.ClientSecret) {
		return l.failed(Unreachable, nil, "the sign-in service answered with a malformed client registration")
	}
	l.clientID, l.clientSecret = *out.ClientId, secret(*out.ClientSecret)
	l.profile.redactor.Learn(string(l.clientSecret))
	if out.ClientSecretExpiresAt > 0 {
		l.registrationExpires = time.Unix(out.ClientSecretExpiresAt, 0)
	}
	return nil
}

func (l *deviceLogin) authorize(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	sent := time.Now().Round(0) // wall clock: the monotonic one stops while the machine sleeps
	out, err := l.client.StartDeviceAuthorization(ctx, &ssooidc.StartDeviceAuthorizationInput{
		ClientId: aws.String(l.clientID), ClientSecret: aws.String(string(l.clientSecret)), StartUrl: aws.String(l.profile.StartURL),
	})
	if err != nil {
		return err
	}
	if !validToken(out.DeviceCode) || len(aws.ToString(out.UserCode)) > maxUserCode || len(aws.ToString(out.VerificationUriComplete)) > maxURL {
		return l.failed(Unreachable, nil, malformedCode)
	}
	l.deviceCode = secret(*out.DeviceCode)
	l.profile.redactor.Learn(string(l.deviceCode))
	l.step = Step{
		Phase: Approving, Code: printableASCII(aws.ToString(out.UserCode)), URL: safeURL(out.VerificationUri),
		URLWithCode: safeURL(out.VerificationUriComplete), Interval: time.Duration(out.Interval) * time.Second,
		Expires: sent.Add(time.Duration(out.ExpiresIn) * time.Second),
	}
	if l.step.URLWithCode == "" {
		l.step.URLWithCode = l.step.URL
	}
	l.step.UnknownHost = unknownHost(l.profile.StartURL, l.step.URL, l.step.URLWithCode)
	if l.step.Interval <= 0 {
		l.step.Interval = defaultPollInterval
	}
	if l.step.Code == "" || l.step.URL == "" {
		return l.failed(Unreachable, nil, malformedCode)
	}
	l.report(l.step)
	return nil
}

// awaitApproval polls until the user has decided. A network failure does not end it: the code stays valid for minutes.
func (l *deviceLogin) awaitApproval(ctx context.Context) error {
	for {
		if err := sleep(ctx, min(l.step.Interval, time.Until(l.step.Expires))); err != nil {
			return err
		}
		if !time.Now().Before(l.step.Expires) {
			return l.profile.problem(CodeExpired, nil, "Nobody approved the code in time.")
		}
		sent := time.Now().Round(0)
		out, err := l.poll(ctx)
		if err == nil {
			return l.saveToken(out, sent)
		}
		if err := l.handlePollError(ctx, err); err != nil {
			return err
		}
		l.report(l.step)
	}
}

func (l *deviceLogin) poll(ctx context.Context) (*ssooidc.CreateTokenOutput, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	return l.client.CreateToken(ctx, &ssooidc.CreateTokenInput{
		ClientId: aws.String(l.clientID), ClientSecret: aws.String(string(l.clientSecret)),
		GrantType: aws.String(deviceGrant), DeviceCode: aws.String(string(l.deviceCode)),
	})
}

// handlePollError returns the errors that end a sign-in, and nil if polling goes on.
func (l *deviceLogin) handlePollError(ctx context.Context, err error) error {
	var pending *types.AuthorizationPendingException
	var slow *types.SlowDownException
	var expired *types.ExpiredTokenException
	var denied *types.AccessDeniedException
	l.step.Phase, l.step.PollError = Waiting, ""
	switch {
	case errors.As(err, &pending):
	case errors.As(err, &slow):
		l.step.Interval += slowDownIncrement
	case errors.As(err, &expired):
		return l.profile.problem(CodeExpired, err, "Nobody approved the code in time.")
	case errors.As(err, &denied):
		return l.profile.problem(Declined, err, "The sign-in was declined.")
	case ctx.Err() != nil || isRejection(err):
		return err
	default:
		l.step.PollError = describeError(err)
	}
	return nil
}

// saveToken writes a new token file, as the AWS CLI would. Nothing of an earlier sign-in is kept in it.
func (l *deviceLogin) saveToken(out *ssooidc.CreateTokenOutput, sent time.Time) error {
	if !validTokens(out) {
		return l.failed(Unreachable, nil, malformedToken)
	}
	t := &cachedToken{
		access: secret(*out.AccessToken), refresh: secret(aws.ToString(out.RefreshToken)),
		clientID: l.clientID, clientSecret: l.clientSecret, registrationExpires: l.registrationExpires,
		expires:  sent.Add(time.Duration(out.ExpiresIn) * time.Second),
		startURL: l.profile.StartURL, region: l.profile.SSORegion,
	}
	l.profile.redactor.Learn(string(t.access), string(t.refresh))
	if err := t.write(l.profile.CachePath()); err != nil {
		return l.profile.problem(Unwritable, err, "The sign-in could not be saved in %s: %v.", l.profile.CachePath(), withoutPath(err))
	}
	l.report(Step{Phase: Done, Expires: t.expires})
	return nil
}

// validTokens reports whether the answer has an access token that expires, and no token that is too long.
func validTokens(out *ssooidc.CreateTokenOutput) bool {
	return validToken(out.AccessToken) && len(aws.ToString(out.RefreshToken)) <= maxToken && out.ExpiresIn > 0
}

func validToken(s *string) bool { return s != nil && *s != "" && len(*s) <= maxToken }

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// safeURL is an address that is safe to show and to open, or "".
func safeURL(s *string) string {
	if text := aws.ToString(s); validURL(text) {
		return text
	}
	return ""
}

// printableASCII drops the characters that codes and links do not need and a terminal might act on.
func printableASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return -1
		}
		return r
	}, s)
}
