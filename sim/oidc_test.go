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

// counter is AWS's client of the sign-in service, registered and with a device code.
type counter struct {
	*testing.T
	c      *ssooidc.Client
	id     *string
	secret *string
	scopes []string
	device *ssooidc.StartDeviceAuthorizationOutput
}

func atCounter(t *testing.T, w *sim.World, region string) *counter {
	c := ssooidc.New(ssooidc.Options{HTTPClient: w.HTTPClient(), Region: region, Retryer: aws.NopRetryer{}})
	return &counter{T: t, c: c, scopes: []string{"codecatalyst:read_write"}}
}

func (k *counter) begin() error {
	client, err := k.c.RegisterClient(k.Context(), &ssooidc.RegisterClientInput{
		ClientName: aws.String("catwatch"), ClientType: aws.String("public"), Scopes: k.scopes,
	})
	if err != nil {
		return err
	}
	k.id, k.secret = client.ClientId, client.ClientSecret
	k.device, err = k.c.StartDeviceAuthorization(k.Context(), &ssooidc.StartDeviceAuthorizationInput{
		ClientId: k.id, ClientSecret: k.secret, StartUrl: aws.String("https://view.awsapps.com/start"),
	})
	return err
}

func (k *counter) token(grant string, in ssooidc.CreateTokenInput) (*ssooidc.CreateTokenOutput, error) {
	in.ClientId, in.ClientSecret, in.GrantType = k.id, k.secret, &grant
	return k.c.CreateToken(k.Context(), &in)
}

func (k *counter) poll() (*ssooidc.CreateTokenOutput, error) {
	return k.token("urn:ietf:params:oauth:grant-type:device_code", ssooidc.CreateTokenInput{DeviceCode: k.device.DeviceCode})
}

func (k *counter) renew(token *string) (*ssooidc.CreateTokenOutput, error) {
	return k.token("refresh_token", ssooidc.CreateTokenInput{RefreshToken: token})
}

func (k *counter) refused(err error, code string) {
	k.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != code {
		k.Errorf("got %v, want %s", err, code)
	}
}

func (k *counter) ok(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func TestSigningInByDeviceCode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true})
		k := atCounter(t, w, "us-east-1")
		k.ok(k.begin())
		if k.device.Interval != 5 || k.device.ExpiresIn != 600 || !strings.HasSuffix(*k.device.VerificationUriComplete, "/device?user_code="+*k.device.UserCode) {
			t.Errorf("got %+v", *k.device)
		}
		_, err := k.poll()
		k.refused(err, "AuthorizationPendingException")
		elapse(2 * time.Second)
		_, err = k.poll()
		k.refused(err, "SlowDownException")
		elapse(6 * time.Second)
		_, err = k.poll()
		k.refused(err, "SlowDownException") // ten seconds by now
		elapse(16 * time.Second)
		if codes := w.UserCodes(); len(codes) != 1 || !w.Approve(codes[0], "grace") {
			t.Errorf("the codes are %v", codes)
		}
		out, err := k.poll()
		k.ok(err)
		if out.ExpiresIn != 3600 || out.RefreshToken == nil || verify(t.Context(), sdk(w, *out.AccessToken)) != nil {
			t.Errorf("got %+v", out)
		}
		_, err = k.poll()
		k.refused(err, "InvalidGrantException") // a code is good once
		elapse(time.Hour)
		if verify(t.Context(), sdk(w, *out.AccessToken)) == nil {
			t.Error("an expired token is accepted")
		}
	})
}

func TestDeviceCodesThatCameToNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Frozen: true})
		k := atCounter(t, w, "us-east-1")
		k.ok(k.begin())
		w.Decline(*k.device.UserCode)
		_, err := k.poll()
		k.refused(err, "AccessDeniedException")

		k.ok(k.begin())
		elapse(10 * time.Minute)
		if w.Approve(*k.device.UserCode, "ada") {
			t.Error("a code that ran out was approved")
		}
		_, err = k.poll()
		k.refused(err, "ExpiredTokenException")

		k.ok(k.begin())
		k.device.DeviceCode = aws.String("forged")
		_, err = k.poll()
		k.refused(err, "InvalidGrantException")
	})
}

