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

// API is what watching needs of the SDK's client, and all that it calls.
type API interface {
	codecatalyst.ListSpacesAPIClient
	codecatalyst.ListProjectsAPIClient
	codecatalyst.ListDevEnvironmentsAPIClient
	codecatalyst.ListDevEnvironmentSessionsAPIClient
	GetDevEnvironment(context.Context, *codecatalyst.GetDevEnvironmentInput, ...func(*codecatalyst.Options)) (*codecatalyst.GetDevEnvironmentOutput, error)
	GetUserDetails(context.Context, *codecatalyst.GetUserDetailsInput, ...func(*codecatalyst.Options)) (*codecatalyst.GetUserDetailsOutput, error)
	VerifySession(context.Context, *codecatalyst.VerifySessionInput, ...func(*codecatalyst.Options)) (*codecatalyst.VerifySessionOutput, error)
}

// Doer is an HTTP client, or something in this process that answers like one.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// DefaultTimeout is how long one request may take.
const DefaultTimeout = 15 * time.Second

// NewClient returns the SDK's client as catwatch uses it: it never repeats a request by itself, since whoever asked
// knows better when to ask again, and it tells a failed sign-in from a failed request. Without a token provider, with
// which the SDK would panic, it fails with the Reason SignIn.
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

// NewClientOver returns a client of a service at endpoint (https://…) that is reached through d and takes token.
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

// signIn marks what its provider fails with, so that an error of the sign-in service is not taken for one of
// CodeCatalyst: both are the SDK's API errors, with codes in common.
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
