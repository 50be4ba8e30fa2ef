package inventory_test

import (
	"fmt"
	"time"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
)

func started() time.Time { return time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC) }

func machine(alias string, s types.Status) types.DevEnv {
	return types.DevEnv{ID: "id-of-" + alias, Alias: alias, Space: types.MakeText("acme"), Project: types.MakeText("web"), Status: s}
}

// acmeInventory knows one space with one project, whose two dev environments are RUNNING and STOPPED.
func acmeInventory() *inventory.Inventory {
	v := inventory.New()
	v.Apply(types.Event{At: started(), Items: types.Items{Spaces: []types.Space{{Name: "acme"}}}})
	v.Apply(types.Event{Path: types.Path{Space: "acme"}, At: started(), Items: types.Items{Projects: []types.Project{{Name: "web"}}}})
	v.Apply(types.Event{Path: types.Path{Space: "acme", Project: "web"}, At: started(), Items: types.Items{
		DevEnvs: []types.DevEnv{machine("api-dev", types.Running), machine("ml-box", types.Stopped)},
	}})
	return v
}

// The first read of a list changes nothing that anybody could have known. Later reads do.
func ExampleInventory_Apply() {
	v := acmeInventory()
	again := types.Event{
		Path: types.Path{Space: "acme", Project: "web"}, At: started().Add(time.Minute), Watched: started(),
		Items: types.Items{DevEnvs: []types.DevEnv{machine("api-dev", types.Stopping), machine("new-box", types.Pending)}},
	}
	for _, c := range v.Apply(again) {
		switch c.Kind {
		case types.StatusChanged:
			fmt.Println(c.Name, "went from", c.From, "to", c.To)
		case types.Appeared:
			fmt.Println(c.Name, "appeared")
		case types.Disappeared:
			fmt.Println(c.Name, "disappeared")
		}
	}
	// Unordered output:
	// api-dev went from RUNNING to STOPPING
	// new-box appeared
	// ml-box disappeared
}

// Totals count what is under a path, and say whether a list that is still unread may hold more.
func ExampleInventory_Totals() {
	v := acmeInventory()
	t := v.Totals(types.Path{Space: "acme"})
	fmt.Println(t.DevEnvs, "dev environments,", t.Running, "running,", t.Sessions, "sessions, or more:", t.AtLeast)

	api := types.Path{Space: "acme", Project: "web", DevEnv: "id-of-api-dev"}
	v.Apply(types.Event{Path: api, At: started(), Items: types.Items{Sessions: []types.Session{{ID: "s-1"}}}})
	t = v.Totals(types.Path{})
	fmt.Println(t.DevEnvs, "dev environments,", t.Running, "running,", t.Sessions, "sessions, or more:", t.AtLeast)
	// Output:
	// 2 dev environments, 1 running, 0 sessions, or more: true
	// 2 dev environments, 1 running, 1 sessions, or more: false
}

// Freshness says how far the lists can be trusted, and how old the oldest is.
func ExampleInventory_Freshness() {
	v := acmeInventory()
	v.Apply(types.Event{Path: types.Path{Space: "acme", Project: "web"}, At: started(), Err: &types.Error{Reason: types.Denied}})
	f := v.Freshness()
	fmt.Println(f.Lists, "lists,", f.Denied, "denied, the oldest read at", f.Oldest.Format(time.TimeOnly))
	// Output:
	// 4 lists, 1 denied, the oldest read at 09:00:00
}