func TestRefreshing(t *testing.T) {
	for _, keep := range []bool{false, true} {
		w := sim.New(sim.Config{Frozen: true, OIDC: sim.OIDC{ApproveAfter: 1, Interval: -1, KeepRefresh: keep}})
		k := atCounter(t, w, "us-east-1")
		k.ok(k.begin())
		first, err := k.poll()
		for errors.As(err, new(smithy.APIError)) { // the clock may stand still for an instant
			first, err = k.poll()
		}
		k.ok(err)
		second, err := k.renew(first.RefreshToken)
		k.ok(err)
		if keep != (second.RefreshToken == nil) {
			t.Errorf("keep %v: %+v", keep, second)
		}
		if verify(t.Context(), sdk(w, *second.AccessToken)) != nil {
			t.Error("the new token is refused")
		}
		switch _, err = k.renew(first.RefreshToken); keep {
		case true:
			k.ok(err)
		case false:
			k.refused(err, "InvalidGrantException")
		}
		w.Revoke(*first.RefreshToken)
		_, err = k.renew(first.RefreshToken)
		k.refused(err, "InvalidGrantException")
	}
}

func TestWhatTheSignInServiceRefuses(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	k := atCounter(t, w, "us-east-1")
	for code, in := range map[string]*ssooidc.RegisterClientInput{
		"InvalidClientMetadataException": {ClientName: aws.String("x"), ClientType: aws.String("confidential")},
		"InvalidScopeException":          {ClientName: aws.String("x"), ClientType: aws.String("public"), Scopes: []string{"a b"}},
		"UnsupportedGrantTypeException":  {ClientName: aws.String("x"), ClientType: aws.String("public"), GrantTypes: []string{"password"}},
		"InvalidRedirectUriException":    {ClientName: aws.String("x"), ClientType: aws.String("public"), RedirectUris: []string{"https://example.com"}},
	} {
		_, err := k.c.RegisterClient(t.Context(), in)
		k.refused(err, code)
	}
	k.ok(k.begin())
	_, err := k.token("password", ssooidc.CreateTokenInput{})
	k.refused(err, "UnsupportedGrantTypeException")
	k.secret = aws.String("wrong")
	_, err = k.poll()
	k.refused(err, "InvalidClientException")

	elsewhere := atCounter(t, w, "us-west-2") // where the SDK goes by itself, and the sign-in is not
	elsewhere.refused(elsewhere.begin(), "InvalidClientException")

	w.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.InternalError}})
	_, err = k.poll()
	k.refused(err, "InternalServerException")
	w.SetFaults()
	if res, answer := ask(t, w, "POST /token "+`{"clientId":"a"}`); res.StatusCode != 400 || answer["error"] != "invalid_request" {
		t.Errorf("got %d %v", res.StatusCode, answer)
	}
}

func TestATokenWithoutTheScopeIsGoodForNothing(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	k := atCounter(t, w, "us-east-1")
	k.scopes = []string{"sso:account:access"}
	k.ok(k.begin())
	w.Approve(*k.device.UserCode, "ada")
	out, err := k.poll()
	k.ok(err)
	k.refused(verify(context.Background(), sdk(w, *out.AccessToken)), "AccessDeniedException")
}

func TestSecretsKnowsEverythingThatWasHandedOut(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	k := atCounter(t, w, "us-east-1")
	k.ok(k.begin())
	w.Approve(*k.device.UserCode, "ada")
	out, err := k.poll()
	k.ok(err)
	g := w.SignIn("ada")
	known := strings.Join(w.Secrets(), " ")
	for _, s := range []string{sim.DefaultToken, *k.secret, *k.device.DeviceCode, *out.AccessToken, *out.RefreshToken, g.AccessToken, g.RefreshToken, g.ClientSecret} {
		if !strings.Contains(known, s) {
			t.Errorf("%s is not among them", s)
		}
	}
}

func TestThePageWhereOnePersonAllowsAndAnotherDeclines(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	for decision, code := range map[string]string{"allow": "", "deny": "AccessDeniedException"} {
		k := atCounter(t, w, "us-east-1")
		k.ok(k.begin())
		if res, _ := ask(t, w, "GET /device?user_code="+*k.device.UserCode); res.StatusCode != 200 {
			t.Errorf("the page answers %d", res.StatusCode)
		}
		ask(t, w, "POST /device user_code="+strings.ToLower(*k.device.UserCode)+"&user=ada&decision="+decision)
		if _, err := k.poll(); code != "" {
			k.refused(err, code)
		} else {
			k.ok(err)
		}
	}
}
