package tui

import (
	"slices"

	"catwatch/fetch/inventory"
	"catwatch/filter"
)

// filterCompletions are what the filter being typed could be completed to.
func (m *Model) filterCompletions(text string) []string {
	found := filter.Complete(text, m.list().Fields(), m.valuesOf)
	return found[:min(len(found), 40)]
}

// valuesOf are the known values of a field, for completion. It stops after so many rows that no key has to wait for it.
func (m *Model) valuesOf(f filter.Field) []string {
	const enough, looked = 200, 20_000
	seen, n := map[string]bool{"": true}, 0
	var values []string
	for e := range m.inv.DevEnvs() {
		r := inventory.DevEnvRow(e, inventory.Use{}, m.owner(e))
		if v := r.Word(f); !seen[v] {
			seen[v] = true
			values = append(values, v)
		}
		if n++; len(values) >= enough || n >= looked {
			break
		}
	}
	slices.Sort(values)
	return values
}
