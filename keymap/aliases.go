package keymap

import (
	"fmt"
	"maps"
	"slices"
)

// aliases are the old names of actions. Configuration files are an interface, so every name they ever accepted stays valid.
var aliases = map[string]Action{
	"peel": Dismiss,
}

// currentName is the action with that name, current or old.
func currentName(name string) Action {
	if a, ok := aliases[name]; ok {
		return a
	}
	return Action(name)
}

// withCurrentNames replaces old names by current ones. An action configured under both keeps the keys of the current name.
func withCurrentNames(changes map[string][]string) (renamed map[string][]string, problems []error) {
	renamed = map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		current := string(currentName(name))
		if _, both := changes[current]; both && current != name {
			problems = append(problems, fmt.Errorf("%s is the old name of %s, which is set as well: remove %[1]s", name, current))
			continue
		}
		renamed[current] = changes[name]
	}
	return renamed, problems
}
