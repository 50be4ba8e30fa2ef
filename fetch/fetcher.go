package fetch

import (
	"context"
	"sync/atomic"
	"time"

	"catwatch/fetch/types"
)

// Options say what to read and how hard to press. The zero value reads everything at the defaults.
type Options struct {
	Interval time.Duration // between two reads of what has focus; default 10 s
	Budget   int           // calls a minute for re-reading; default 300
	InFlight int           // requests under way at once; default 16
	Timeout  time.Duration // of one request; default 15 s
	Scope    types.Path    // read only what stands at or under it (and, unless Once, the lists it stands in)
	Depth    types.Kind    // the deepest level to read; the zero value stands for Sessions, see Shallow
	Once     bool          // Run returns when every list has been read or given up
	Names    bool          // with Once: ask for the names of creators, too; without Once they always are
}

// Shallow is the Depth that reads the spaces alone: Spaces is the zero Kind, and stands for no limit there.
const Shallow = types.Sessions + 1

// The defaults of Options, and the shortest interval that is taken.
const (
	DefaultInterval = 10 * time.Second
	DefaultBudget   = 300
	DefaultInFlight = 16
	MinInterval     = time.Second
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
	o.Interval = max(o.Interval, MinInterval)
	return o
}

// Fetcher reads the service and keeps reading it. All methods may be called from any goroutine, and only Run and Whoami
// block, as Do does.
type Fetcher struct {
	api     API
	options Options
	mailbox mailbox
	stats   statsRecorder
	wall    func() time.Time // the clock on the wall, which goes on while the machine sleeps
	idle    chan *scheduler  // holds the scheduler while nobody runs it
	runs    atomic.Int32     // Runs that wait for the scheduler
}

// New returns a fetcher that reads through api. It reads nothing before Run.
func New(api API, o Options) *Fetcher {
	o = o.withDefaults()
	f := &Fetcher{api: api, options: o, mailbox: mailbox{bell: make(chan struct{}, 1)}, wall: time.Now, idle: make(chan *scheduler, 1)}
	f.idle <- newScheduler(f)
	f.stats.stats.Budget, f.stats.stats.Stretch = o.Budget, 1
	return f
}

// Run reads until ctx ends (or, with Once, until all is read) and emits the states of lists in batches, from one
// goroutine, at most thirty times a second and never two states of one list in a batch. emit may block: what happens
// meanwhile is put together. It returns ctx's error, or nil. A second Run waits until the first is over.
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
		panic(value) // on the caller's goroutine, who may have a terminal to give back
	}
	return outer.Err()
}

// acquire takes the scheduler from whoever drives it for a call; nil when ctx ends first.
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

// Focus says which list is looked at: it and the lists above it are read first and most often.
func (f *Fetcher) Focus(p types.Path) { f.mailbox.post(func(m *commands) { m.focus = &p }) }

// Refresh reads every list again, soon.
func (f *Fetcher) Refresh() { f.mailbox.post(func(m *commands) { m.refresh = true }) }

// Touch reads the list at p again, now; one being read is read again after. Touching {} asks for the sign-in again, too.
func (f *Fetcher) Touch(p types.Path) {
	f.mailbox.post(func(m *commands) {
		if m.touched == nil {
			m.touched = map[types.Path]bool{}
		}
		m.touched[p] = true
	})
}

// Pause stops or resumes reading; what is under way is finished.
func (f *Fetcher) Pause(paused bool) { f.mailbox.post(func(m *commands) { m.paused = &paused }) }

// SetInterval sets the time between two reads of what has focus, and with it all other cadences.
func (f *Fetcher) SetInterval(d time.Duration) {
	f.mailbox.post(func(m *commands) { m.interval = max(d, MinInterval) })
}

// SetBudget sets the calls a minute that re-reading may take.
func (f *Fetcher) SetBudget(n int) { f.mailbox.post(func(m *commands) { m.budget = max(n, 1) }) }

// Stats is how the reading is going now.
func (f *Fetcher) Stats() types.Stats { return f.stats.read(time.Now()) }
