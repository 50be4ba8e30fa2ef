package fetch_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/sim"
)

// replacing answers requests to paths that end in suffix with a body of its own, while it is on.
type replacing struct {
	inner  fetch.Doer
	suffix string
	body   string
	on     atomic.Bool
}

func (x *replacing) Do(r *http.Request) (*http.Response, error) {
	res, err := x.inner.Do(r)
	if err != nil || !x.on.Load() || !strings.HasSuffix(r.URL.Path, x.suffix) {
		return res, err
	}
	res.StatusCode = http.StatusOK
	res.Header.Set("Content-Type", "application/json")
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader([]byte(x.body))), int64(len(x.body))
	return res, nil
}

// An answer that is none of the model's takes no row away, is dated, and is forgotten once the service is well again.
func TestAnswersOfAnotherShapeTakeNothingAway(t *testing.T) {
	for suffix, kind := range map[string]types.Kind{
		"/spaces": types.Spaces, "/projects": types.Projects, "/devEnvironments": types.DevEnvs, "/sessions": types.Sessions,
	} {
		bodies := []string{"null", "[]", `"ok"`, "3", `{"message":"maintenance"}`, "", "  "}
		if kind == types.DevEnvs || kind == types.Sessions {
			bodies = append(bodies, "{}", `{"items":null}`, `{"nextToken":"x"}`)
		}
		if testing.Short() {
			bodies = bodies[:1]
		}
		for _, body := range bodies {
			t.Run(suffix[1:]+" "+body, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := sim.New(sim.Config{Seed: 5, Spaces: 1, ProjectsPerSpace: 2, EnvsPerProject: 4, RunningShare: 0.5, Frozen: true, Latency: 80 * time.Millisecond})
					x := &replacing{inner: w.HTTPClient(), suffix: suffix, body: body}
					d := watch(t, over(x), fetch.Options{Interval: time.Second, Budget: 6000})
					elapse(20 * time.Second)
					want := d.totals()
					x.on.Store(true)
					elapse(20 * time.Second)
					got := d.totals()
					if !got.Dated || got.AtLeast {
						t.Errorf("not marked: %+v", got)
					}
					if got.Dated = false; got != want {
						t.Errorf("%+v is left of %+v", got, want)
					}
					x.on.Store(false)
					elapse(90 * time.Second)
					if got := d.totals(); got != want {
						t.Errorf("after it %+v, before it %+v", got, want)
					}
				})
			})
		}
	}
}

func (d *dashboard) totals() (got inventory.Totals) {
	d.look(func(seen *watcher) { got = seen.Totals(types.Path{}) })
	return got
}

// A time-out that the service leaves out is not known; it is not "never".
func TestAnAbsentTimeoutIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		x := &tamper{inner: w.HTTPClient()}
		x.set(func(r *http.Request, _ map[string]any, status int, told map[string]any) int {
			if items, _ := told["items"].([]any); strings.HasSuffix(r.URL.Path, "/devEnvironments") && len(items) > 0 {
				delete(items[0].(map[string]any), "inactivityTimeoutMinutes")
			}
			return status
		})
		d := watch(t, over(x), fetch.Options{})
		elapse(20 * time.Second)
		unknown := 0
		d.look(func(seen *watcher) {
			for e := range seen.DevEnvs() {
				if e.Timeout == types.TimeoutUnknown {
					unknown++
				}
			}
		})
		if unknown == 0 {
			t.Error("no time-out is unknown")
		}
	})
}
