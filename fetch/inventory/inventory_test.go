package inventory_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
)

var (
	acme  = types.Path{Space: "acme"}
	web   = types.Path{Space: "acme", Project: "web"}
	epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
)

func at(seconds int) time.Time { return epoch.Add(time.Duration(seconds) * time.Second) }

func id(n int) string { return fmt.Sprintf("%08x-0000-4000-8000-%012x", n, n) }

func child(n int) types.Path { return types.Path{Space: "acme", Project: "web", DevEnv: id(n)} }

func env(n int, s types.Status) types.DevEnv {
	return types.DevEnv{
		ID: id(n), Alias: fmt.Sprint("env-", n), Space: types.MakeText("acme"), Project: types.MakeText("web"),
		Status: s, Timeout: 15, Type: types.MakeText("dev.standard1.small"),
	}
}

func envs(seconds int, list ...types.DevEnv) types.Event {
	return types.Event{Path: web, Items: types.Items{DevEnvs: list}, At: at(seconds)}
}

func sessions(n, seconds int, ids ...string) types.Event {
	e := types.Event{Path: types.Path{Space: "acme", Project: "web", DevEnv: id(n)}, At: at(seconds)}
	for _, s := range ids {
		e.Items.Sessions = append(e.Items.Sessions, types.Session{ID: s, Started: at(-100).Unix()})
	}
	return e
}

// stocked is an inventory with one project of: 1 RUNNING with a session, 2 STOPPED, 3 DELETING.
func stocked(t *testing.T) *inventory.Inventory {
	t.Helper()
	v := inventory.New()
	for _, e := range []types.Event{
		{Items: types.Items{Spaces: []types.Space{{Name: "acme"}}}, At: at(0)},
		{Path: acme, Items: types.Items{Projects: []types.Project{{Name: "web"}}}, At: at(0)},
		envs(0, env(1, types.Running), env(2, types.Stopped), env(3, types.Deleting)),
		sessions(1, 0, "s1"),
	} {
		if news := v.Apply(e); len(news) > 0 {
			t.Fatalf("a first reading is news: %+v", news)
		}
	}
	return v
}

