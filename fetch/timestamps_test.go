package fetch_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/sim"
)

func TestTimesInOtherForms(t *testing.T) {
	then := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	for _, c := range []struct {
		told any
		want int64
	}{
		{then.Unix(), then.Unix()},
		{float64(then.Unix()) + 0.25, then.Unix()},
		{then.UnixMilli(), then.Unix()},
		{fmt.Sprint(then.Unix()), then.Unix()},
		{"2026-03-04T05:06:07Z", then.Unix()},
		{"2026-03-04T05:06:07.605000+00:00", then.Unix()},
		{"2026-03-04T06:06:07+0100", then.Unix()},
		{"2026-03-04T05:06:07.5-0000", then.Unix()},
		{"2026-03-04T05:06:07", then.Unix()},
		{"2026-03-04 05:06:07", then.Unix()},
		{"yesterday", 0},
		{`a "quoted" \ one`, 0},
		{"", 0},
		{nil, 0},
	} {
		t.Run(fmt.Sprint(c.told), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 1, EnvsPerProject: 2, RunningShare: 1, MaxSessions: -1, Frozen: true})
				space := w.Spaces()[0].Name
				for _, e := range w.DevEnvs(space, w.Projects(space)[0].Name) {
					w.AddSession(e.Space, e.Project, e.ID, sim.Session{})
				}
				x := &tamper{inner: w.HTTPClient(), edit: func(r *http.Request, _ map[string]any, status int, told map[string]any) int {
					items, _ := told["items"].([]any)
					for _, i := range items {
						for _, name := range []string{"lastUpdatedTime", "startedTime"} {
							if item := i.(map[string]any); item[name] != nil {
								item[name] = c.told
							}
						}
					}
					return status
				}}
				seen := newWatcher()
				if err := fetch.New(over(x), fetch.Options{Once: true}).Run(t.Context(), seen.take); err != nil {
					t.Fatal(err)
				}
				n := 0
				for e, s := range seen.AllSessions() {
					if n++; e.Updated != c.want || s.Started != c.want {
						t.Errorf("%d and %d, want %d", e.Updated, s.Started, c.want)
					}
				}
				if n != 2 || seen.Totals(types.Path{}).AtLeast {
					t.Errorf("%d sessions, %+v", n, seen.Totals(types.Path{}))
				}
			})
		})
	}
}

// A name that looks like a timestamp member in JSON is not changed.
func TestTextThatLooksLikeAStampStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 1, EnvsPerProject: 1, Frozen: true})
		space := w.Spaces()[0].Name
		odd := `x"lastUpdatedTime": 12, y`
		w.AddDevEnv(sim.DevEnv{Space: space, Project: w.Projects(space)[0].Name, Alias: odd})
		seen, _ := readOnce(t, w, fetch.Options{})
		var names []string
		for e := range seen.DevEnvs() {
			names = append(names, e.Name())
		}
		if !strings.Contains(strings.Join(names, "\n"), odd) {
			t.Errorf("%q", names)
		}
	})
}
