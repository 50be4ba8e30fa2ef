package sim

import (
	"time"
)

// Config says what a World is like. The zero value is the demo's: three spaces, living at the pace of real time.
type Config struct {
	Seed uint64 // worlds of equal seed and clock are equal

	// The size of a generated world. All three zero stand for the demo's hand-made world; one that is zero beside
	// others stands for 3 spaces, 10 projects, 10 dev environments.
	Spaces, ProjectsPerSpace, EnvsPerProject int

	RunningShare float64 // of the environments of a generated world; 0 stands for 0.1, less for none
	MaxSessions  int     // of a RUNNING environment of a generated world: 0 to MaxSessions; 0 stands for 5, less for none
	Hostile      bool    // names and reasons try to drive the terminal: escape sequences, bidi overrides, newlines

	Frozen bool             // nothing happens by itself, see World.Freeze
	Speed  float64          // how much faster than real the world moves; 0 stands for 1
	Now    func() time.Time // the service's clock; nil stands for time.Now

	Latency time.Duration // of every call, half of it before the service sees the request
	Rate    float64       // calls a second before throttling; 0 is no limit
	Burst   int           // calls that may come at once; 0 stands for Rate, at least 1

	Throttling Fault         // how the limit is told: Throttle, which None stands for, TooMany or ThrottleUntyped
	RetryAfter time.Duration // sent along, in whole seconds; 0 is not

	Tokens map[string]string // bearer tokens that are accepted for ever, and the user names they belong to
	OIDC   OIDC
}

// OIDC says how the sign-in service behaves. The zero value is AWS's behaviour, approved by hand.
type OIDC struct {
	TokenLifetime  time.Duration // of access tokens; 0 stands for 1 hour
	ClientLifetime time.Duration // of registrations; 0 stands for 90 days
	CodeLifetime   time.Duration // of device codes; 0 stands for 10 minutes
	Interval       time.Duration // between two polls; 0 stands for 5 seconds, less for none asked for
	ApproveAfter   time.Duration // device codes approve themselves after that; 0 is never: Approve or Decline decides
	NoRefresh      bool          // answers carry no refresh token
	KeepRefresh    bool          // answers to a refresh carry no refresh token: the old one stays good
	Region         string        // oidc.REGION.amazonaws.com; requests to another region's host are refused; "" stands for us-east-1
}

// DefaultToken is the bearer token of ada that every World accepts, unless Config.Tokens names others.
const DefaultToken = "sim-token-ada"

func (c Config) withDefaults() Config {
	if c.generated() {
		c.Spaces = orInt(c.Spaces, 3)
		c.ProjectsPerSpace = orInt(c.ProjectsPerSpace, 10)
		c.EnvsPerProject = orInt(c.EnvsPerProject, 10)
	}
	if c.RunningShare == 0 {
		c.RunningShare = 0.1
	}
	c.MaxSessions = orInt(c.MaxSessions, 5)
	if c.Speed <= 0 {
		c.Speed = 1
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Tokens == nil {
		c.Tokens = map[string]string{DefaultToken: "ada"}
	}
	if c.Throttling == None {
		c.Throttling = Throttle
	}
	c.OIDC = c.OIDC.withDefaults()
	return c
}

func (c Config) generated() bool {
	return c.Spaces > 0 || c.ProjectsPerSpace > 0 || c.EnvsPerProject > 0
}

func (o OIDC) withDefaults() OIDC {
	o.TokenLifetime = orTime(o.TokenLifetime, time.Hour)
	o.ClientLifetime = orTime(o.ClientLifetime, 90*24*time.Hour)
	o.CodeLifetime = orTime(o.CodeLifetime, 10*time.Minute)
	o.Interval = max(0, orTime(o.Interval, 5*time.Second))
	if o.Region == "" {
		o.Region = "us-east-1"
	}
	return o
}

func orInt(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

func orTime(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}
