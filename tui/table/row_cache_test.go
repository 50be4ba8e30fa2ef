package table_test

import (
	"fmt"
	"strings"
	"testing"

	"catwatch/fetch/types"
	"catwatch/tui/table"
)

func TestOnlyRowsThatChangedAreBuiltAgain(t *testing.T) {
	var built []string
	rows := func(p types.Path) []string {
		built = append(built, p.Project)
		if p.Project == "empty" {
			return nil
		}
		return []string{p.Space + "/" + p.Project}
	}
	var cache table.RowCache[string]
	project := func(space, name string) types.Path { return types.Path{Space: space, Project: name} }
	for _, c := range []struct {
		invalid []types.Path
		built   string // how many projects, and their rows
		all     string
	}{
		{nil, "0", ""},
		{[]types.Path{project("b", "y"), project("a", "z"), project("a", "x"), project("a", "empty")}, "4", "a/x a/z b/y"},
		{nil, "0", "a/x a/z b/y"},
		{[]types.Path{project("a", "x")}, "1 x", "a/x a/z b/y"},
		{[]types.Path{{Space: "b", Project: "y", DevEnv: "1"}}, "1 y", "a/x a/z b/y"},
		{[]types.Path{{Space: "b"}}, "1 y", "a/x a/z b/y"},
		{[]types.Path{{}}, "3", "a/x a/z b/y"},
	} {
		built = nil
		for _, p := range c.invalid {
			cache.Invalidate(p)
		}
		if cache.Refresh(rows) {
			t.Error("something is left to build")
		}
		snapshot, about := cache.All([]string{"removed"})
		all, removed := snapshot()
		if got := strings.Join(all[:len(all)-removed], " "); got != c.all || removed != 1 || about != len(all) {
			t.Errorf("after %v: %q, %d removed, about %d", c.invalid, got, removed, about)
		}
		want := strings.Fields(c.built)
		if fmt.Sprint(len(built)) != want[0] || len(want) > 1 && built[0] != want[1] {
			t.Errorf("after %v built %v, want %s", c.invalid, built, c.built)
		}
	}
}

func TestRowsThatMayBeLateAreBuiltAFewAtATime(t *testing.T) {
	var cache table.RowCache[int]
	const projects, each = 5, 9_000
	for i := range projects {
		cache.Invalidate(types.Path{Space: "a", Project: fmt.Sprint(i)})
	}
	built := 0
	rows := func(types.Path) []int { built++; return make([]int, each) }
	cache.Refresh(rows)
	cache.InvalidateLater()
	built = 0
	rounds := 1
	for ; cache.Refresh(rows); rounds++ {
		if built == projects {
			t.Fatal("all at once")
		}
	}
	if built != projects || rounds < 2 {
		t.Errorf("built %d projects in %d rounds", built, rounds)
	}
}