func TestChanges(t *testing.T) {
	denied := &types.Error{Reason: types.Denied, Sentence: "No access", At: at(7)}
	down := &types.Error{Reason: types.Unreachable, Sentence: "No connection", At: at(7)}
	one := sessions(1, 0).Path
	for _, c := range []struct {
		name   string
		events []types.Event
		want   []types.Change
	}{
		{"the same again", []types.Event{envs(5, env(1, types.Running), env(2, types.Stopped), env(3, types.Deleting)), sessions(1, 5, "s1")}, nil},
		{"another order", []types.Event{envs(5, env(3, types.Deleting), env(2, types.Stopped), env(1, types.Running))}, nil},
		{"environment came", []types.Event{envs(5, env(1, types.Running), env(2, types.Stopped), env(3, types.Deleting), env(4, types.Pending))},
			[]types.Change{{Kind: types.Appeared, At: at(5), Path: child(4), Name: "env-4", To: types.Pending}}},
		{"environment went", []types.Event{envs(5, env(1, types.Running), env(3, types.Deleting))},
			[]types.Change{{Kind: types.Disappeared, At: at(5), Path: child(2), Name: "env-2", From: types.Stopped}}},
		{"started, and stopped again", []types.Event{
			envs(5, env(1, types.Running), env(2, types.Running), env(3, types.Deleting)),
			envs(25, env(1, types.Running), env(2, types.Stopping), env(3, types.Deleting))},
			[]types.Change{
				{Kind: types.StatusChanged, At: at(5), Path: child(2), Name: "env-2", From: types.Stopped, To: types.Running, Took: 5 * time.Second, AtLeast: true},
				{Kind: types.StatusChanged, At: at(25), Path: child(2), Name: "env-2", From: types.Running, To: types.Stopping, Took: 20 * time.Second},
			}},
		{"sessions", []types.Event{sessions(1, 5, "s1", "s2"), sessions(1, 9, "s2")},
			[]types.Change{
				{Kind: types.SessionStarted, At: at(5), Path: one, Name: "env-1", Session: "s2"},
				{Kind: types.SessionEnded, At: at(9), Path: one, Name: "env-1", Session: "s1", Took: 109 * time.Second},
			}},
		{"stopped in use", []types.Event{envs(5, env(1, types.Stopped), env(2, types.Stopped), env(3, types.Deleting)), {Path: one, Gone: true, At: at(5)}},
			[]types.Change{
				{Kind: types.StatusChanged, At: at(5), Path: one, Name: "env-1", From: types.Running, To: types.Stopped, Took: 5 * time.Second, AtLeast: true},
				{Kind: types.SessionEnded, At: at(5), Path: one, Name: "env-1", Session: "s1", Took: 105 * time.Second},
			}},
		{"sessions of one that came to run are news", []types.Event{
			envs(5, env(1, types.Running), env(2, types.Running), env(3, types.Deleting)), sessions(2, 6, "s9")},
			[]types.Change{
				{Kind: types.StatusChanged, At: at(5), Path: child(2), Name: "env-2", From: types.Stopped, To: types.Running, Took: 5 * time.Second, AtLeast: true},
				{Kind: types.SessionStarted, At: at(6), Path: child(2), Name: "env-2", Session: "s9"},
			}},
		{"project went", []types.Event{{Path: acme, At: at(5)}, {Path: web, Gone: true, At: at(5)}, {Path: one, Gone: true, At: at(5)}},
			[]types.Change{{Kind: types.Disappeared, At: at(5), Path: web, Name: "web"}}},
		{"list denied and back", []types.Event{
			{Path: web, Err: denied, At: at(0)}, {Path: web, Err: denied, At: at(0)},
			envs(60, env(1, types.Running), env(2, types.Stopped), env(3, types.Deleting))},
			[]types.Change{
				{Kind: types.ListLost, At: at(7), Path: web, Name: "web", Reason: "No access"},
				{Kind: types.ListRegained, At: at(60), Path: web, Name: "web", Took: 53 * time.Second},
			}},
		{"one bad answer", []types.Event{{Path: one, Err: down, At: at(0)}, sessions(1, 8, "s1")}, nil},
		{"two bad answers", []types.Event{{Path: one, Err: down, At: at(0)}, {Path: one, Err: down, At: at(0)}, sessions(1, 8, "s1")},
			[]types.Change{
				{Kind: types.ListLost, At: at(7), Path: one, Name: "env-1", Reason: "No connection"},
				{Kind: types.ListRegained, At: at(8), Path: one, Name: "env-1", Took: time.Second},
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := stocked(t)
			var got []types.Change
			for _, e := range c.events {
				got = append(got, v.Apply(e)...)
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got\n%+v\nwant\n%+v", got, c.want)
			}
		})
	}
}

func TestEqualReadingsChangeNothing(t *testing.T) {
	v := stocked(t)
	before := v.Version()
	v.Apply(envs(5, env(1, types.Running), env(2, types.Stopped), env(3, types.Deleting)))
	v.Apply(sessions(1, 5, "s1"))
	if v.Version() != before {
		t.Error("the version grew")
	}
	if l, _ := v.List(web); !l.At.Equal(at(5)) {
		t.Errorf("read at %v", l.At)
	}
}

func TestTotals(t *testing.T) {
	v := stocked(t)
	want := inventory.Totals{Spaces: 1, Projects: 1, DevEnvs: 2, Sessions: 1, Running: 1}
	if got := v.Totals(types.Path{}); got != want {
		t.Errorf("%+v", got)
	}
	never := env(4, types.Running)
	never.Timeout = 0
	v.Apply(envs(5, env(1, types.Running), env(2, types.Failed), env(3, types.Starting), never))
	want = inventory.Totals{Projects: 1, DevEnvs: 4, Sessions: 1, Running: 2, Failed: 1, InTransition: 1, NeverStops: 1, AtLeast: true}
	if got := v.Totals(acme); got != want {
		t.Errorf("%+v", got)
	}
	v.Apply(sessions(4, 6))
	want.AtLeast, want.Unused = false, 1
	if got := v.Totals(acme); got != want {
		t.Errorf("%+v", got)
	}
	if got := v.Totals(sessions(4, 0).Path); got != (inventory.Totals{DevEnvs: 1, Running: 1, Unused: 1, NeverStops: 1}) {
		t.Errorf("%+v", got)
	}
	if use := v.Use(sessions(4, 0).Path); !use.Known || use.Sessions != 0 || !use.Since.Equal(at(6)) {
		t.Errorf("%+v", use)
	}
	v.Apply(sessions(4, 9))
	if use := v.Use(sessions(4, 0).Path); !use.Since.Equal(at(6)) {
		t.Errorf("unused since %v", use.Since)
	}
	v.Apply(sessions(4, 12, "s"))
	if use := v.Use(sessions(4, 0).Path); use.Sessions != 1 || !use.Since.IsZero() {
		t.Errorf("%+v", use)
	}
}

