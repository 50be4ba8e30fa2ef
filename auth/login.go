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
	deviceGrant     = "urn:ietf:params:oauth:grant-type:device_code"
	defaultInterval = 5 * time.Second // where the service names none
	slowDown        = 5 * time.Second // longer between polls, whenever it says so
)

// ceremony is one sign-in by device code.
type ceremony struct {
	profile *Profile
	client  *ssooidc.Client
	report  func(Step)

	id     string
	secret secret
	ends   time.Time // of the registration; zero: never
	device secret
	step   Step
}

// Login signs in: it registers, reports the code to approve, waits for somebody to approve it, and writes the token as
// the AWS CLI would. It calls report in turn from its own goroutine. It ends with a *Problem (Declined, CodeExpired,
// Refused, Unreachable, Unloadable, Unreadable), or with the error of ctx.
func Login(ctx context.Context, p *Profile, report func(Step)) error {
	client, err := p.oidc(ctx, nil)
	if err != nil {
		return err
	}
	c := &ceremony{profile: p, client: client, report: report}
	for _, stage := range []func(context.Context) error{c.register, c.authorize, c.await} {
		if err := stage(ctx); err != nil {
			return c.failure(ctx, err)
		}
	}
	return nil
}

// failure makes a Problem of an error, unless it is one, or the caller's own doing.
func (c *ceremony) failure(ctx context.Context, err error) error {
	var problem *Problem
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &problem):
		return problem
	case isRefusal(err):
		return c.profile.problem(Refused, err, "Signing in with profile %s failed: %s.", c.profile.Name, explain(err))
	}
	return c.profile.problem(Unreachable, err, "Signing in with profile %s failed: %s.", c.profile.Name, explain(err))
}

func (c *ceremony) register(ctx context.Context) error {
	c.report(Step{Phase: Registering})
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out, err := c.client.RegisterClient(ctx, &ssooidc.RegisterClientInput{
		ClientName: aws.String("catwatch"), ClientType: aws.String("public"), Scopes: c.profile.Scopes,
	})
	if err != nil {
		return err
	}
	c.id, c.secret = aws.ToString(out.ClientId), secret(aws.ToString(out.ClientSecret))
	c.profile.known.Learn(string(c.secret))
	if out.ClientSecretExpiresAt > 0 {
		c.ends = time.Unix(out.ClientSecretExpiresAt, 0)
	}
	return nil
}

func (c *ceremony) authorize(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	asked := time.Now().Round(0) // the wall's clock: the other one stands still while the machine sleeps
	out, err := c.client.StartDeviceAuthorization(ctx, &ssooidc.StartDeviceAuthorizationInput{
		ClientId: aws.String(c.id), ClientSecret: aws.String(string(c.secret)), StartUrl: aws.String(c.profile.StartURL),
	})
	if err != nil {
		return err
	}
	c.device = secret(aws.ToString(out.DeviceCode))
	c.profile.known.Learn(string(c.device))
	c.step = Step{
		Phase: Approving, Code: printable(aws.ToString(out.UserCode)), URL: link(out.VerificationUri),
		Full: link(out.VerificationUriComplete), Interval: time.Duration(out.Interval) * time.Second,
		Expires: asked.Add(time.Duration(out.ExpiresIn) * time.Second),
	}
	if c.step.Full == "" {
		c.step.Full = c.step.URL
	}
	if c.step.Interval <= 0 {
		c.step.Interval = defaultInterval
	}
	if c.device == "" || c.step.Code == "" || c.step.URL == "" {
		return c.profile.problem(Unreachable, nil, "Signing in with profile %s failed: the sign-in service answered without a code.", c.profile.Name)
	}
	c.report(c.step)
	return nil
}

// await asks until somebody has decided. A failing network is no reason to give a code up that is good for minutes.
func (c *ceremony) await(ctx context.Context) error {
	for {
		if err := sleep(ctx, c.step.Interval); err != nil {
			return err
		}
		if !time.Now().Before(c.step.Expires) {
			return c.profile.problem(CodeExpired, nil, "Nobody approved the code in time.")
		}
		asked := time.Now().Round(0)
		out, err := c.poll(ctx)
		if err == nil {
			return c.finish(out, asked)
		}
		if err := c.judge(ctx, err); err != nil {
			return err
		}
		c.report(c.step)
	}
}

func (c *ceremony) poll(ctx context.Context) (*ssooidc.CreateTokenOutput, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return c.client.CreateToken(ctx, &ssooidc.CreateTokenInput{
		ClientId: aws.String(c.id), ClientSecret: aws.String(string(c.secret)),
		GrantType: aws.String(deviceGrant), DeviceCode: aws.String(string(c.device)),
	})
}

// judge tells the errors that end a sign-in from those that only say "not yet".
func (c *ceremony) judge(ctx context.Context, err error) error {
	var pending *types.AuthorizationPendingException
	var slow *types.SlowDownException
	var expired *types.ExpiredTokenException
	var denied *types.AccessDeniedException
	c.step.Phase, c.step.Trouble = Waiting, ""
	switch {
	case errors.As(err, &pending):
	case errors.As(err, &slow):
		c.step.Interval += slowDown
	case errors.As(err, &expired):
		return c.profile.problem(CodeExpired, err, "Nobody approved the code in time.")
	case errors.As(err, &denied):
		return c.profile.problem(Declined, err, "The sign-in was declined.")
	case ctx.Err() != nil || isRefusal(err):
		return err
	default:
		c.step.Trouble = explain(err)
	}
	return nil
}

// finish writes the token. What else the file held belongs to the sign-in before.
func (c *ceremony) finish(out *ssooidc.CreateTokenOutput, asked time.Time) error {
	if aws.ToString(out.AccessToken) == "" || out.ExpiresIn <= 0 {
		return c.profile.problem(Unreachable, nil, "Signing in with profile %s failed: the sign-in service answered without a token.", c.profile.Name)
	}
	t := &cached{
		access: secret(*out.AccessToken), refresh: secret(aws.ToString(out.RefreshToken)),
		clientID: c.id, clientSecret: c.secret, registrationEnds: c.ends,
		expires:  asked.Add(time.Duration(out.ExpiresIn) * time.Second),
		startURL: c.profile.StartURL, region: c.profile.SSORegion,
	}
	c.profile.known.Learn(string(t.access), string(t.refresh))
	if err := t.write(c.profile.CachePath()); err != nil {
		return c.profile.problem(Unreadable, err, "The sign-in could not be saved in %s: %v.", c.profile.CachePath(), plain(err))
	}
	c.report(Step{Phase: Done, Expires: t.expires})
	return nil
}

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

// link is an address that may be shown and opened, or "".
func link(s *string) string {
	if text := aws.ToString(s); validURL(text) && printable(text) == text {
		return text
	}
	return ""
}

// printable leaves the characters out that a code and a link have no use for, and a terminal might obey.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return -1
		}
		return r
	}, s)
}
