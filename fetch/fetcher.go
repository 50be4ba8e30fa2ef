package fetch

import (
	"context"
	"sync/atomic"
	"time"

	"catwatch/fetch/types"
)

// Options say what to read and how often. The zero value reads everything at the defaults.
type Options struct {
	Interval time.Duration // between two reads of the list that has focus; default 10 s
	Budget   int           // calls a minute for re-reading; default 300
	InFlight int           // calls in flight; default 16
	Timeout  time.Duration // of one call; default 15 s
	Scope    types.Path    // read only what is at or below it (and, unless Once, the lists above it)
	Depth    types.Kind    // the deepest level to read; the zero value stands for Sessions, see Shallow
	Once     bool          // Run returns when every list has been read or given up
	Names    bool          // with Once: look up the names of creators, too; without Once they always are
}

// Shallow is the Depth that reads only the spaces: Spaces itself is the zero Kind, which stands for no limit.
const Shallow = types.Sessions + 1

// The defaults of Options, and the shortest interval allowed.
const (
	DefaultInterval = 10 * time.Second
	DefaultBudget   = 300
	DefaultInFlight = 16
)

func (o Options) withDefaults() Options {
	if o.Interval <= 0 {
		o.Interval = DefaultInterval
	}
	if o.Budget <= 0 {
		o.Budget = DefaultBudget
	}
	if o.InFlight <= 0 {
		o.InFlight = DefaultInFlight
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	switch o.Depth {
	case types.Spaces:
		o.Depth = types.Sessions
	case Shallow:
		o.Depth = types.Spaces
	}
	o.Interval = max(o.Interval, types.MinInterval)
	return o
}

// Fetcher reads the service and keeps reading it. All methods may be called from any goroutine. Only Run, Whoami and the
// function Do block.
type Fetcher struct {
	api     API
	options Options
	mailbox mailbox
	stats   statsRecorder
	wall    func() time.Time // the wall clock, which goes on while the machine sleeps
	idle    chan *scheduler  // holds the scheduler while neither Run nor Do uses it
	runs    atomic.Int32     // number of Runs waiting for the scheduler
}

// New returns a fetcher that reads through api. It reads nothing before Run.
func New(api API, o Options) *Fetcher {
	o = o.withDefaults()
	f := &Fetcher{api: api, options: o, mailbox: mailbox{bell: make(chan struct{}, 1)}, wall: time.Now, idle: make(chan *scheduler, 1)}
	f.idle <- newScheduler(f)
	f.stats.current.Budget, f.stats.current.Stretch = o.Budget, 1
	return f
}

// Run reads until ctx ends (or, with Once, until all is read) and emits the states of lists in batches, from one
// goroutine, at most thirty times a second and never two states of one list in a batch. emit may block: events are then
// merged, the latest state of each list wins. It returns ctx's error, or nil. A second Run waits for the end of the first.
func (f *Fetcher) Run(outer context.Context, emit func([]types.Event)) error {
	ctx, stop := context.WithCancel(outer)
	defer stop()
	s := f.acquire(ctx)
	if s == nil {
		return outer.Err()
	}
	defer func() { f.idle <- s }()
	out := newOutbox()
	failed := make(chan any, 1)
	go func() {
		defer out.close()
		defer func() { failed <- recover() }()
		s.run(ctx, out)
	}()
	out.deliver(ctx, emit)
	if value := <-failed; value != nil {
		panic(value) // on the caller's goroutine, where the terminal can be restored
	}
	return outer.Err()
}

// acquire takes over the scheduler, from a Do that uses it if need be. It returns nil if ctx ends first.
func (f *Fetcher) acquire(ctx context.Context) *scheduler {
	f.runs.Add(1)
	defer f.runs.Add(-1)
	f.mailbox.ring()
	select {
	case s := <-f.idle:
		return s
	case <-ctx.Done():
		return nil
	}
}

// Focus sets the list that the user is looking at. It and the lists above it are read first and most often.
func (f *Fetcher) Focus(p types.Path) { f.mailbox.post(func(m *commands) { m.focus = &p }) }

// Refresh rereads all lists soon.
func (f *Fetcher) Refresh() { f.mailbox.post(func(m *commands) { m.refresh = true }) }

// Touch rereads the list at p now, or right after the read in progress. It also lets the circuit breaker probe at once, for
// example after a new sign-in.
func (f *Fetcher) Touch(p types.Path) {
	f.mailbox.post(func(m *commands) {
		if m.touched == nil {
			m.touched = map[types.Path]bool{}
		}
		m.touched[p] = true
	})
}

// Pause stops or resumes the reading of lists. Calls in flight are finished; Do goes on.
func (f *Fetcher) Pause(paused bool) { f.mailbox.post(func(m *commands) { m.paused = &paused }) }

// SetInterval sets Options.Interval, from which all cadences follow.
func (f *Fetcher) SetInterval(d time.Duration) {
	f.mailbox.post(func(m *commands) { m.interval = max(d, types.MinInterval) })
}

// SetBudget sets Options.Budget.
func (f *Fetcher) SetBudget(n int) { f.mailbox.post(func(m *commands) { m.budget = max(n, 1) }) }

// Stats returns the current statistics.
func (f *Fetcher) Stats() types.Stats { return f.stats.snapshot(time.Now()) }
