package auth

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/smithy-go/logging"
)

// inFlight is how many calls the fetcher makes at once: each keeps its connection for the next one.
const inFlight = 16

// Config is what the SDK's clients need: all that the profile, its services section and the environment say about
// endpoints, FIPS, proxies and certificates, with the source for its token. Every error is a *Problem.
func (p *Profile) Config(ctx context.Context, source *Source) (aws.Config, error) {
	cfg, err := p.load(ctx)
	if err != nil {
		return aws.Config{}, err
	}
	if source != nil {
		cfg.BearerAuthTokenProvider = source
		cfg.HTTPClient = &witness{cfg.HTTPClient, source}
	}
	return cfg, nil
}

// check has the SDK read the profile, so that what is found to be usable is. It does not touch the network.
func (p *Profile) check() *Problem {
	_, err := config.LoadSharedConfigProfile(context.Background(), p.written, func(o *config.LoadSharedConfigOptions) {
		o.ConfigFiles, o.CredentialsFiles = []string{p.File}, []string{p.place.credentials()}
	})
	if err != nil {
		return p.unloadable(err)
	}
	return nil
}

func (p *Profile) unloadable(err error) *Problem {
	said := strings.Join(strings.Fields(Redact(err.Error())), " ")
	return &Problem{Kind: Unloadable, Profile: p.Name, File: p.File, Err: err,
		Sentence: fmt.Sprintf("Profile %s cannot be used: the AWS SDK says %q.", p.Name, said)}
}

func (p *Profile) load(ctx context.Context) (aws.Config, error) {
	cfg, err := config.LoadDefaultConfig(ctx,
		config.WithSharedConfigProfile(p.written),
		config.WithSharedConfigFiles([]string{p.File}),
		config.WithSharedCredentialsFiles([]string{p.place.credentials()}),
		config.WithHTTPClient(pooled()),
		config.WithLogger(logging.Nop{}), // the SDK would write to standard error, over the screen
	)
	if err != nil {
		return aws.Config{}, p.unloadable(err)
	}
	if cfg.Region == "" {
		cfg.Region = serviceRegion
	}
	if p.client != nil {
		cfg.HTTPClient = p.client
	}
	return cfg, nil
}

func pooled() *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConnsPerHost = inFlight
		t.IdleConnTimeout = 2 * time.Minute
	})
}

// oidc is a client of the sign-in service in the sso_region. It makes one attempt a call: whoever calls decides about
// another, since a refresh token may be good for one time only.
func (p *Profile) oidc(ctx context.Context, source *Source) (*ssooidc.Client, error) {
	cfg, err := p.load(ctx)
	if err != nil {
		return nil, err
	}
	cfg.Region = p.SSORegion
	return ssooidc.NewFromConfig(cfg, func(o *ssooidc.Options) {
		o.Retryer = aws.NopRetryer{}
		if source != nil {
			o.HTTPClient = &witness{cfg.HTTPClient, source}
		}
	}), nil
}
