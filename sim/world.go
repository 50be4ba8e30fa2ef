package sim

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// World is a simulated CodeCatalyst. Make one with New.
type World struct {
	mu  sync.Mutex
	cfg Config

	spaces       []*space
	byName       map[string]*space
	users        []*User
	envCount     int // how many environments there are
	sessionCount int // how many sessions there are

	running, stopped envSet
	showcase         *project          // the project that the demo shows first
	createdByToken   map[string]string // ids of environments by the client token of their creation

	rng                *rand.Rand // decides what happens in the world
	faultRNG           *rand.Rand // decides which calls fail; separate, so that calls do not change what happens
	clock              int64      // the time up to which events have run, Unix nanoseconds
	agenda             agenda
	lastSeq            uint64
	living             bool
	activityGeneration uint32 // ticks of older generations are void
	targetRunning      int    // the number of RUNNING environments the activity aims for
	targetEnvs         int    // the number of environments the activity aims for

	faults    []Rule
	quirks    Quirks
	rateLimit tokenBucket
	callLog   callLog

	requests      uint64             // numbers the request ids
	visibleSpaces map[*User][]string // the spaces that a user sees; all if there is no entry
	auth          authState
}

// New creates a world.
func New(c Config) *World {
	c = c.withDefaults()
	w := &World{
		cfg:    c,
		byName: map[string]*space{}, createdByToken: map[string]string{}, visibleSpaces: map[*User][]string{},
		rng:       rand.New(rand.NewPCG(c.Seed, 0xca7)),
		faultRNG:  rand.New(rand.NewPCG(c.Seed, 0xbad)),
		clock:     c.Now().UnixNano(),
		rateLimit: tokenBucket{rate: c.Rate, burst: c.Burst},
	}
	w.seed()
	w.auth.init(w)
	w.targetRunning, w.targetEnvs = len(w.running.envs), w.envCount
	if !c.Frozen {
		w.startActivity()
	}
	return w
}

// lock locks the world and advances it to the present.
func (w *World) lock() {
	now := w.cfg.Now().UnixNano()
	w.mu.Lock()
	w.advance(now)
}

// Now is the time by the service's clock.
func (w *World) Now() time.Time { return w.cfg.Now() }

// Freeze stops everything that happens by itself, or resumes it: sessions and environments that come and go, and unused
// environments that stop. Operations that were requested, such as a start, still complete.
func (w *World) Freeze(frozen bool) {
	w.lock()
	defer w.mu.Unlock()
	switch {
	case frozen:
		w.living = false
		w.activityGeneration++
	case !w.living:
		w.startActivity()
	}
}

// SetLatency changes Config.Latency.
func (w *World) SetLatency(d time.Duration) {
	w.lock()
	defer w.mu.Unlock()
	w.cfg.Latency = d
}

// SetRate changes Config.Rate and Config.Burst.
func (w *World) SetRate(rate float64, burst int) {
	w.lock()
	defer w.mu.Unlock()
	w.rateLimit = tokenBucket{rate: rate, burst: burst}
}

// Counts are the world's current sizes.
func (w *World) Counts() Counts {
	w.lock()
	defer w.mu.Unlock()
	c := Counts{Spaces: len(w.spaces), DevEnvs: w.envCount, Running: len(w.running.envs), Sessions: w.sessionCount}
	for _, s := range w.spaces {
		c.Projects += len(s.projects)
	}
	return c
}

// uuid is a new random identifier.
func (w *World) uuid() string {
	a, b := w.rng.Uint64(), w.rng.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", a>>32, a>>16&0xffff, a&0xfff, 0x8000|b>>48&0x3fff, b&0xffffffffffff)
}

func (w *World) sessionID() string { return fmt.Sprintf("%016x%x", w.rng.Uint64(), w.rng.IntN(16)) }

func (w *World) user(name string) *User {
	for _, u := range w.users {
		if u.Name == name || u.ID == name {
			return u
		}
	}
	return nil
}
