package sim_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/smithy-go"

	"catwatch/sim"
)

// signIn is the AWS SDK's client for the sign-in service, with its registration and device code.
type signIn struct {
	*testing.T
	c      *ssooidc.Client
	id     *string
	secret *string
	scopes []string
	device *ssooidc.StartDeviceAuthorizationOutput
}

func newSignIn(t *testing.T, w *sim.World, region string) *signIn {
	c := ssooidc.New(ssooidc.Options{HTTPClient: w.HTTPClient(), Region: region, Retryer: aws.NopRetryer{}})
	return &signIn{T: t, c: c, scopes: []string{"codecatalyst:read_write"}}
}

func (s *signIn) begin() error {
	client, err := s.c.RegisterClient(s.Context(), &ssooidc.RegisterClientInput{
		ClientName: aws.String("catwatch"), ClientType: aws.String("public"), Scopes: s.scopes,
	})
	if err != nil {
		return err
	}
	s.id, s.secret = client.ClientId, client.ClientSecret
	s.device, err = s.c.StartDeviceAuthorization(s.Context(), &ssooidc.StartDeviceAuthorizationInput{
		ClientId: s.id, ClientSecret: s.secret, StartUrl: aws.String("https://view.awsapps.com/start"),
	})
	return err
}

func (s *signIn) token(grant string, in ssooidc.CreateTokenInput) (*ssooidc.CreateTokenOutput, error) {
	in.ClientId, in.ClientSecret, in.GrantType = s.id, s.secret, &grant
	return s.c.CreateToken(s.Context(), &in)
}

func (s *signIn) poll() (*ssooidc.CreateTokenOutput, error) {
	return s.token("urn:ietf:params:oauth:grant-type:device_code", ssooidc.CreateTokenInput{DeviceCode: s.device.DeviceCode})
}

func (s *signIn) refresh(token *string) (*ssooidc.CreateTokenOutput, error) {
	return s.token("refresh_token", ssooidc.CreateTokenInput{RefreshToken: token})
}

func (s *signIn) expectError(err error, code string) {
	s.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != code {
		s.Errorf("got %v, want %s", err, code)
	}
}

func (s *signIn) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func TestDeviceCodeSignIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true})
		s := newSignIn(t, w, "us-east-1")
		s.ok(s.begin())
		if s.device.Interval != 5 || s.device.ExpiresIn != 600 || !strings.HasSuffix(*s.device.VerificationUriComplete, "/device?user_code="+*s.device.UserCode) {
			t.Errorf("got %+v", *s.device)
		}
		_, err := s.poll()
		s.expectError(err, "AuthorizationPendingException")
		elapse(2 * time.Second)
		_, err = s.poll()
		s.expectError(err, "SlowDownException")
		elapse(6 * time.Second)
		_, err = s.poll()
		s.expectError(err, "SlowDownException") // the interval is ten seconds by now
		elapse(16 * time.Second)
		if codes := w.UserCodes(); len(codes) != 1 || !w.Approve(codes[0], "grace") {
			t.Errorf("user codes: %v", codes)
		}
		out, err := s.poll()
		s.ok(err)
		if out.ExpiresIn != 3600 || out.RefreshToken == nil || verify(t.Context(), sdk(w, *out.AccessToken)) != nil {
			t.Errorf("got %+v", out)
		}
		_, err = s.poll()
		s.expectError(err, "InvalidGrantException") // a code can be used once
		elapse(time.Hour)
		if verify(t.Context(), sdk(w, *out.AccessToken)) == nil {
			t.Error("an expired token is accepted")
		}
	})
}

func TestDeclinedExpiredAndUnknownDeviceCodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true})
		s := newSignIn(t, w, "us-east-1")
		s.ok(s.begin())
		w.Decline(*s.device.UserCode)
		_, err := s.poll()
		s.expectError(err, "AccessDeniedException")

		s.ok(s.begin())
		elapse(10 * time.Minute)
		if w.Approve(*s.device.UserCode, "ada") {
			t.Error("an expired code was approved")
		}
		_, err = s.poll()
		s.expectError(err, "ExpiredTokenException")

		s.ok(s.begin())
		s.device.DeviceCode = aws.String("forged")
		_, err = s.poll()
		s.expectError(err, "InvalidGrantException")
	})
}

