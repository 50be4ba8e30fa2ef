package auth

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/smithy-go/logging"
)

// Config is the configuration for the SDK's clients: the endpoints, FIPS, proxy and certificate settings of the profile,
// its services section and the environment, with the source as its token provider. Every error is a *Problem.
func (p *Profile) Config(ctx context.Context, source *TokenSource) (aws.Config, error) {
	cfg, err := p.loadSDKConfig(ctx, maxAPIBody)
	if err != nil {
		return aws.Config{}, err
	}
	if source != nil {
		cfg.BearerAuthTokenProvider = source
		cfg.HTTPClient = &authTransport{cfg.HTTPClient, source}
	}
	return cfg, nil
}

// checkSDKLoads has the SDK parse the profile, so that a profile reported as usable is one the SDK accepts. It does not
// touch the network.
func (p *Profile) checkSDKLoads() *Problem {
	_, err := config.LoadSharedConfigProfile(context.Background(), p.nameInFile, func(o *config.LoadSharedConfigOptions) {
		o.ConfigFiles, o.CredentialsFiles = []string{p.File}, []string{p.paths.credentialsFile()}
	})
	if err != nil {
		return p.loadProblem(err)
	}
	return nil
}

func (p *Profile) loadProblem(err error) *Problem {
	message := strings.Join(strings.Fields(Redact(err.Error())), " ")
	return &Problem{Kind: LoadFailed, Profile: p.Name, File: p.File, Err: err,
		Sentence: fmt.Sprintf("Cannot load profile %s: the AWS SDK reports %q.", p.Name, message)}
}

func (p *Profile) loadSDKConfig(ctx context.Context, maxBody int) (aws.Config, error) {
	for _, path := range []string{p.File, p.paths.credentialsFile()} {
		if err := checkRegularFile(path); isUnreadableForSDK(err) {
			return aws.Config{}, readProblem(path, err)
		}
	}
	cfg, err := config.LoadDefaultConfig(ctx,
		config.WithSharedConfigProfile(p.nameInFile),
		config.WithSharedConfigFiles([]string{p.File}),
		config.WithSharedCredentialsFiles([]string{p.paths.credentialsFile()}),
		config.WithHTTPClient(sdkHTTPClient()),
		config.WithLogger(logging.Nop{}), // the SDK's default logger writes to standard error, over the screen
	)
	if err != nil {
		return aws.Config{}, p.loadProblem(err)
	}
	if cfg.Region == "" {
		cfg.Region = serviceRegion
	}
	cfg.HTTPClient = p.guardedClient(cfg.HTTPClient, maxBody)
	return cfg, nil
}

// oidcClient is a client of the sign-in service in the sso_region. It never retries by itself, since a refresh token may
// be good for one use only: the caller decides.
func (p *Profile) oidcClient(ctx context.Context, source *TokenSource) (*ssooidc.Client, error) {
	cfg, err := p.loadSDKConfig(ctx, maxSignInBody)
	if err != nil {
		return nil, err
	}
	cfg.Region = p.SSORegion
	return ssooidc.NewFromConfig(cfg, func(o *ssooidc.Options) {
		o.Retryer = aws.NopRetryer{}
		if source != nil {
			o.HTTPClient = &authTransport{cfg.HTTPClient, source}
		}
	}), nil
}
