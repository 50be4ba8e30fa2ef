// Package keymap owns every action there is: its name, its keys, its command and what the help says of it, once. It
// knows key names as Bubble Tea writes them, and nothing of what an action does.
package keymap

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Action is the name of something the program can do, as the configuration and the command line write it.
type Action string

// Place is where an action is offered. Keys may be shared between places that never meet.
type Place uint8

// The places.
const (
	Tables  Place = 1 << iota // the panes and the fleet-wide views
	Reader                    // details, help, messages, info: a text that scrolls
	Always        = Tables | Reader
	Command Place = 0 // on the command line only
)

// Binding is one action with all that reaches it.
type Binding struct {
	Action Action
	Keys   []string // none: by command only
	Args   string   // what the command takes, for the completion: "DURATION"
	Short  string   // in the footer, a word or two
	Help   string   // in the help, a sentence without its full stop
	Group  string   // the help's heading
	Place  Place
}

// Map is a set of bindings in which each key means one thing in each place.
type Map struct {
	ASCII    bool // keys are printed in words that any terminal has: up, not an arrow
	bindings []Binding
	byKey    [2]map[string]Action // Tables, Reader
	byAction map[Action]int
}

// New returns the map with changes laid over the defaults: for an action the keys that replace its own, none to unbind.
// Every unknown action, bad key and conflict is one problem; the map is usable all the same, defaults winning.
func New(changes map[string][]string) (*Map, []error) {
	m := &Map{bindings: defaults(), byAction: map[Action]int{}}
	for i, b := range m.bindings {
		m.byAction[b.Action] = i
	}
	problems := m.change(changes)
	return m, append(problems, m.index(changes)...)
}

func (m *Map) change(changes map[string][]string) (problems []error) {
	for _, name := range sortedKeys(changes) {
		i, ok := m.byAction[Action(name)]
		switch {
		case !ok:
			problems = append(problems, fmt.Errorf("there is no action %q: see ? for their names", name))
		case Action(name) == Interrupt:
			problems = append(problems, fmt.Errorf("%s cannot be rebound: it must always end the program", Interrupt))
		case m.bindings[i].Place == Command:
			problems = append(problems, fmt.Errorf("%s takes a value, so it is a command and cannot have a key", name))
		default:
			var wrong []error
			m.bindings[i].Keys, wrong = keysOf(name, changes[name])
			problems = append(problems, wrong...)
		}
	}
	return problems
}

// keysOf are the keys that somebody wrote for an action, each once, as Bubble Tea spells them.
func keysOf(action string, written []string) (keys []string, problems []error) {
	for _, k := range written {
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

// index gives each key its action. Rebound actions come last, so that a key somebody chose is reported against the
// default that holds it, and the default keeps it until that is unbound or moved.
func (m *Map) index(changes map[string][]string) (problems []error) {
	m.byKey = [2]map[string]Action{{}, {}}
	order := slices.Clone(m.bindings)
	sort.SliceStable(order, func(i, j int) bool {
		_, a := changes[string(order[i].Action)]
		_, b := changes[string(order[j].Action)]
		return !a && b
	})
	for _, b := range order {
		for _, k := range b.Keys {
			if holder := m.holder(k, b.Place); holder != "" {
				problems = append(problems, fmt.Errorf("key %q cannot be %s: it is already %s", k, b.Action, holder))
				m.drop(b.Action, k)
				continue
			}
			m.take(k, b)
		}
	}
	return problems
}

func (m *Map) holder(k string, p Place) Action {
	for i := range m.byKey {
		if p&(1<<i) != 0 && m.byKey[i][k] != "" {
			return m.byKey[i][k]
		}
	}
	return ""
}

func (m *Map) take(k string, b Binding) {
	for i := range m.byKey {
		if b.Place&(1<<i) != 0 {
			m.byKey[i][k] = b.Action
		}
	}
}

func (m *Map) drop(a Action, k string) {
	b := &m.bindings[m.byAction[a]]
	b.Keys = slices.DeleteFunc(slices.Clone(b.Keys), func(x string) bool { return x == k })
}

// Lookup is what key k does at p, "" for nothing.
func (m *Map) Lookup(k string, p Place) Action {
	if p == Reader {
		return m.byKey[1][k]
	}
	return m.byKey[0][k]
}

// Binding is what reaches a.
func (m *Map) Binding(a Action) Binding {
	i, ok := m.byAction[a]
	if !ok {
		return Binding{}
	}
	return m.bindings[i]
}

// Key is the first key of a, as it is printed, "" when it has none.
func (m *Map) Key(a Action) string {
	if b := m.Binding(a); len(b.Keys) > 0 {
		return m.print(b.Keys[0])
	}
	return ""
}

// Keys are all keys of a, as they are printed.
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

// Known reports whether there is an action of that name.
func (m *Map) Known(name string) bool { _, ok := m.byAction[Action(name)]; return ok }

// Pretty is a key as it is printed: arrows as arrows, the rest as Bubble Tea calls it.
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

// KeyList joins all keys of b as they are printed.
func (b Binding) KeyList() string {
	pretty := make([]string, len(b.Keys))
	for i, k := range b.Keys {
		pretty[i] = Pretty(k)
	}
	return strings.Join(pretty, " ")
}

func sortedKeys(m map[string][]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