func TestRefreshToken(t *testing.T) {
	for _, keep := range []bool{false, true} {
		w := sim.New(sim.Config{Frozen: true, OIDC: sim.OIDC{ApproveAfter: 1, Interval: -1, KeepRefresh: keep}})
		s := newSignIn(t, w, "us-east-1")
		s.ok(s.begin())
		first, err := s.poll()
		for errors.As(err, new(smithy.APIError)) { // the clock may not have advanced yet
			first, err = s.poll()
		}
		s.ok(err)
		second, err := s.refresh(first.RefreshToken)
		s.ok(err)
		if keep != (second.RefreshToken == nil) {
			t.Errorf("keep %v: %+v", keep, second)
		}
		if verify(t.Context(), sdk(w, *second.AccessToken)) != nil {
			t.Error("the new token is rejected")
		}
		switch _, err = s.refresh(first.RefreshToken); keep {
		case true:
			s.ok(err)
		case false:
			s.expectError(err, "InvalidGrantException")
		}
		w.Revoke(*first.RefreshToken)
		_, err = s.refresh(first.RefreshToken)
		s.expectError(err, "InvalidGrantException")
	}
}

func TestSignInServiceRejectsInvalidRequests(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	s := newSignIn(t, w, "us-east-1")
	for code, in := range map[string]*ssooidc.RegisterClientInput{
		"InvalidClientMetadataException": {ClientName: aws.String("x"), ClientType: aws.String("confidential")},
		"InvalidScopeException":          {ClientName: aws.String("x"), ClientType: aws.String("public"), Scopes: []string{"a b"}},
		"UnsupportedGrantTypeException":  {ClientName: aws.String("x"), ClientType: aws.String("public"), GrantTypes: []string{"password"}},
		"InvalidRedirectUriException":    {ClientName: aws.String("x"), ClientType: aws.String("public"), RedirectUris: []string{"https://example.com"}},
	} {
		_, err := s.c.RegisterClient(t.Context(), in)
		s.expectError(err, code)
	}
	s.ok(s.begin())
	_, err := s.token("password", ssooidc.CreateTokenInput{})
	s.expectError(err, "UnsupportedGrantTypeException")
	s.secret = aws.String("wrong")
	_, err = s.poll()
	s.expectError(err, "InvalidClientException")

	elsewhere := newSignIn(t, w, "us-west-2") // the profile's region, which the SDK uses by default, is not the sign-in region
	elsewhere.expectError(elsewhere.begin(), "InvalidClientException")

	w.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.InternalError}})
	_, err = s.poll()
	s.expectError(err, "InternalServerException")
	w.SetFaults()
	if res, answer := ask(t, w, "POST /token "+`{"clientId":"a"}`); res.StatusCode != 400 || answer["error"] != "invalid_request" {
		t.Errorf("got %d %v", res.StatusCode, answer)
	}
}

func TestTokenWithoutTheScopeIsDenied(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	s := newSignIn(t, w, "us-east-1")
	s.scopes = []string{"sso:account:access"}
	s.ok(s.begin())
	w.Approve(*s.device.UserCode, "ada")
	out, err := s.poll()
	s.ok(err)
	s.expectError(verify(context.Background(), sdk(w, *out.AccessToken)), "AccessDeniedException")
}

func TestSecretsListsEverythingIssued(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	s := newSignIn(t, w, "us-east-1")
	s.ok(s.begin())
	w.Approve(*s.device.UserCode, "ada")
	out, err := s.poll()
	s.ok(err)
	g := w.SignIn("ada")
	known := strings.Join(w.Secrets(), " ")
	for _, secret := range []string{sim.DefaultToken, *s.secret, *s.device.DeviceCode, *out.AccessToken, *out.RefreshToken, g.AccessToken, g.RefreshToken, g.ClientSecret} {
		if !strings.Contains(known, secret) {
			t.Errorf("Secrets lacks %s", secret)
		}
	}
}

func TestDevicePageAllowsAndDenies(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	for decision, code := range map[string]string{"allow": "", "deny": "AccessDeniedException"} {
		s := newSignIn(t, w, "us-east-1")
		s.ok(s.begin())
		if res, _ := ask(t, w, "GET /device?user_code="+*s.device.UserCode); res.StatusCode != 200 {
			t.Errorf("the page answers %d", res.StatusCode)
		}
		ask(t, w, "POST /device user_code="+strings.ToLower(*s.device.UserCode)+"&user=ada&decision="+decision)
		if _, err := s.poll(); code != "" {
			s.expectError(err, code)
		} else {
			s.ok(err)
		}
	}
}
