package auth

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/smithy-go/auth/bearer"
)

const (
	refreshAhead          = 10 * time.Minute // how long before its expiry a token is refreshed
	requestTimeout        = 20 * time.Second // for one request to the sign-in service
	closeGrace            = 3 * time.Second  // how long Close waits for a refresh in progress
	refreshRetry          = 30 * time.Second // between attempts to refresh
	expiredRetry          = 5 * time.Second  // the same once the token has expired: after sleep the network takes a while to return
	concurrentRefreshWait = 3 * time.Second  // for another program to save the token it got for the same refresh token
	cacheCheckInterval    = 2 * time.Second
	clockSkewTolerance    = time.Minute // smaller differences are ignored
)

// TokenSource keeps the token of a profile valid: it reloads the AWS CLI's token file whenever that changes, and
// refreshes the token before it expires. It is a bearer.TokenProvider and safe for concurrent use.
type TokenSource struct {
	profile *Profile
	changed chan struct{}
	client  *ssooidc.Client // created by the first refresh

	mu                sync.Mutex
	fileVersion       fileVersion   // of the file when it was last read
	token             *cachedToken  // nil: none
	supersededInFile  tokenPair     // the old token still in the file because a newer one could not be saved; zero: none
	lastSave          time.Time     // the last attempt to save the token
	failure           *Problem      // why the last read, refresh or save failed
	spentRefreshToken secret        // a refresh token that the sign-in service has rejected
	rejectedToken     secret        // an access token that the service rejects before its expiry
	lastAttempt       time.Time     // the last attempt to refresh
	lifetime          time.Duration // of tokens, known after the first refresh
	clockSkew         time.Duration
	refreshDone       chan struct{} // closed when the refresh in progress ends; nil: none is
	closed            bool
	lastDigest        statusDigest
}

// fileVersion tells a changed file from an unchanged one without reading it.
type fileVersion struct {
	exists   bool
	modified time.Time
	size     int64
}

// NewTokenSource reads the profile's token, if there is one. It does not touch the network. Call Close when done with it,
// since a refresh may be in progress.
func NewTokenSource(p *Profile) *TokenSource {
	s := &TokenSource{profile: p, changed: make(chan struct{}, 1)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reload()
	s.lastDigest = s.digest(time.Now())
	return s
}

// RetrieveBearerToken returns the token to send now. It waits for a refresh only if there is no valid token. Errors are
// those of ctx, or a *Problem.
func (s *TokenSource) RetrieveBearerToken(ctx context.Context) (bearer.Token, error) {
	if err := ctx.Err(); err != nil {
		return bearer.Token{}, err
	}
	s.mu.Lock()
	s.reload()
	done := s.refreshIfDue(time.Now())
	wait := done != nil && !s.valid(time.Now())
	s.mu.Unlock()
	if wait {
		select {
		case <-done:
		case <-ctx.Done():
			return bearer.Token{}, ctx.Err()
		}
	}
	return s.currentToken()
}

// currentToken is the token as it is, even one that the service has rejected: it may accept it again.
func (s *TokenSource) currentToken() (bearer.Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notifyIfChanged()
	now := time.Now()
	if s.token == nil || !now.Before(s.token.expires) {
		if p := s.problem(now); p != nil {
			return bearer.Token{}, p
		}
		return bearer.Token{}, s.profile.problem(Unreachable, nil, "The sign-in of profile %s is about to be renewed.", s.profile.Name)
	}
	return bearer.Token{Value: string(s.token.access), CanExpire: true, Expires: s.token.expires}, nil
}

// valid reports whether the token can be used without a refresh.
func (s *TokenSource) valid(now time.Time) bool {
	return s.token != nil && now.Before(s.token.expires) && s.token.access != s.rejectedToken
}

// Run keeps the token valid while nobody requests it, and notices when other programs change its file, until ctx ends.
// It returns the error of ctx.
func (s *TokenSource) Run(ctx context.Context) error {
	tick := time.NewTicker(cacheCheckInterval)
	defer tick.Stop()
	for {
		s.mu.Lock()
		s.reload()
		s.saveIfDue(time.Now())
		s.refreshIfDue(time.Now())
		s.notifyIfChanged()
		s.mu.Unlock()
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Close stops refreshing. It waits a moment for a refresh in progress, since its answer may hold the only refresh token
// that is still valid.
func (s *TokenSource) Close() {
	s.mu.Lock()
	s.closed = true
	done := s.refreshDone
	s.mu.Unlock()
	if done != nil {
		t := time.NewTimer(closeGrace)
		defer t.Stop()
		select {
		case <-done:
		case <-t.C:
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reload(); s.supersededInFile != (tokenPair{}) {
		s.save()
	}
}

// reload reads the file if it has changed. While the file is not valid it is read again each time, and the token from
// before stays in use: the AWS CLI does not replace its file atomically.
func (s *TokenSource) reload() {
	now := fileVersionOf(s.profile.CachePath())
	if now == s.fileVersion {
		return
	}
	token, err := readTokenFile(s.profile.CachePath())
	switch {
	case err == nil:
		s.fileVersion = now
		s.useTokenFromFile(token)
	case errors.Is(err, fs.ErrNotExist):
		s.fileVersion, s.token, s.failure, s.supersededInFile = fileVersion{}, nil, nil, tokenPair{}
	case s.token == nil:
		s.failure = s.profile.problem(SignedOut, err, "The sign-in of profile %s cannot be read: %v.", s.profile.Name, withoutPath(err))
	}
}

// useTokenFromFile takes over what another program wrote. A token that is only there because its successor could not be
// saved is ignored: its refresh token is spent.
func (s *TokenSource) useTokenFromFile(token *cachedToken) {
	s.profile.redactor.Learn(string(token.access), string(token.refresh), string(token.clientSecret))
	if token.pair() == s.supersededInFile {
		return
	}
	if s.token == nil || s.token.pair() != token.pair() {
		s.failure, s.lastAttempt, s.lifetime = nil, time.Time{}, 0
	}
	s.token, s.supersededInFile = token, tokenPair{}
}

func fileVersionOf(path string) fileVersion {
	info, err := os.Stat(path)
	if err != nil {
		return fileVersion{}
	}
	return fileVersion{true, info.ModTime(), info.Size()}
}

// recordClockSkew compares the server's clock with ours. A Date header has whole seconds; a slow answer is ignored, since
// it does not tell when the header was written.
func (s *TokenSource) recordClockSkew(date, sent, received time.Time) {
	roundTrip := received.Sub(sent)
	if roundTrip > clockSkewTolerance/2 {
		return
	}
	skew := date.Add(time.Second / 2).Sub(sent.Add(roundTrip / 2)).Round(time.Second)
	s.mu.Lock()
	defer s.mu.Unlock()
	if skew.Abs() < clockSkewTolerance {
		skew = 0
	}
	if s.clockSkew != 0 && skew != 0 && (skew-s.clockSkew).Abs() < clockSkewTolerance {
		return // within the tolerance of what was reported already
	}
	s.clockSkew = skew
	s.notifyIfChanged()
}

// rejectToken records that the service rejects a token, which is then refreshed unless it has been replaced meanwhile.
func (s *TokenSource) rejectToken(token secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token != nil && s.token.access == token {
		s.rejectedToken = token
		s.notifyIfChanged()
	}
}
