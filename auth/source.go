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
	ahead      = 10 * time.Minute // a token is renewed so long before it ends
	patience   = 20 * time.Second // with the sign-in service
	farewell   = 3 * time.Second  // with a renewal that is under way when all ends
	pause      = 30 * time.Second // between two attempts to renew
	hurry      = 5 * time.Second  // the same when the token has ended: after a laptop's sleep the network comes late
	rivalry    = 3 * time.Second  // that another program may take to write down what it got for the refresh token
	watchEvery = 2 * time.Second
	skewed     = time.Minute // clocks that are less apart agree
)

// Source is the token of a profile, kept good: it reads the AWS CLI's cache again whenever that changes, and renews the
// token ahead of its end. It is a bearer.TokenProvider, and safe for concurrent use.
type Source struct {
	profile *Profile
	changed chan struct{}
	client  *ssooidc.Client // made by the first renewal

	mu      sync.Mutex
	mark    mark          // of the file as it was last read
	token   *cached       // nil: none
	stale   pair          // what the file says while a newer token could not be written into it; zero: it is up to date
	saved   time.Time     // the last attempt to write the token
	trouble *Problem      // why the last reading or renewal failed
	refused secret        // a refresh token that is not good any more
	doubted secret        // an access token that the service does not take, whatever its clock says
	tried   time.Time     // the last attempt to renew
	life    time.Duration // of tokens, once a renewal has told
	skew    time.Duration
	flight  chan struct{} // the renewal under way; closed at its end
	closed  bool
	told    digest
}

// mark tells one content of a file from the next without reading it.
type mark struct {
	exists bool
	at     time.Time
	size   int64
}

// digest is what Changed is about.
type digest struct {
	access              secret
	kind                Kind
	serves, refreshable bool
	skew                time.Duration
}

// NewSource reads the profile's token, if there is one. It does not touch the network. Close it, for the sake of a
// renewal that may be under way.
func NewSource(p *Profile) *Source {
	s := &Source{profile: p, changed: make(chan struct{}, 1)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.look()
	s.told = s.digest(time.Now())
	return s
}

// RetrieveBearerToken is the token to send now. It waits for a renewal only when there is no token that holds. Errors
// are those of ctx, or a *Problem.
func (s *Source) RetrieveBearerToken(ctx context.Context) (bearer.Token, error) {
	if err := ctx.Err(); err != nil {
		return bearer.Token{}, err
	}
	s.mu.Lock()
	s.look()
	flight := s.renewWhenDue(time.Now())
	wait := flight != nil && !s.holds(time.Now())
	s.mu.Unlock()
	if wait {
		select {
		case <-flight:
		case <-ctx.Done():
			return bearer.Token{}, ctx.Err()
		}
	}
	return s.current()
}

// current is the token as it is. One that the service did not take is tried again: it may change its mind.
func (s *Source) current() (bearer.Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tell()
	now := time.Now()
	if s.token == nil || !now.Before(s.token.expires) {
		if p := s.problem(now); p != nil {
			return bearer.Token{}, p
		}
		return bearer.Token{}, s.profile.problem(Unreachable, nil, "The sign-in of profile %s waits to be renewed.", s.profile.Name)
	}
	return bearer.Token{Value: string(s.token.access), CanExpire: true, Expires: s.token.expires}, nil
}

// holds tells that the token will do without a renewal.
func (s *Source) holds(now time.Time) bool {
	return s.token != nil && now.Before(s.token.expires) && s.token.access != s.doubted
}

// Run keeps the token good while nobody asks for it, and notices what other programs do to its file, until ctx ends.
// Its error is that of ctx.
func (s *Source) Run(ctx context.Context) error {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		s.mu.Lock()
		s.look()
		s.saveWhenDue(time.Now())
		s.renewWhenDue(time.Now())
		s.tell()
		s.mu.Unlock()
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Close ends renewing. It waits a moment for a renewal that is under way: its answer may hold the only refresh token
// that is still good, and would be lost.
func (s *Source) Close() {
	s.mu.Lock()
	s.closed = true
	flight := s.flight
	s.mu.Unlock()
	if flight != nil {
		t := time.NewTimer(farewell)
		defer t.Stop()
		select {
		case <-flight:
		case <-t.C:
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.look(); s.stale != (pair{}) {
		s.save()
	}
}

// look reads the file again if it has changed. A file that makes no sense is read again until it does, and the token
// from before goes on: the AWS CLI does not replace its file at once but writes into it.
func (s *Source) look() {
	now := markOf(s.profile.CachePath())
	if now == s.mark {
		return
	}
	c, err := readCached(s.profile.CachePath())
	switch {
	case err == nil:
		s.mark = now
		s.adopt(c)
	case errors.Is(err, fs.ErrNotExist):
		s.mark, s.token, s.trouble, s.stale = mark{}, nil, nil, pair{}
	case s.token == nil:
		s.trouble = s.profile.problem(SignedOut, err, "The sign-in of profile %s cannot be read: %v.", s.profile.Name, plain(err))
	}
}

// adopt takes over what another program wrote. What stands there only because the token after it could not be written
// is not news: its refresh token is used up.
func (s *Source) adopt(c *cached) {
	s.profile.known.Learn(string(c.access), string(c.refresh), string(c.clientSecret))
	if c.pair() == s.stale {
		return
	}
	if s.token == nil || s.token.pair() != c.pair() {
		s.trouble, s.tried, s.life = nil, time.Time{}, 0
	}
	s.token, s.stale = c, pair{}
}

func markOf(path string) mark {
	info, err := os.Stat(path)
	if err != nil {
		return mark{}
	}
	return mark{true, info.ModTime(), info.Size()}
}

// compare notes how far the server's clock is from ours. A Date has whole seconds; a slow answer proves nothing.
func (s *Source) compare(date, sent, received time.Time) {
	way := received.Sub(sent)
	if way > skewed/2 {
		return
	}
	skew := date.Add(time.Second / 2).Sub(sent.Add(way / 2)).Round(time.Second)
	s.mu.Lock()
	defer s.mu.Unlock()
	if skew.Abs() < skewed {
		skew = 0
	}
	if s.skew != 0 && skew != 0 && (skew-s.skew).Abs() < skewed {
		return // much the same: no news
	}
	s.skew = skew
	s.tell()
}

// doubt notes that the service does not take a token. Unless another has come meanwhile, it is renewed.
func (s *Source) doubt(token secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token != nil && s.token.access == token {
		s.doubted = token
		s.tell()
	}
}
