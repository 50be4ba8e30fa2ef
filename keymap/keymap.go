// Package keymap owns the list of actions: the name, keys, command and help text of each, in one place. It uses Bubble Tea's
// key names and knows nothing about what an action does.
package keymap

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
)

// Action is the name of something the program can do, as written in the configuration and on the command line.
type Action string

// Place is where an action is available. Actions in different places may share a key.
type Place uint8

// The places.
const (
	Tables  Place = 1 << iota // the panes and the all-environments views
	Reader                    // details, help, messages, info: scrolling text
	Always        = Tables | Reader
	Command Place = 0 // on the command line only
)

// Danger is how much harm an action can do.
type Danger uint8

// The dangers, the least first.
const (
	Safe        Danger = iota // reads, or changes only what is on screen
	Costs                     // starts something that is billed
	Disruptive                // interrupts somebody's work
	Destructive               // deletes what cannot be brought back
)

func (d Danger) String() string {
	return [...]string{"safe", "costs money", "disruptive", "destructive"}[d]
}

// Binding is one action with its keys, command, help and danger.
type Binding struct {
	Action Action
	Keys   []string // empty: only as a command
	Args   string   // the command's argument, shown by completion: "DURATION"
	Short  string   // a word or two for the footer
	Help   string   // a sentence for the help, without a full stop
	Group  string   // the help's heading
	Place  Place
	Danger Danger
}

// Map is a set of bindings in which each key has one action in each place.
type Map struct {
	ASCII    bool // print keys as words that any terminal can show: up, not an arrow
	bindings []Binding
	byKey    [2]map[string]Action // Tables, Reader
	byAction map[Action]int
}

// New returns the default bindings with changes applied. A change lists the keys that replace those of an action, none to
// unbind it; it may use an old name of the action. Each unknown action, invalid key and conflict is reported as one problem.
// The map can be used all the same: in a conflict the default wins.
func New(changes map[string][]string) (*Map, []error) { return NewOf(defaults(), changes) }

// NewOf is New for other bindings than the program's own.
func NewOf(bindings []Binding, changes map[string][]string) (*Map, []error) {
	m := &Map{bindings: bindings, byAction: map[Action]int{}}
	for i, b := range m.bindings {
		m.byAction[b.Action] = i
	}
	changes, renamed := withCurrentNames(changes)
	problems := append(renamed, m.applyChanges(changes)...)
	return m, append(problems, m.assignKeys(changes)...)
}

func (m *Map) applyChanges(changes map[string][]string) (problems []error) {
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		i, ok := m.byAction[Action(name)]
		switch {
		case !ok:
			problems = append(problems, fmt.Errorf("unknown action %q: press ? for the list of actions", name))
		case Action(name) == Interrupt:
			problems = append(problems, fmt.Errorf("%s cannot be rebound: it must always quit", Interrupt))
		case m.bindings[i].Place == Command:
			problems = append(problems, fmt.Errorf("%s is a command that takes a value, so it cannot have a key", name))
		default:
			var wrong []error
			m.bindings[i].Keys, wrong = parseKeys(name, changes[name])
			problems = append(problems, wrong...)
		}
	}
	return problems
}

// parseKeys converts the keys configured for an action to Bubble Tea's names, without duplicates.
func parseKeys(action string, configured []string) (keys []string, problems []error) {
	for _, k := range configured {
		if k == "" {
			continue
		}
		name, err := keyName(k)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", action, err))
		} else if !slices.Contains(keys, name) {
			keys = append(keys, name)
		}
	}
	return keys, problems
}

// assignKeys assigns each key its action. Rebound actions come last, so that a configured key which is also a default
// stays with the default, and is reported, until that default is unbound or moved.
func (m *Map) assignKeys(changes map[string][]string) (problems []error) {
	m.byKey = [2]map[string]Action{{}, {}}
	order := slices.Clone(m.bindings)
	sort.SliceStable(order, func(i, j int) bool {
		_, a := changes[string(order[i].Action)]
		_, b := changes[string(order[j].Action)]
		return !a && b
	})
	for _, b := range order {
		for _, k := range b.Keys {
			if owner := m.actionOn(k, b.Place); owner != "" {
				problems = append(problems, fmt.Errorf("%s cannot use key %q: it is already used by %s", b.Action, k, owner))
				m.unassign(b.Action, k)
				continue
			}
			m.assign(k, b)
		}
	}
	return problems
}

func (m *Map) actionOn(k string, p Place) Action {
	for i := range m.byKey {
		if p&(1<<i) != 0 && m.byKey[i][k] != "" {
			return m.byKey[i][k]
		}
	}
	return ""
}

func (m *Map) assign(k string, b Binding) {
	for i := range m.byKey {
		if b.Place&(1<<i) != 0 {
			m.byKey[i][k] = b.Action
		}
	}
}

func (m *Map) unassign(a Action, k string) {
	b := &m.bindings[m.byAction[a]]
	b.Keys = slices.DeleteFunc(slices.Clone(b.Keys), func(x string) bool { return x == k })
}

// Lookup is the action of key k at p, or "".
func (m *Map) Lookup(k string, p Place) Action {
	if p == Reader {
		return m.byKey[1][k]
	}
	return m.byKey[0][k]
}

// Binding is the binding of a, zero if there is no such action. It also accepts an action's old name.
func (m *Map) Binding(a Action) Binding {
	i, ok := m.byAction[currentName(string(a))]
	if !ok {
		return Binding{}
	}
	return m.bindings[i]
}

// Key is the first key of a as printed, or "" if it has none.
func (m *Map) Key(a Action) string {
	if b := m.Binding(a); len(b.Keys) > 0 {
		return m.print(b.Keys[0])
	}
	return ""
}

// Keys are all keys of a as printed.
func (m *Map) Keys(a Action) string {
	var all []string
	for _, k := range m.Binding(a).Keys {
		all = append(all, m.print(k))
	}
	return strings.Join(all, " ")
}

func (m *Map) print(k string) string {
	if m.ASCII {
		return k
	}
	return Pretty(k)
}

// All is every binding, in the order of the help.
func (m *Map) All() []Binding { return m.bindings }

// Known reports whether there is an action of that name, current or old.
func (m *Map) Known(name string) bool { _, ok := m.byAction[currentName(name)]; return ok }

// Pretty is a key as printed: arrows as arrows, the rest by Bubble Tea's name.
func Pretty(k string) string {
	switch k {
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	case "pgdown":
		return "pgdn"
	}
	return k
}
