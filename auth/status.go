package auth

import (
	"fmt"
	"time"
)

// Status is the sign-in as it is now, from memory: asking costs nothing.
type Status struct {
	Profile, SessionName, StartURL string
	Region                         string // of the sign-in service

	SignedIn    bool          // there is a token that holds, or one that ended and is about to be renewed
	Expires     time.Time     // of the token; zero without one
	Refreshable bool          // the token renews itself: its end is no event
	Problem     *Problem      // what stands in the way, or soon will; SignedIn may be true all the same
	Skew        time.Duration // how far the server's clock is ahead of ours; 0 below a minute
}

// Status is the sign-in as it is now.
func (s *Source) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	st := Status{
		Profile: s.profile.Name, SessionName: s.profile.SessionName, StartURL: s.profile.StartURL,
		Region: s.profile.SSORegion, Refreshable: s.renewable(now), Problem: s.problem(now), Skew: s.skew,
	}
	if s.token != nil {
		st.Expires = s.token.expires
		st.SignedIn = s.serves(now)
	}
	return st
}

// serves tells that calls can be made. With an outage of the sign-in service they can until the token ends.
func (s *Source) serves(now time.Time) bool {
	return s.holds(now) || s.renewable(now) && (s.trouble == nil || s.trouble.Kind == Unreadable)
}

// Changed receives when Status says something new, other than that time passes.
func (s *Source) Changed() <-chan struct{} { return s.changed }

// tell sends to Changed if there is news. Nobody needs to listen.
func (s *Source) tell() {
	d := s.digest(time.Now())
	if d == s.told {
		return
	}
	s.told = d
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

func (s *Source) digest(now time.Time) digest {
	d := digest{serves: s.serves(now), refreshable: s.renewable(now), skew: s.skew}
	if s.token != nil {
		d.access = s.token.access
	}
	if p := s.problem(now); p != nil {
		d.kind = p.Kind
	}
	return d
}

// problem is what stands in the way of a good token, now or soon.
func (s *Source) problem(now time.Time) *Problem {
	p, name := s.profile, s.profile.Name
	switch {
	case s.trouble != nil:
		return s.trouble
	case s.token == nil:
		return p.problem(SignedOut, nil, "Nobody is signed in with profile %s.", name)
	case s.renewable(now):
		return nil
	case !now.Before(s.token.expires):
		return p.problem(Expired, nil, "The sign-in of profile %s has ended, and %s.", name, s.token.unrenewable(now))
	case s.token.access == s.doubted:
		return p.problem(Refused, nil, "CodeCatalyst no longer takes the sign-in of profile %s.", name)
	}
	return nil
}

func (p *Profile) problem(k Kind, cause error, format string, args ...any) *Problem {
	return &Problem{Kind: k, Profile: p.Name, Sentence: fmt.Sprintf(format, args...), Err: cause}
}

// signedIn is for lists of profiles.
func (p *Profile) signedIn() bool { return NewSource(p).Status().SignedIn }
