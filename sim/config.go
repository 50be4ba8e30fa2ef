package sim

import (
	"cmp"
	"time"
)

// Config describes a World. The zero value is the demo: three spaces, changing in real time.
type Config struct {
	Seed uint64 // worlds with the same seed and clock are identical

	// The size of a generated world. If all three are zero, the demo's hand-made world is used; otherwise a zero stands for
	// 3 spaces, 10 projects, 10 dev environments.
	Spaces, ProjectsPerSpace, EnvsPerProject int

	RunningShare float64 // share of RUNNING environments in a generated world; 0 stands for 0.1, negative for none
	MaxSessions  int     // each RUNNING environment of a generated world has 0 to MaxSessions; 0 stands for 5, negative for none
	Hostile      bool    // names and reasons try to control the terminal: escape sequences, bidi overrides, newlines

	Frozen bool             // nothing changes by itself, see World.Freeze
	Speed  float64          // how much faster than real time the world changes; 0 stands for 1
	Now    func() time.Time // the service's clock; nil stands for time.Now

	Latency time.Duration // of every call, half of it before the service sees the request
	Rate    float64       // calls a second before throttling; 0 is no limit
	Burst   int           // calls allowed at once; 0 stands for Rate, at least 1

	Throttling Fault         // the error sent above Rate: Throttle (the default), TooManyRequests or ThrottleUntyped
	RetryAfter time.Duration // sent with that error, in whole seconds; 0 sends none

	Tokens map[string]string // bearer tokens that never expire, and the user names they belong to
	OIDC   OIDC
}

// OIDC describes the sign-in service. The zero value behaves as AWS's, and each device code must be approved by a call.
type OIDC struct {
	TokenLifetime  time.Duration // of access tokens; 0 stands for 1 hour
	ClientLifetime time.Duration // of registrations; 0 stands for 90 days
	CodeLifetime   time.Duration // of device codes; 0 stands for 10 minutes
	Interval       time.Duration // between two polls; 0 stands for 5 seconds, negative for none
	ApproveAfter   time.Duration // device codes are approved automatically after that; 0 is never: use Approve or Decline
	NoRefresh      bool          // responses carry no refresh token
	KeepRefresh    bool          // responses to a refresh carry no refresh token: the old one stays valid
	Region         string        // requests to the host of another region are rejected; "" stands for us-east-1
}

// DefaultToken is ada's bearer token, which every World accepts unless Config.Tokens is set.
const DefaultToken = "sim-token-ada"

func (c Config) withDefaults() Config {
	if c.generated() {
		c.Spaces = cmp.Or(c.Spaces, 3)
		c.ProjectsPerSpace = cmp.Or(c.ProjectsPerSpace, 10)
		c.EnvsPerProject = cmp.Or(c.EnvsPerProject, 10)
	}
	c.RunningShare = cmp.Or(c.RunningShare, 0.1)
	c.MaxSessions = cmp.Or(c.MaxSessions, 5)
	if c.Speed <= 0 {
		c.Speed = 1
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Tokens == nil {
		c.Tokens = map[string]string{DefaultToken: "ada"}
	}
	c.Throttling = cmp.Or(c.Throttling, Throttle)
	c.OIDC = c.OIDC.withDefaults()
	return c
}

func (c Config) generated() bool {
	return c.Spaces > 0 || c.ProjectsPerSpace > 0 || c.EnvsPerProject > 0
}

func (o OIDC) withDefaults() OIDC {
	o.TokenLifetime = cmp.Or(o.TokenLifetime, time.Hour)
	o.ClientLifetime = cmp.Or(o.ClientLifetime, 90*24*time.Hour)
	o.CodeLifetime = cmp.Or(o.CodeLifetime, 10*time.Minute)
	o.Interval = max(0, cmp.Or(o.Interval, 5*time.Second))
	o.Region = cmp.Or(o.Region, "us-east-1")
	return o
}
