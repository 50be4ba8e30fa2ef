package auth

import (
	"fmt"
	"time"
)

// Status is the state of the sign-in. It comes from memory: asking for it does no I/O.
type Status struct {
	Profile, SessionName, StartURL string
	Region                         string // of the sign-in service

	SignedIn    bool          // the token is valid, or has expired and is about to be refreshed
	Expires     time.Time     // of the token; zero without one
	Refreshable bool          // the token is refreshed automatically, so its expiry interrupts nothing
	Problem     *Problem      // what prevents calls now or will soon; SignedIn may be true all the same
	Skew        time.Duration // how far the server's clock is ahead of ours; 0 if below a minute
}

// Status is the current state of the sign-in.
func (s *TokenSource) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	st := Status{
		Profile: s.profile.Name, SessionName: s.profile.SessionName, StartURL: s.profile.StartURL,
		Region: s.profile.SSORegion, Refreshable: s.refreshable(now), Problem: s.problem(now), Skew: s.clockSkew,
	}
	if s.token != nil {
		st.Expires = s.token.expires
		st.SignedIn = s.usable(now)
	}
	return st
}

// usable reports whether calls can be made. During an outage of the sign-in service they can until the token expires.
func (s *TokenSource) usable(now time.Time) bool {
	return s.valid(now) || s.refreshable(now) && (s.failure == nil || s.failure.Kind == Unwritable)
}

// Changed receives a value when Status changes, other than by the passing of time.
func (s *TokenSource) Changed() <-chan struct{} { return s.changed }

// statusDigest is the part of the status whose changes Changed announces.
type statusDigest struct {
	access              secret
	kind                Kind
	usable, refreshable bool
	clockSkew           time.Duration
}

// notifyIfChanged sends to Changed if the status has changed. It never waits for a receiver.
func (s *TokenSource) notifyIfChanged() {
	d := s.digest(time.Now())
	if d == s.lastDigest {
		return
	}
	s.lastDigest = d
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

func (s *TokenSource) digest(now time.Time) statusDigest {
	d := statusDigest{usable: s.usable(now), refreshable: s.refreshable(now), clockSkew: s.clockSkew}
	if s.token != nil {
		d.access = s.token.access
	}
	if p := s.problem(now); p != nil {
		d.kind = p.Kind
	}
	return d
}

// problem is what prevents calls, now or soon.
func (s *TokenSource) problem(now time.Time) *Problem {
	p, name := s.profile, s.profile.Name
	switch {
	case s.failure != nil:
		return s.failure
	case s.token == nil:
		return p.problem(SignedOut, nil, "Not signed in (profile %s).", name)
	case s.refreshable(now):
		return nil
	case !now.Before(s.token.expires):
		return p.problem(Expired, nil, "The sign-in of profile %s has expired, and %s.", name, s.token.refreshBlocker(now))
	case s.token.access == s.rejectedToken:
		return p.problem(Rejected, nil, "CodeCatalyst no longer accepts the sign-in of profile %s.", name)
	}
	return nil
}

func (p *Profile) problem(k Kind, cause error, format string, args ...any) *Problem {
	return &Problem{Kind: k, Profile: p.Name, Sentence: fmt.Sprintf(format, args...), Err: cause}
}

// signedIn is for lists of profiles.
func (p *Profile) signedIn() bool { return NewTokenSource(p).Status().SignedIn }
