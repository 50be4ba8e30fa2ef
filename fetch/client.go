package fetch

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"
	"github.com/aws/smithy-go/auth/bearer"

	"catwatch/fetch/types"
)

// API is the part of the SDK's client that catwatch calls.
type API interface {
	codecatalyst.ListSpacesAPIClient
	codecatalyst.ListProjectsAPIClient
	codecatalyst.ListDevEnvironmentsAPIClient
	codecatalyst.ListDevEnvironmentSessionsAPIClient
	GetDevEnvironment(context.Context, *codecatalyst.GetDevEnvironmentInput, ...func(*codecatalyst.Options)) (*codecatalyst.GetDevEnvironmentOutput, error)
	GetUserDetails(context.Context, *codecatalyst.GetUserDetailsInput, ...func(*codecatalyst.Options)) (*codecatalyst.GetUserDetailsOutput, error)
	VerifySession(context.Context, *codecatalyst.VerifySessionInput, ...func(*codecatalyst.Options)) (*codecatalyst.VerifySessionOutput, error)
}

// Doer is an HTTP client, or a stand-in within this process.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// DefaultTimeout is the default of Options.Timeout.
const DefaultTimeout = 15 * time.Second

// NewClient returns the SDK's client as catwatch uses it: it never retries by itself, since the scheduler does, and it marks
// errors of the token provider. Without a token provider, with which the SDK would panic, it returns an error with the
// Reason SignIn.
func NewClient(cfg aws.Config) (*codecatalyst.Client, error) {
	if cfg.BearerAuthTokenProvider == nil {
		return nil, &types.Error{Reason: types.SignIn, Sentence: noProviderSentence}
	}
	cfg.BearerAuthTokenProvider = signIn{cfg.BearerAuthTokenProvider}
	cfg.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
	cfg.APIOptions = append(slices.Clip(cfg.APIOptions), normalizeTimestamps, checkShape)
	if cfg.AppID == "" {
		cfg.AppID = "catwatch"
	}
	return codecatalyst.NewFromConfig(cfg), nil
}

// NewClientOver returns a client for the service at endpoint (https://…), reached through d with a fixed token.
func NewClientOver(d Doer, endpoint, token string) *codecatalyst.Client {
	c, err := NewClient(aws.Config{
		HTTPClient:              d,
		BaseEndpoint:            aws.String(endpoint),
		BearerAuthTokenProvider: bearer.StaticTokenProvider{Token: bearer.Token{Value: token}},
	})
	if err != nil {
		panic(err) // there is a provider
	}
	return c
}

// signIn marks the errors of its provider, so that an error of the sign-in service is not mistaken for one of CodeCatalyst:
// both are API errors of the SDK and share codes.
type signIn struct{ bearer.TokenProvider }

func (s signIn) RetrieveBearerToken(ctx context.Context) (bearer.Token, error) {
	t, err := s.TokenProvider.RetrieveBearerToken(ctx)
	if err != nil {
		return t, &signInError{err}
	}
	return t, nil
}

type signInError struct{ error }

func (e *signInError) Unwrap() error { return e.error }
