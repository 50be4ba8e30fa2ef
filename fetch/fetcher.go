package fetch

import (
	"context"
	"time"
)

// Options say what to read and how hard to press. The zero value reads everything at the defaults.
type Options struct {
	Interval time.Duration // between two reads of what has focus; default 10 s
	Budget   int           // calls a minute for re-reading; default 300
	InFlight int           // requests under way at once; default 16
	Timeout  time.Duration // of one request; default 15 s
	Scope    Path          // read only what stands at or under it
	Depth    Kind          // the deepest level to read; the zero value stands for Sessions, see Shallow
	Once     bool          // Run returns when every list has been read or given up
}

// Stats is how the reading is going.
type Stats struct {
	Calls       int            // requests in the last minute
	Throttled   int            // of these, refused as too many
	ByOperation map[string]int // requests since the start
	Budget      int            // calls a minute
	Stretch     float64        // by how much the cadences are stretched to keep the budget; 1 is not at all
	Rate        float64        // requests a second that the pacer allows
	Held        bool           // the pacer holds back because of throttling
	InFlight    int
	Due         int             // lists waiting to be read
	Known, Read int             // lists known of; lists read to the end at least once
	Plans       map[string]Plan // by space
	Paused      bool
	Skew        time.Duration // the service's clock minus ours, when it is more than a minute
}

// Plan is how a space's dev environments are listed.
type Plan uint8

// The plans of the design: per-project lists are the truth until the space-wide one is proven.
const (
	PerProject Plan = iota
	Proving
	SpaceWide
	Refused // back to per-project lists for good
)

// Fetcher reads the service and keeps reading it. All methods may be called from any goroutine, and only Run blocks.
type Fetcher struct{}

// Run reads until ctx ends (or, with Once, until all is read) and emits the states of lists in batches, from one
// goroutine, at most thirty times a second and never two states of one list in a batch. It returns ctx's error, or nil.
func (f *Fetcher) Run(ctx context.Context, emit func([]Event)) error { return ctx.Err() }

// Focus says which list is looked at: it and the lists above it are read first and most often.
func (f *Fetcher) Focus(p Path) {}

// Refresh reads every list again, soon.
func (f *Fetcher) Refresh() {}

// Touch reads the list at p again, now.
func (f *Fetcher) Touch(p Path) {}

// Pause stops or resumes reading; what is under way is finished.
func (f *Fetcher) Pause(paused bool) {}

// SetInterval and SetBudget change Options while reading.
func (f *Fetcher) SetInterval(d time.Duration) {}

// SetBudget sets the calls a minute that re-reading may take.
func (f *Fetcher) SetBudget(n int) {}

// Stats is how the reading is going now.
func (f *Fetcher) Stats() Stats { return Stats{} }
