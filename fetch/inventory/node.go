package inventory

import (
	"cmp"
	"slices"
	"time"

	"catwatch/fetch/types"
)

// node is one list of spaces, projects or dev environments in the inventory, and what hangs under its items.
type node struct {
	name      string
	parent    *node
	kids      map[string]*node // by the item's name; nil under a list of dev environments
	list      List
	known     bool           // has been read to the end
	behind    bool           // not read for longer than was promised
	outage    *outage        // while it fails
	fresh     freshness      // of this list and the sessions under it
	firstRead int64          // when it was first read to the end, Unix nanoseconds
	own       runningTotals  // what this list counts for
	given     runningTotals  // what the totals above have of it
	sum       *runningTotals // and all the lists under it; nil while there are none

	// Of dev environments only:
	order  []int32    // positions in the order of the ids; nil until somebody looks one up, and in a short list
	states []envState // beside the items; nil while there is nothing to tell of any
}

// envState is what is known of a dev environment beside what its list says.
type envState struct {
	use   *sessionList
	since int64 // since when it has its status, Unix nanoseconds; 0 stands for before the list was first read
}

// outage counts how a list fails.
type outage struct {
	fails int
	since time.Time // the first failure; set when it has been reported as lost
	lost  bool
}

func newNode(parent *node, name string) *node {
	n := &node{name: name, parent: parent}
	n.own.incomplete = 1
	return n
}

// find returns the node of the list at p, or of the dev environments that p's environment stands among; nil if none.
func (n *node) find(p types.Path) *node {
	for _, name := range [...]string{p.Space, p.Project} {
		if name == "" {
			break
		}
		if n = n.kids[name]; n == nil {
			return nil
		}
	}
	return n
}

// findOrAdd is find, but makes the nodes that are missing: a child's event may come before its parent's.
func (n *node) findOrAdd(p types.Path) *node {
	for _, name := range [...]string{p.Space, p.Project} {
		if name == "" {
			break
		}
		n = n.kid(name)
	}
	return n
}

func (n *node) kid(name string) *node {
	k := n.kids[name]
	if k == nil {
		if n.kids == nil {
			n.kids = map[string]*node{}
		}
		if n.sum == nil {
			own := n.own
			n.sum = &own
		}
		k = newNode(n, name)
		n.kids[name] = k
		k.propagate()
	}
	return k
}

// drop takes a list and all under it out of the inventory.
func (n *node) drop(name string) {
	if k := n.kids[name]; k != nil {
		delete(n.kids, name)
		n.sum.add(k.given, -1)
		n.propagate()
	}
}

// setTotals replaces what the list itself counts for.
func (n *node) setTotals(own runningTotals) {
	if n.sum != nil {
		n.sum.add(n.own, -1)
		n.sum.add(own, 1)
	}
	n.own = own
	n.propagate()
}

// contribution is what the list adds to the totals above it: nothing but its refusal where it is refused, since nobody can
// say whether what stands under it is still there.
func (n *node) contribution() runningTotals {
	if isNoAccess(n.list.Err) {
		return runningTotals{noAccess: 1}
	}
	return *n.total()
}

// propagate brings the totals above up to date.
func (n *node) propagate() {
	for ; n.parent != nil; n = n.parent {
		now := n.contribution()
		if now == n.given {
			return
		}
		n.parent.sum.add(n.given, -1)
		n.parent.sum.add(now, 1)
		n.given = now
	}
}

// total is what the list and all under it count for.
func (n *node) total() *runningTotals {
	if n.sum == nil {
		return &n.own
	}
	return n.sum
}

// names of the items, of spaces or projects. A list of dev environments, of which there are many, has none.
func (n *node) names() []string {
	names := make([]string, 0, len(n.list.Items.Spaces)+len(n.list.Items.Projects))
	for i := range n.list.Items.Spaces {
		names = append(names, n.list.Items.Spaces[i].Name)
	}
	for i := range n.list.Items.Projects {
		names = append(names, n.list.Items.Projects[i].Name)
	}
	return names
}

// walk visits the node and all under it in the order of the lists; what no list names comes last.
func (n *node) walk(visit func(*node) bool) bool {
	if !visit(n) {
		return false
	}
	left := len(n.kids)
	for _, name := range n.names() {
		if k := n.kids[name]; k != nil {
			left--
			if !k.walk(visit) {
				return false
			}
		}
	}
	if left == 0 {
		return true
	}
	return n.walkUnnamed(visit)
}

func (n *node) walkUnnamed(visit func(*node) bool) bool {
	named := map[string]bool{}
	for _, name := range n.names() {
		named[name] = true
	}
	var rest []*node
	for name, k := range n.kids {
		if !named[name] {
			rest = append(rest, k)
		}
	}
	slices.SortFunc(rest, func(a, b *node) int { return cmp.Compare(a.name, b.name) })
	for _, k := range rest {
		if !k.walk(visit) {
			return false
		}
	}
	return true
}

// A list of so many is sooner looked through than put in order.
const fewEnvs = 32

// position is where the dev environment stands in the list, or -1.
func (n *node) position(id string) int {
	envs := n.list.Items.DevEnvs
	if len(envs) <= fewEnvs {
		for i := range envs {
			if envs[i].ID == id {
				return i
			}
		}
		return -1
	}
	if len(n.order) != len(envs) {
		n.order = sortedByID(envs)
	}
	i, ok := slices.BinarySearchFunc(n.order, id, func(at int32, id string) int { return cmp.Compare(envs[at].ID, id) })
	if !ok {
		return -1
	}
	return int(n.order[i])
}

func sortedByID(envs []types.DevEnv) []int32 {
	order := make([]int32, len(envs))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(envs[a].ID, envs[b].ID) })
	return order
}

func (n *node) sessionsOf(id string) *sessionList {
	if i := n.position(id); i >= 0 && n.states != nil {
		return n.states[i].use
	}
	return nil
}

// stateAt returns what is known of the i-th environment, to be written to.
func (n *node) stateAt(i int) *envState {
	if n.states == nil {
		n.states = make([]envState, len(n.list.Items.DevEnvs))
	}
	return &n.states[i]
}
