package fetch_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/sim"
)

// dashboard runs a fetcher in the background until the test ends.
type dashboard struct {
	*fetch.Fetcher
	mu   sync.Mutex
	seen *watcher
}

func watch(t *testing.T, api fetch.API, o fetch.Options) *dashboard {
	t.Helper()
	return watchWith(t, fetch.New(api, o))
}

func watchWith(t *testing.T, f *fetch.Fetcher) *dashboard {
	t.Helper()
	d := &dashboard{Fetcher: f, seen: newWatcher()}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.Run(ctx, func(batch []types.Event) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.seen.take(batch)
		})
	}()
	t.Cleanup(func() { stop(); <-done })
	return d
}

// freshness returns the freshness of all lists once everything has settled.
func (d *dashboard) freshness() (f inventory.Freshness) {
	d.look(func(seen *watcher) { f = seen.Freshness() })
	return f
}

// look calls see with what is known once everything has settled.
func (d *dashboard) look(see func(*watcher)) {
	synctest.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	see(d.seen)
}

func (d *dashboard) mustAgree(t *testing.T, w *sim.World) {
	t.Helper()
	d.look(func(seen *watcher) { mustAgree(t, w, seen.Inventory) })
}

// elapse advances the bubble's clock by d and waits until everything has settled. It takes no real time; outside a bubble it
// panics.
func elapse(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// watcher applies the events of a fetcher to an inventory, as the screen does.
type watcher struct {
	*inventory.Inventory
	changes []types.Change
	batches int
	at      []time.Time // of the batches
}

func newWatcher() *watcher { return &watcher{Inventory: inventory.New()} }

func (w *watcher) take(batch []types.Event) {
	w.batches++
	w.at = append(w.at, time.Now())
	for _, e := range batch {
		w.changes = append(w.changes, w.Apply(e)...)
	}
}

func client(w *sim.World) fetch.API {
	return fetch.NewClientOver(w.HTTPClient(), "https://sim.invalid", sim.DefaultToken)
}

// readOnce reads the whole world once.
func readOnce(t *testing.T, w *sim.World, o fetch.Options) (*watcher, *fetch.Fetcher) {
	t.Helper()
	o.Once = true
	f := fetch.New(client(w), o)
	seen := newWatcher()
	if err := f.Run(context.Background(), seen.take); err != nil {
		t.Fatal(err)
	}
	return seen, f
}

// differ returns the differences between an inventory and the service.
func differ(w *sim.World, v *inventory.Inventory) []string {
	want, got := map[string]bool{}, map[string]bool{}
	for _, s := range w.Spaces() {
		want["space "+s.Name] = true
		for _, p := range w.Projects(s.Name) {
			if p.NotMember {
				continue
			}
			want["project "+s.Name+"/"+p.Name] = true
			if p.Denied {
				continue
			}
			for _, e := range w.DevEnvs(s.Name, p.Name) {
				want["env "+s.Name+"/"+p.Name+"/"+e.ID+" "+string(e.Status)] = true
				if e.Status != "RUNNING" {
					continue
				}
				for _, x := range w.Sessions(s.Name, p.Name, e.ID) {
					want["session "+e.ID+" "+x.ID] = true
				}
			}
		}
	}
	spaces, _ := v.List(types.Path{})
	for _, s := range spaces.Items.Spaces {
		got["space "+s.Name] = true
		projects, _ := v.List(types.Path{Space: s.Name})
		for _, p := range projects.Items.Projects {
			got["project "+s.Name+"/"+p.Name] = true
		}
	}
	for e := range v.DevEnvs() {
		got["env "+e.Path().String()+" "+e.StatusWord()] = true
	}
	for e, x := range v.AllSessions() {
		got["session "+e.ID+" "+x.ID] = true
	}
	var diff []string
	for k := range want {
		if !got[k] {
			diff = append(diff, "missing "+k)
		}
	}
	for k := range got {
		if !want[k] {
			diff = append(diff, "extra "+k)
		}
	}
	slices.Sort(diff)
	return diff
}

func mustAgree(t *testing.T, w *sim.World, v *inventory.Inventory) {
	t.Helper()
	if diff := differ(w, v); len(diff) > 0 {
		t.Errorf("inventory and service differ in %d: %q", len(diff), diff[:min(len(diff), 8)])
	}
}

func tree() sim.Config {
	return sim.Config{Seed: 1, Spaces: 3, ProjectsPerSpace: 100, EnvsPerProject: 20, Frozen: true, Latency: 80 * time.Millisecond}
}

func over(d fetch.Doer) fetch.API {
	return fetch.NewClientOver(d, "https://sim.invalid", sim.DefaultToken)
}

func small() sim.Config {
	return sim.Config{Seed: 5, Spaces: 1, ProjectsPerSpace: 10, EnvsPerProject: 4, RunningShare: 0.3, Frozen: true, Latency: 80 * time.Millisecond}
}

// tamper modifies answers.
type tamper struct {
	inner fetch.Doer
	mu    sync.Mutex
	blind bool                                                                             // hide page tokens from the service
	edit  func(r *http.Request, asked map[string]any, status int, told map[string]any) int // returns the status
}

func (x *tamper) Do(r *http.Request) (*http.Response, error) {
	asked := peek(r)
	if x.blind && asked["nextToken"] != nil {
		token := asked["nextToken"]
		delete(asked, "nextToken")
		raw, _ := json.Marshal(asked)
		r.Body, asked["nextToken"] = io.NopCloser(bytes.NewReader(raw)), token
	}
	res, err := x.inner.Do(r)
	if err != nil {
		return res, err
	}
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	var told map[string]any
	json.Unmarshal(raw, &told)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.edit != nil {
		res.StatusCode = x.edit(r, asked, res.StatusCode, told)
		raw, _ = json.Marshal(told)
	}
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
	return res, nil
}

func (x *tamper) set(edit func(r *http.Request, asked map[string]any, status int, told map[string]any) int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.edit = edit
}

// isSpaceWide reports whether the request lists a whole space.
func isSpaceWide(r *http.Request, asked map[string]any) bool {
	return strings.HasSuffix(r.URL.Path, "/devEnvironments") && asked["projectName"] == nil
}

// peek reads a request's JSON without consuming it.
func peek(r *http.Request) map[string]any {
	if r.Body == nil {
		return nil
	}
	raw, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(raw))
	var body map[string]any
	json.Unmarshal(raw, &body)
	return body
}

// change adds one dev environment and removes another.
func change(w *sim.World) {
	s := w.Spaces()[0].Name
	p := w.Projects(s)[0].Name
	w.AddDevEnv(sim.DevEnv{Space: s, Project: p, Alias: "new"})
	w.RemoveDevEnv(s, p, w.DevEnvs(s, p)[0].ID)
}

// long leaves a test of many virtual hours or calls out of the edit loop, go test -short.
func long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
}
