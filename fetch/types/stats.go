package types

import "time"

// The least that reading can be set to.
const (
	MinInterval = time.Second // between two readings of what has focus
	MinBudget   = 6           // calls a minute; fewer would leave lists unread for hours
)

// Stats is how the reading is going.
type Stats struct {
	Calls          int            // requests in the last minute
	Throttled      int            // of these, refused as too many
	ByOperation    map[string]int // requests since the start
	ThrottledTotal int            // since the start, requests refused as too many
	Faults         int            // since the start, requests that failed in another way
	Budget         int            // calls a minute
	Stretch        float64        // by how much the cadences are stretched to keep the budget; 1 is not at all
	Rate           float64        // requests a second that the pacer allows; 0 while nothing has limited it
	RateLimited    bool           // the pacer holds back because of throttling
	InFlight       int
	Due            int             // lists waiting to be read
	Known, Read    int             // lists known of; lists read to the end at least once
	Plans          map[string]Plan // by space
	Paused         bool
	Skew           time.Duration  // the service's clock minus ours, when it is more than a minute
	Anomalies      map[string]int // what the service said that its model does not allow, and how often
}

// Plan is how a space's dev environments are listed.
type Plan uint8

// The plans of the design: per-project lists are the truth until the space-wide one is proven.
const (
	PerProject Plan = iota
	Proving
	SpaceWide
	SpaceWideOff // back to per-project lists for good
)

// String names the plan in words.
func (p Plan) String() string {
	return [...]string{"per project", "proving space-wide", "space-wide", "per project for good"}[p&3]
}
