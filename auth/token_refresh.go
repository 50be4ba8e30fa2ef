package auth

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
)

// refreshable reports whether a refresh can be attempted at all.
func (s *TokenSource) refreshable(now time.Time) bool {
	return s.token != nil && s.token.refreshBlocker(now) == "" && s.token.refresh != s.spentRefreshToken
}

// refreshIfDue starts a refresh if it is time for one. It returns a channel that is closed when the refresh in progress
// ends, or nil. There is never a second one, since a refresh token may be good for one use only.
func (s *TokenSource) refreshIfDue(now time.Time) <-chan struct{} {
	if s.refreshDone != nil {
		return s.refreshDone
	}
	if s.closed || !s.refreshable(now) || !s.refreshDue(now) {
		return nil
	}
	done := make(chan struct{})
	s.refreshDone, s.lastAttempt = done, now
	go func() {
		// Not the caller's context: even if nobody waits any longer, the answer may hold the next refresh token.
		ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
		defer cancel()
		s.refresh(ctx)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.refreshDone = nil
		s.notifyIfChanged()
		close(done)
	}()
	return done
}

// refreshDue reports whether it is time for a refresh: some time before the token expires, or when the service rejects
// it. If the service rejects every token, or the sign-in service fails, attempts are spaced out.
func (s *TokenSource) refreshDue(now time.Time) bool {
	elapsed := func(wait time.Duration) bool { return s.lastAttempt.IsZero() || now.Sub(s.lastAttempt) >= wait }
	switch {
	case !now.Before(s.token.expires):
		return s.failure == nil || elapsed(expiredRetry)
	case now.After(s.token.expires.Add(-s.refreshMargin())):
		return s.failure == nil || elapsed(refreshRetry)
	}
	return s.token.access == s.rejectedToken && elapsed(refreshRetry)
}

// refreshMargin is how long before its expiry a token is refreshed. A short-lived token is not refreshed all the time.
func (s *TokenSource) refreshMargin() time.Duration {
	if s.lifetime > 0 {
		return min(refreshAhead, s.lifetime/3)
	}
	return refreshAhead
}

// refresh exchanges the refresh token for a new token.
func (s *TokenSource) refresh(ctx context.Context) {
	s.mu.Lock()
	old := s.token
	s.mu.Unlock()
	sent := time.Now()
	answer, err := s.requestToken(ctx, old)
	if isRejection(err) {
		s.awaitConcurrentRefresh(old)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.superseded(old) {
		return
	}
	switch {
	case err == nil:
		s.useRefreshedToken(answer, sent)
	case isRejection(err):
		s.spentRefreshToken = old.refresh
		s.failure = s.profile.problem(Rejected, err, "The sign-in of profile %s cannot be renewed: %s.", s.profile.Name, describeError(err))
	default:
		s.failure = s.profile.problem(Unreachable, err, "The sign-in could not be renewed: %s.", describeError(err))
	}
}

// awaitConcurrentRefresh waits a moment for another program to save its token: when two refresh at once, the one that is
// rejected learns so before the other has written its new token.
func (s *TokenSource) awaitConcurrentRefresh(old *cachedToken) {
	superseded := func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.superseded(old)
	}
	for end := time.Now().Add(concurrentRefreshWait); !superseded() && time.Now().Before(end); {
		time.Sleep(concurrentRefreshWait / 12)
	}
}

// superseded reports whether another program has signed in, refreshed or signed out since old was read. What it did
// takes precedence over our own refresh. The file is read even if its modification time is unchanged, since some file
// systems count in whole seconds.
func (s *TokenSource) superseded(old *cachedToken) bool {
	s.fileVersion = fileVersion{size: -1}
	s.reload()
	return s.token == nil || s.token.pair() != old.pair()
}

// requestToken calls the sign-in service. Only a refresh uses the client, and there is one at a time.
func (s *TokenSource) requestToken(ctx context.Context, old *cachedToken) (*ssooidc.CreateTokenOutput, error) {
	if s.client == nil {
		client, err := s.profile.oidcClient(ctx, s)
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

// useRefreshedToken takes over the new token and saves it. Its expiry is wall-clock time: the monotonic clock stops while
// the machine sleeps.
func (s *TokenSource) useRefreshedToken(answer *ssooidc.CreateTokenOutput, sent time.Time) {
	if !validTokens(answer) {
		s.failure = s.profile.problem(Unreachable, nil, "The sign-in could not be renewed: %s.", malformedToken)
		return
	}
	next := *s.token
	next.access = secret(*answer.AccessToken)
	s.lifetime = time.Duration(answer.ExpiresIn) * time.Second
	next.expires = sent.Round(0).Add(s.lifetime)
	if r := aws.ToString(answer.RefreshToken); r != "" {
		next.refresh = secret(r)
	}
	s.profile.redactor.Learn(string(next.access), string(next.refresh))
	if s.supersededInFile == (tokenPair{}) {
		s.supersededInFile = s.token.pair()
	}
	s.token, s.failure = &next, nil
	s.save()
}

// save writes the token to the cache. If that fails, the token is used all the same and Run tries again: otherwise the
// next start, and the AWS CLI, would find a refresh token that is spent.
func (s *TokenSource) save() {
	path := s.profile.CachePath()
	s.lastSave = time.Now()
	if err := s.token.write(path); err != nil {
		s.failure = s.profile.problem(Unwritable, err,
			"The renewed sign-in of profile %s could not be saved in %s: %v.", s.profile.Name, path, withoutPath(err))
		return
	}
	if s.failure != nil && s.failure.Kind == Unwritable {
		s.failure = nil
	}
	s.supersededInFile, s.fileVersion = tokenPair{}, fileVersionOf(path)
}

func (s *TokenSource) saveIfDue(now time.Time) {
	if s.supersededInFile != (tokenPair{}) && now.Sub(s.lastSave) >= refreshRetry {
		s.save()
	}
}
