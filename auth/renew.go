package auth

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// renewable tells that a renewal can be tried at all.
func (s *Source) renewable(now time.Time) bool {
	return s.token != nil && s.token.unrenewable(now) == "" && s.token.refresh != s.refused
}

// renewWhenDue starts a renewal if it is time for one. It returns the end of the one under way, if any: there is never
// a second one, since the first may use the refresh token up.
func (s *Source) renewWhenDue(now time.Time) <-chan struct{} {
	if s.flight != nil {
		return s.flight
	}
	if s.closed || !s.renewable(now) || !s.due(now) {
		return nil
	}
	flight := make(chan struct{})
	s.flight, s.tried = flight, now
	go func() {
		// Not the caller's context: an answer that nobody waits for may hold the next refresh token.
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		s.renew(ctx)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.flight = nil
		s.tell()
		close(flight)
	}()
	return flight
}

// due tells that it is time for a renewal: ahead of the token's end, or when the service does not take it. A service
// that takes no token at all, and a sign-in service that fails, are asked once in a while only.
func (s *Source) due(now time.Time) bool {
	rested := func(rest time.Duration) bool { return s.tried.IsZero() || now.Sub(s.tried) >= rest }
	switch {
	case !now.Before(s.token.expires):
		return s.trouble == nil || rested(hurry)
	case now.After(s.token.expires.Add(-s.margin())):
		return s.trouble == nil || rested(pause)
	}
	return s.token.access == s.doubted && rested(pause)
}

// margin is how long before its end a token is renewed. One that lives shortly is not renewed all the time.
func (s *Source) margin() time.Duration {
	if s.life > 0 {
		return min(ahead, s.life/3)
	}
	return ahead
}

// renew exchanges the refresh token.
func (s *Source) renew(ctx context.Context) {
	s.mu.Lock()
	old := s.token
	s.mu.Unlock()
	sent := time.Now()
	answer, err := s.exchange(ctx, old)
	if isRefusal(err) {
		s.awaitRival(old)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.overtaken(old) {
		return
	}
	switch {
	case err == nil:
		s.keep(answer, sent)
	case isRefusal(err):
		s.refused = old.refresh
		s.trouble = s.profile.problem(Refused, err, "The sign-in of profile %s cannot be renewed: %s.", s.profile.Name, explain(err))
	default:
		s.trouble = s.profile.problem(Unreachable, err, "The sign-in could not be renewed: %s.", explain(err))
	}
}

// awaitRival gives another program a moment: where two renew at once, the one that is refused hears of it before the one
// that is not has written its token down.
func (s *Source) awaitRival(old *cached) {
	overtaken := func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.overtaken(old)
	}
	for end := time.Now().Add(rivalry); !overtaken() && time.Now().Before(end); {
		time.Sleep(rivalry / 12)
	}
}

// overtaken tells that another program has signed in, renewed or signed out while the renewal was under way. What it
// did counts, whatever the renewal came to. The file is read whatever its time says: some file systems count in seconds.
func (s *Source) overtaken(old *cached) bool {
	s.mark = mark{size: -1}
	s.look()
	return s.token == nil || s.token.pair() != old.pair()
}

// exchange asks the sign-in service. Only a renewal uses the client, and there is one at a time.
func (s *Source) exchange(ctx context.Context, old *cached) (*ssooidc.CreateTokenOutput, error) {
	if s.client == nil {
		client, err := s.profile.oidc(ctx, s)
		if err != nil {
			return nil, err
		}
		s.client = client
	}
	return s.client.CreateToken(ctx, &ssooidc.CreateTokenInput{
		ClientId: aws.String(old.clientID), ClientSecret: aws.String(string(old.clientSecret)),
		GrantType: aws.String("refresh_token"), RefreshToken: aws.String(string(old.refresh)),
	})
}

// keep takes a new token over and writes it down. Its end is a time of the wall's clock: the other one stands still
// while the machine sleeps.
func (s *Source) keep(answer *ssooidc.CreateTokenOutput, sent time.Time) {
	if aws.ToString(answer.AccessToken) == "" || answer.ExpiresIn <= 0 {
		s.trouble = s.profile.problem(Unreachable, nil,
			"The sign-in could not be renewed: the sign-in service answered without a token.")
		return
	}
	next := *s.token
	next.access = secret(*answer.AccessToken)
	s.life = time.Duration(answer.ExpiresIn) * time.Second
	next.expires = sent.Round(0).Add(s.life)
	if r := aws.ToString(answer.RefreshToken); r != "" {
		next.refresh = secret(r)
	}
	s.profile.known.Learn(string(next.access), string(next.refresh))
	if s.stale == (pair{}) {
		s.stale = s.token.pair()
	}
	s.token, s.trouble = &next, nil
	s.save()
}

// save writes the token down. Where that fails it is used all the same, and Run tries again: without it the next start,
// and the AWS CLI, would find a refresh token that is used up.
func (s *Source) save() {
	path := s.profile.CachePath()
	s.saved = time.Now()
	if err := s.token.write(path); err != nil {
		s.trouble = s.profile.problem(Unreadable, err,
			"The renewed sign-in of profile %s could not be saved in %s: %v.", s.profile.Name, path, plain(err))
		return
	}
	if s.trouble != nil && s.trouble.Kind == Unreadable {
		s.trouble = nil
	}
	s.stale, s.mark = pair{}, markOf(path)
}

func (s *Source) saveWhenDue(now time.Time) {
	if s.stale != (pair{}) && now.Sub(s.saved) >= pause {
		s.save()
	}
}

// isRefusal tells a service that said no from one that could not be asked. A proxy's pages carry no code.
func isRefusal(err error) bool {
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
