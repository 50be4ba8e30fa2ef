package fetch

import (
	"iter"
	"time"
)

// State is how much a list can be trusted.
type State uint8

// The states of a list. Only Fresh and Stale lists know all their items.
const (
	Unread  State = iota // never read, or not read to the end
	Fresh                // its last read succeeded
	Stale                // its last read failed; the items are those of At
	Lacking              // refused (Denied), not there (GoneList) or cut short: see Err
)

// List is what is known of one list.
type List struct {
	Items Items
	State State
	More  bool
	Err   *Error
	Retry time.Time
	At    time.Time
}

// Totals counts what stands under a path. DELETING and DELETED environments are not counted.
type Totals struct {
	Spaces, Projects, DevEnvs, Sessions int
	Running, Unused, Failed, Moving     int  // Unused: RUNNING and known to have no session. Moving: in transition
	NeverStops                          int  // RUNNING with time-out 0
	AtLeast                             bool // a list under the path is not known completely: each count is a lower bound
}

// Use says how a dev environment is used.
type Use struct {
	Sessions int
	Known    bool      // its sessions have been read; false for one that is not RUNNING, too
	Since    time.Time // RUNNING without a session since at least then, as observed; zero where it is in use
}

// Freshness counts lists by how far they can be trusted.
type Freshness struct {
	Lists, Unread, Stale, Denied, Gone, Failed int
	Oldest                                     time.Time // the oldest At of a list that has been read
}

// Inventory is everything read so far: a plain value without goroutines and without a clock.
type Inventory struct{}

// NewInventory returns an empty inventory.
func NewInventory() *Inventory { return &Inventory{} }

// Apply takes in the state of one list and returns what that changed, oldest first.
func (v *Inventory) Apply(e Event) []Change { return nil }

// List returns what is known of the list at p; ok is false where nothing is.
func (v *Inventory) List(p Path) (l List, ok bool) { return List{}, false }

// Totals counts what stands under p; {} is everything.
func (v *Inventory) Totals(p Path) Totals { return Totals{} }

// DevEnv finds one dev environment.
func (v *Inventory) DevEnv(p Path) *DevEnv { return nil }

// DevEnvs goes through all dev environments, project by project.
func (v *Inventory) DevEnvs() iter.Seq[*DevEnv] { return func(func(*DevEnv) bool) {} }

// AllSessions goes through all sessions with their dev environments.
func (v *Inventory) AllSessions() iter.Seq2[*DevEnv, *Session] {
	return func(func(*DevEnv, *Session) bool) {}
}

// Use says how the dev environment at p is used.
func (v *Inventory) Use(p Path) Use { return Use{} }

// Owner is the name of the user with that id: the display name, else the user name, else "".
func (v *Inventory) Owner(id Text) string { return "" }

// Freshness counts the lists.
func (v *Inventory) Freshness() Freshness { return Freshness{} }

// Version grows with every Apply that changed anything a person could see, dates aside.
func (v *Inventory) Version() uint64 { return 0 }
