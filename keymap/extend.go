package keymap

import "slices"

// Views is the help's heading over actions that show a view.
const Views = views

// AddCommand adds an action that is reached by its name and has no key, unless the map has it already. It is how parts of
// the program that keymap knows nothing of, such as views, are offered on the command line and in the help.
func (m *Map) AddCommand(b Binding) {
	if m.Known(string(b.Action)) {
		return
	}
	b.Keys, b.Place = nil, Tables
	at := len(m.bindings)
	for i, other := range m.bindings {
		if other.Group == b.Group {
			at = i + 1
		}
	}
	m.bindings = slices.Insert(m.bindings, at, b)
	for i := at; i < len(m.bindings); i++ {
		m.byAction[m.bindings[i].Action] = i
	}
}
