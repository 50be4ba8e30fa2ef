package sim_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"catwatch/sim"
)

func TestSDKReadsEverythingOnceAndInOrder(t *testing.T) {
	for name, q := range map[string]sim.Quirks{
		"plain":                      {},
		"one item a page":            {PageCap: 1},
		"three items a page":         {PageCap: 3},
		"every second page is empty": {PageCap: 2, EmptyEvery: 2},
		"neither names nor times":    {PageCap: 7, Nameless: true, NoTimes: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := sim.New(sim.Config{Seed: 3, Spaces: 4, ProjectsPerSpace: 5, EnvsPerProject: 9, RunningShare: 0.5, Frozen: true})
			w.SetQuirks(q)
			got, want := walk(t, sdk(w, sim.DefaultToken)), truth(w)
			for level, pair := range map[string][2][]string{
				"spaces": {got.spaces, want.spaces}, "projects": {got.projects, want.projects},
				"envs": {got.envs, want.envs}, "sessions": {got.sessions, want.sessions},
			} {
				if !slices.Equal(pair[0], pair[1]) {
					t.Errorf("%s: got %d %v, want %d %v", level, len(pair[0]), pair[0], len(pair[1]), pair[1])
				}
			}
			if calls := w.Calls(); calls.MalformedTotal > 0 {
				t.Errorf("rejected as malformed: %+v", calls.Malformed)
			}
			if q.PageCap == 1 && got.pages["spaces"] != 4 {
				t.Errorf("spaces took %d pages", got.pages["spaces"])
			}
		})
	}
}

// A page costs the same in a world of a hundred thousand environments as in one of a thousand.
func BenchmarkPageOfFifty(b *testing.B) {
	for name, projects := range map[string]int{"of1000": 1, "of100000": 100} {
		b.Run(name, func(b *testing.B) {
			w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: projects, EnvsPerProject: 1000, MaxSessions: 20})
			c := w.HTTPClient()
			b.ReportAllocs()
			for b.Loop() {
				r, err := http.NewRequestWithContext(b.Context(), "POST", "https://sim/v1/spaces/acme/devEnvironments",
					strings.NewReader(`{"projectName":"payments-api","maxResults":50}`))
				if err != nil {
					b.Fatal(err)
				}
				r.Header.Set("Authorization", "Bearer "+sim.DefaultToken)
				r.Header.Set("Content-Type", "application/json")
				if res, err := c.Do(r); err != nil || res.StatusCode != 200 {
					b.Fatal(res, err)
				}
			}
		})
	}
}
