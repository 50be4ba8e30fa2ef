package inventory

import (
	"iter"
	"time"

	"catwatch/fetch/types"
)

// State is how much a list can be trusted.
type State uint8

// The states of a list. Only Fresh, Behind and Stale lists know all their items, and only Fresh ones know them now.
const (
	Unread      State = iota // never read, or not read to the end
	Fresh                    // its last read succeeded
	Behind                   // its last read succeeded, but the next one is long overdue; the items are those of At
	Stale                    // its last read failed, or a list above it is refused; the items are those of At
	Unavailable              // refused (Denied), not there (Gone) or cut short (Incomplete): see Err
)

// Current reports whether the items are what the service would say now, give or take a cadence.
func (s State) Current() bool { return s == Fresh }

// Known reports whether all items are known, if only as they were.
func (s State) Known() bool { return s == Fresh || s == Behind || s == Stale }

// List is what is known of one list.
type List struct {
	Items   types.Items
	State   State
	More    bool
	Missing int // items that came without an id, a name or a status
	Err     *types.Error
	Retry   time.Time
	At      time.Time
}

// Totals counts what stands under a path. DELETING and DELETED environments are not counted, nor is anything under a list
// that is refused (Denied, Gone): nobody can say that it is still there.
type Totals struct {
	Spaces, Projects, DevEnvs, Sessions   int
	Running, Unused, Failed, InTransition int // Unused: RUNNING and, when last read, without a session

	NeverStops int  // RUNNING with time-out 0
	NoAccess   int  // lists that are denied or gone
	AtLeast    bool // a list that may yet be read is not known completely, and all others are current: each count is a lower bound
	Dated      bool // a list failed or fell behind: each count is as it was when that list was last read
}

// Use says how a dev environment is used.
type Use struct {
	Sessions int
	Known    bool      // its sessions have been read; false for one that is not RUNNING, too
	Current  bool      // and are known now, not only as they were At
	At       time.Time // when they were read
	Since    time.Time // RUNNING without a session since then; zero where it is in use
	AtLeast  bool      // it may have been without a session before Since: that was not watched
}

// Unused is for how long nobody has been connected, at most up to when the sessions were last known; 0 where it is in use.
func (u Use) Unused(now time.Time) time.Duration {
	if u.Since.IsZero() {
		return 0
	}
	if !u.Current {
		now = u.At
	}
	return max(0, now.Sub(u.Since))
}

// Inventory is everything read so far: a plain value without goroutines and without a clock. It keeps the slices of
// the events it is given, and nothing of an event that says what is known already.
type Inventory struct {
	root    *node
	owners  map[types.Text]string
	version uint64
	fresh   *Freshness // as counted since the last Apply; nil when it has to be counted again
}

// New returns an empty inventory.
func New() *Inventory {
	return &Inventory{root: newNode(nil, ""), owners: map[types.Text]string{}}
}

// Apply takes in the state of one list and returns what that changed, oldest first. The first reading of a list is no
// news. A list that fails is news when nothing but a person can mend it, or when it fails again.
func (v *Inventory) Apply(e types.Event) []types.Change {
	if len(e.Users) > 0 {
		v.learn(e.Users)
		return nil
	}
	v.fresh = nil
	a := update{v: v, Event: e}
	switch {
	case e.Behind:
		a.fallBehind()
	case e.Path.Kind() == types.Sessions:
		a.sessions()
	case e.Gone:
		a.drop()
	default:
		a.list(v.root.findOrAdd(e.Path))
	}
	if a.visible || len(a.changes) > 0 {
		v.version++
	}
	return a.changes
}

func (v *Inventory) learn(users []types.User) {
	for _, u := range users {
		name := u.DisplayName
		if name == "" {
			name = u.Name
		}
		id := types.MakeText(u.ID)
		if v.owners[id] != name {
			v.owners[id] = name
			v.version++
		}
	}
}

// List returns what is known of the list at p; ok is false where nothing is.
func (v *Inventory) List(p types.Path) (l List, ok bool) {
	n := v.root.find(p)
	if n == nil {
		return List{}, false
	}
	if p.Kind() != types.Sessions {
		l = n.list
	} else if u := n.sessionsOf(p.DevEnv); u != nil {
		l = u.list()
	} else {
		return List{}, false
	}
	if p.Kind() != types.Sessions {
		n = n.parent
	}
	inheritFailure(&l, n)
	return l, true
}

// inheritFailure dates a list under one that is refused: nobody can say that it is still so, or still there.
func inheritFailure(l *List, above *node) {
	for ; above != nil; above = above.parent {
		if above.list.State == Unavailable && above.list.Err != nil && above.list.Err.Reason != types.Incomplete && (l.State == Fresh || l.State == Behind) {
			l.State, l.Err, l.Retry = Stale, above.list.Err, above.list.Retry
		}
	}
}

// Totals counts what stands under p; {} is everything.
func (v *Inventory) Totals(p types.Path) Totals {
	n := v.root.find(p)
	if n == nil {
		return Totals{AtLeast: true}
	}
	if p.Kind() == types.Sessions {
		return n.devEnvTotals(p.DevEnv)
	}
	return n.total().totals()
}

// DevEnv finds one dev environment; nil where there is none.
func (v *Inventory) DevEnv(p types.Path) *types.DevEnv {
	if n := v.root.find(p); n != nil && p.Kind() == types.Sessions {
		if i := n.position(p.DevEnv); i >= 0 {
			return &n.list.Items.DevEnvs[i]
		}
	}
	return nil
}

// DevEnvs goes through all dev environments, project by project.
func (v *Inventory) DevEnvs() iter.Seq[*types.DevEnv] {
	return func(yield func(*types.DevEnv) bool) {
		v.root.walk(func(n *node) bool {
			for i := range n.list.Items.DevEnvs {
				if !yield(&n.list.Items.DevEnvs[i]) {
					return false
				}
			}
			return true
		})
	}
}

// AllSessions goes through all sessions with their dev environments.
func (v *Inventory) AllSessions() iter.Seq2[*types.DevEnv, *types.Session] {
	return func(yield func(*types.DevEnv, *types.Session) bool) {
		v.root.walk(func(n *node) bool {
			for i := range n.states {
				for j := range n.states[i].sessions() {
					if !yield(&n.list.Items.DevEnvs[i], &n.states[i].use.items[j]) {
						return false
					}
				}
			}
			return true
		})
	}
}

// Use says how the dev environment at p is used.
func (v *Inventory) Use(p types.Path) Use {
	n := v.root.find(p)
	if n == nil || p.Kind() != types.Sessions {
		return Use{}
	}
	u := n.sessionsOf(p.DevEnv)
	if u == nil || !u.known {
		return Use{}
	}
	l := u.list()
	inheritFailure(&l, n)
	use := Use{Sessions: len(u.items), Known: l.State.Known(), Current: l.State.Current(), At: l.At, AtLeast: u.idleAtLeast}
	if u.idle != 0 {
		use.Since = time.Unix(int64(u.idle), 0)
	}
	return use
}

// Owner is the name of the user with that id: the display name, else the user name, else "".
func (v *Inventory) Owner(id types.Text) string { return v.owners[id] }

// Version grows with every Apply that changed anything a person could see, dates aside.
func (v *Inventory) Version() uint64 { return v.version }