func TestFailuresEmptyNothing(t *testing.T) {
	for reason, want := range map[types.Reason]inventory.State{
		types.Internal: inventory.Stale, types.Unreachable: inventory.Stale, types.SignIn: inventory.Stale, types.Throttled: inventory.Stale,
		types.Denied: inventory.Unavailable, types.Gone: inventory.Unavailable,
	} {
		v := stocked(t)
		v.Apply(types.Event{Path: web, Err: &types.Error{Reason: reason, Sentence: "x", At: at(9)}, Retry: at(20), At: at(0)})
		l, ok := v.List(web)
		if !ok || l.State != want || len(l.Items.DevEnvs) != 3 || !l.At.Equal(at(0)) || !l.Retry.Equal(at(20)) {
			t.Errorf("%v: %+v", reason, l)
		}
		kept := inventory.Totals{Spaces: 1, Projects: 1, DevEnvs: 2, Sessions: 1, Running: 1, Dated: true}
		if want == inventory.Unavailable {
			kept = inventory.Totals{Spaces: 1, Projects: 1, NoAccess: 1} // shown, dated, but not counted
		}
		if got := v.Totals(types.Path{}); got != kept {
			t.Errorf("%v: %+v", reason, got)
		}
		under, ok := v.List(sessions(1, 0).Path)
		if marked := under.State == inventory.Stale && under.Err != nil; !ok || marked != (want == inventory.Unavailable) {
			t.Errorf("%v: under it %+v", reason, under)
		}
	}
}

func TestUnreadIsNotEmpty(t *testing.T) {
	v := inventory.New()
	if _, ok := v.List(web); ok {
		t.Error("a list nobody has heard of")
	}
	if !v.Totals(types.Path{}).AtLeast || !v.Totals(web).AtLeast {
		t.Error("nothing has been read, and yet the totals are complete")
	}
	v.Apply(types.Event{Path: web, Err: &types.Error{Reason: types.Internal, Sentence: "x"}})
	if l, ok := v.List(web); !ok || l.State != inventory.Unread || l.Err == nil {
		t.Errorf("%+v", l)
	}
	v.Apply(types.Event{Path: web, Items: types.Items{DevEnvs: []types.DevEnv{env(1, types.Stopped)}}, More: true, At: at(1)})
	if l, _ := v.List(web); l.State != inventory.Unread || !l.More || len(l.Items.DevEnvs) != 1 || !v.Totals(web).AtLeast {
		t.Errorf("%+v", l)
	}
}

func TestFreshness(t *testing.T) {
	v := stocked(t)
	v.Apply(sessions(1, 30, "s1"))
	if got, want := v.Freshness(), (inventory.Freshness{Lists: 4, Oldest: at(0)}); got.Lists != want.Lists || !got.Oldest.Equal(want.Oldest) || got.Unread+got.Stale+got.Denied+got.Gone+got.Failed > 0 {
		t.Errorf("%+v", got)
	}
	v.Apply(types.Event{Path: web, Err: &types.Error{Reason: types.Denied, Sentence: "x"}, At: at(0)})
	if got := v.Freshness(); got.Denied != 1 || got.Stale != 1 {
		t.Errorf("%+v", got)
	}
}

func TestOwner(t *testing.T) {
	v := inventory.New()
	before := v.Version()
	v.Apply(types.Event{Users: []types.User{{ID: "u1", Name: "ada", DisplayName: "Ada L."}, {ID: "u2", Name: "bob"}}})
	if v.Owner(types.MakeText("u1")) != "Ada L." || v.Owner(types.MakeText("u2")) != "bob" || v.Owner(types.MakeText("u3")) != "" {
		t.Error("owners")
	}
	if v.Version() == before {
		t.Error("a name that was learnt can be seen")
	}
}

func TestDevEnvIsFoundInAnyOrder(t *testing.T) {
	v := stocked(t)
	var list []types.DevEnv
	for _, n := range []int{9, 3, 7, 1, 5} {
		list = append(list, env(n, types.Stopped))
	}
	v.Apply(envs(5, list...))
	for _, n := range []int{1, 3, 5, 7, 9} {
		if e := v.DevEnv(child(n)); e == nil || e.ID != id(n) {
			t.Errorf("%d: %+v", n, e)
		}
	}
	if v.DevEnv(child(2)) != nil || v.DevEnv(web) != nil {
		t.Error("found what is not there")
	}
}
