package auth

import (
	"context"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/smithy-go/auth/bearer"
)

const (
	closeGrace         = 3 * time.Second // how long Close waits for a refresh in progress
	cacheCheckInterval = 2 * time.Second
	clockSkewTolerance = time.Minute // smaller differences are ignored
)

// TokenSource keeps the token of a profile valid: it reloads the AWS CLI's token file whenever that changes, and
// refreshes the token before it expires. It is a bearer.TokenProvider and safe for concurrent use.
type TokenSource struct {
	profile *Profile
	changed chan struct{}
	client  *ssooidc.Client // created by the first refresh, and used only by the one in progress

	// file is a lock with room for one: held while the token file is read or written. Status does not wait for it.
	file        chan struct{}
	fileVersion fileVersion // of the file when it was last read; guarded by file
	started     bool        // the file has been read once; guarded by file

	mu                sync.Mutex    // guards what follows, and is never held during I/O
	token             *cachedToken  // nil: none
	supersededInFile  tokenPair     // the old token still in the file because a newer one could not be saved; zero: none
	lastSave          time.Time     // the last attempt to save the token
	failure           *Problem      // why the last read, refresh or save failed
	spentRefreshToken secret        // a refresh token that the sign-in service has rejected
	rejectedToken     secret        // an access token that the service rejects before its expiry
	lastAttempt       time.Time     // the last attempt to refresh
	failedAttempts    int           // to refresh, in a row
	lifetime          time.Duration // of the token, from its issue to its expiry; 0: unknown
	clockSkew         time.Duration
	refreshDone       chan struct{} // closed when the refresh in progress ends; nil: none is
	closing           chan struct{} // closed by Close
	lastDigest        statusDigest
}

// NewTokenSource reads the profile's token, if there is one. It does not touch the network. Call Close when done with it,
// since a refresh may be in progress.
func NewTokenSource(p *Profile) *TokenSource {
	s := &TokenSource{profile: p, changed: make(chan struct{}, 1), file: make(chan struct{}, 1), closing: make(chan struct{})}
	_ = s.withFile(context.Background(), s.reload)
	s.started = true
	s.lastDigest = s.digest(time.Now())
	return s
}

// RetrieveBearerToken returns the token to send now. It waits for a refresh only if there is no valid token. Errors are
// those of ctx, or a *Problem.
func (s *TokenSource) RetrieveBearerToken(ctx context.Context) (bearer.Token, error) {
	if err := ctx.Err(); err != nil {
		return bearer.Token{}, err
	}
	if err := s.withFile(ctx, s.reload); err != nil {
		return bearer.Token{}, err
	}
	s.mu.Lock()
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
		if err := s.withFile(ctx, s.reload, s.saveIfDue); err != nil {
			return err
		}
		s.mu.Lock()
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
	ctx, cancel := context.WithTimeout(context.Background(), closeGrace)
	defer cancel()
	s.mu.Lock()
	if !s.closed() {
		close(s.closing)
	}
	done := s.refreshDone
	s.mu.Unlock()
	if done != nil {
		select {
		case <-done:
		case <-ctx.Done():
		}
	}
	_ = s.withFile(ctx, s.reload, s.saveIfUnsaved)
}

func (s *TokenSource) closed() bool {
	select {
	case <-s.closing:
		return true
	default:
		return false
	}
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

// acceptToken withdraws a rejection, and with it the failure of a refresh that only the rejection called for.
func (s *TokenSource) acceptToken(token secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token == nil || s.token.access != token || s.rejectedToken != token {
		return
	}
	s.rejectedToken = ""
	if s.failure != nil && s.failure.Kind == Unreachable && !s.refreshNeeded(time.Now()) {
		s.failure, s.failedAttempts = nil, 0
	}
	s.notifyIfChanged()
}
