package auth

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
)

const (
	refreshAhead   = 10 * time.Minute // how long before its expiry a token is refreshed
	requestTimeout = 20 * time.Second // for one request to the sign-in service

	// Attempts to refresh a valid token back off from refreshRetry to refreshRetryMax. Without a valid token nothing is
	// current, so attempts stay close enough for a recovery to be noticed within 15 s: after sleep the network takes a
	// while to return.
	refreshRetry    = 30 * time.Second
	refreshRetryMax = time.Minute
	expiredRetry    = 5 * time.Second
	expiredRetryMax = 10 * time.Second

	// cacheLockWait is how long another program may take for its refresh: its request, and saving the token.
	cacheLockWait = requestTimeout + 5*time.Second
	cacheLockPoll = 250 * time.Millisecond

	// concurrentRefreshWait is for a program without our lock to save the token it got for the same refresh token.
	concurrentRefreshWait = 3 * time.Second
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
	if s.closed() || !s.refreshable(now) || !s.refreshDue(now) {
		return nil
	}
	done, old := make(chan struct{}), s.token
	s.refreshDone, s.lastAttempt = done, now
	go func() {
		s.refresh(old)
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
		return s.failure == nil || elapsed(s.backoff(expiredRetry, expiredRetryMax))
	case now.After(s.token.expires.Add(-s.refreshMargin())):
		return s.failure == nil || elapsed(s.backoff(refreshRetry, refreshRetryMax))
	}
	return s.token.access == s.rejectedToken && elapsed(refreshRetry)
}

// refreshNeeded reports whether the token expires soon or is rejected.
func (s *TokenSource) refreshNeeded(now time.Time) bool {
	return now.After(s.token.expires.Add(-s.refreshMargin())) || s.token.access == s.rejectedToken
}

// backoff doubles with each failed attempt in a row.
func (s *TokenSource) backoff(first, most time.Duration) time.Duration {
	wait := first
	for range s.failedAttempts - 1 {
		if wait = min(2*wait, most); wait == most {
			break
		}
	}
	return wait
}

// refreshMargin is how long before its expiry a token is refreshed. A short-lived token is not refreshed all the time.
func (s *TokenSource) refreshMargin() time.Duration {
	if s.lifetime > 0 {
		return min(refreshAhead, s.lifetime/3)
	}
	return refreshAhead
}

// refresh exchanges the refresh token for a new token, unless another program does.
func (s *TokenSource) refresh(old *cachedToken) {
	lock, proceed := s.awaitCacheLock(old)
	if lock != nil {
		defer lock.release()
	}
	if !proceed || s.nowSuperseded(old) {
		return
	}
	// Not the context of the caller, who may stop waiting: the answer may hold the next refresh token.
	ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
	defer cancel()
	sent := time.Now()
	answer, err := s.requestToken(ctx, old)
	if isSpentGrant(err) {
		s.awaitConcurrentRefresh(old)
	}
	_ = s.withFile(context.Background(), func() {
		if !s.superseded(old) && s.finishRefresh(old, answer, err, sent) {
			s.save()
		}
	})
}

// awaitCacheLock waits while another program refreshes. It reports whether to go on: not if the other program has saved a
// token, nor after Close. Where there can be no lock, or it is held longer than a refresh takes, it goes on without.
func (s *TokenSource) awaitCacheLock(old *cachedToken) (lock *cacheLock, proceed bool) {
	for end := time.Now().Add(cacheLockWait); ; {
		lock, err := tryLockCache(s.profile.CachePath())
		switch {
		case err == nil:
			return lock, true
		case !errors.Is(err, errCacheLocked) || !time.Now().Before(end):
			return nil, true
		case s.nowSuperseded(old):
			return nil, false
		}
		t := time.NewTimer(cacheLockPoll)
		select {
		case <-t.C:
		case <-s.closing:
			t.Stop()
			return nil, false
		}
	}
}

// awaitConcurrentRefresh waits a moment for another program to save its token: when two refresh at once, the one that is
// rejected learns so before the other has written its new token.
func (s *TokenSource) awaitConcurrentRefresh(old *cachedToken) {
	for end := time.Now().Add(concurrentRefreshWait); !s.nowSuperseded(old) && time.Now().Before(end); {
		time.Sleep(cacheLockPoll)
	}
}

func (s *TokenSource) nowSuperseded(old *cachedToken) (superseded bool) {
	_ = s.withFile(context.Background(), func() { superseded = s.superseded(old) })
	return superseded
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

// finishRefresh takes over the result of a refresh and reports whether there is a new token.
func (s *TokenSource) finishRefresh(old *cachedToken, answer *ssooidc.CreateTokenOutput, err error, sent time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.profile
	switch {
	case err != nil && !isSpentGrant(err) && !s.refreshNeeded(time.Now()): // the service accepts the token again
	case isSpentGrant(err):
		s.spentRefreshToken = old.refresh
		s.failure = p.problem(Rejected, err, "The sign-in of profile %s cannot be renewed: %s.", p.Name, describeError(err))
	case err != nil:
		s.failedAttempts++
		s.failure = p.problem(Unreachable, err, "The sign-in could not be renewed: %s.", describeError(err))
	case !validTokens(answer):
		s.failedAttempts++
		s.failure = p.problem(Unreachable, nil, "The sign-in could not be renewed: %s.", malformedToken)
	default:
		s.useRefreshedToken(answer, sent)
		return true
	}
	return false
}

// useRefreshedToken replaces the token. Its expiry is wall-clock time: the monotonic clock stops while the machine sleeps.
func (s *TokenSource) useRefreshedToken(answer *ssooidc.CreateTokenOutput, sent time.Time) {
	next := *s.token
	next.access = secret(*answer.AccessToken)
	next.issued = sent.Round(0)
	next.expires = next.issued.Add(time.Duration(answer.ExpiresIn) * time.Second)
	if r := aws.ToString(answer.RefreshToken); r != "" {
		next.refresh = secret(r)
	}
	s.profile.redactor.Learn(string(next.access), string(next.refresh))
	if s.supersededInFile == (tokenPair{}) {
		s.supersededInFile = s.token.pair()
	}
	s.token, s.lifetime, s.failure, s.failedAttempts = &next, next.lifetime(), nil, 0
}
