package inventory_test

import (
	"testing"
	"time"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
)

func failed(p types.Path, r types.Reason) types.Event {
	return types.Event{Path: p, Err: &types.Error{Reason: r, Sentence: "x", At: at(9)}, At: at(0)}
}

func TestBehindIsAStateUntilTheNextReading(t *testing.T) {
	v := stocked(t)
	before := v.Version()
	for _, p := range []types.Path{web, child(1)} {
		v.Apply(types.Event{Path: p, Behind: true, At: at(60)})
		if l, _ := v.List(p); l.State != inventory.Behind || !l.At.Equal(at(0)) || l.Items.Len() == 0 {
			t.Errorf("%v: %+v", p, l)
		}
	}
	if v.Version() == before {
		t.Error("falling behind can be seen")
	}
	if got := v.Totals(types.Path{}); !got.Dated || got.AtLeast || got.DevEnvs != 2 || got.Sessions != 1 {
		t.Errorf("%+v", got)
	}
	if got := v.Freshness(); got.Behind != 2 {
		t.Errorf("%+v", got)
	}
	if use := v.Use(child(1)); use.Current || !use.Known {
		t.Errorf("%+v", use)
	}
	v.Apply(envs(61, env(1, types.Running), env(2, types.Stopped), env(3, types.Deleting)))
	v.Apply(sessions(1, 61, "s1"))
	if got := v.Totals(types.Path{}); got.Dated || v.Freshness().Behind != 0 {
		t.Errorf("after reading again: %+v %+v", got, v.Freshness())
	}
}

func TestWhatWasNeverReadCannotFallBehind(t *testing.T) {
	v := inventory.New()
	v.Apply(types.Event{Path: web, Behind: true, At: at(60)})
	v.Apply(types.Event{Path: child(1), Behind: true, At: at(60)})
	if _, ok := v.List(web); ok {
		t.Error("a list nobody has read")
	}
}

// A refused list takes what stands under it out of every total above, and gives it back when it can be read again.
func TestRefusedListsAreNotCounted(t *testing.T) {
	v := stocked(t)
	whole := v.Totals(types.Path{})
	for _, p := range []types.Path{acme, web, child(1)} {
		v.Apply(failed(p, types.Denied))
		got := v.Totals(types.Path{})
		if got.NoAccess != 1 || got.AtLeast || got.Dated || got.Sessions != 0 {
			t.Errorf("%v: %+v", p, got)
		}
		if l, _ := v.List(p); l.Items.Len() == 0 {
			t.Errorf("%v: its rows are gone", p)
		}
		switch p {
		case acme:
			v.Apply(types.Event{Path: acme, Items: types.Items{Projects: []types.Project{{Name: "web"}}}, At: at(10)})
		case web:
			v.Apply(envs(10, env(1, types.Running), env(2, types.Stopped), env(3, types.Deleting)))
		default:
			v.Apply(sessions(1, 10, "s1"))
		}
		if got := v.Totals(types.Path{}); got != whole {
			t.Errorf("%v read again: %+v", p, got)
		}
	}
}

func TestOneRefusedProjectDoesNotBlurTheOthers(t *testing.T) {
	v := stocked(t)
	v.Apply(types.Event{Path: acme, Items: types.Items{Projects: []types.Project{{Name: "web"}, {Name: "closed"}}}, At: at(1)})
	if !v.Totals(types.Path{}).AtLeast {
		t.Error("a list that may yet be read is missing")
	}
	v.Apply(failed(types.Path{Space: "acme", Project: "closed"}, types.Denied))
	if got := v.Totals(types.Path{}); got.AtLeast || got.NoAccess != 1 || got.Running != 1 {
		t.Errorf("%+v", got)
	}
}

func TestALowerBoundIsNotClaimedOverWhatMayHaveGone(t *testing.T) {
	v := stocked(t)
	v.Apply(types.Event{Path: acme, Items: types.Items{Projects: []types.Project{{Name: "web"}, {Name: "new"}}}, At: at(1)})
	v.Apply(failed(web, types.Internal))
	if got := v.Totals(types.Path{}); got.AtLeast || !got.Dated {
		t.Errorf("%+v", got)
	}
}

func TestMissingItemsMakeALowerBound(t *testing.T) {
	v := stocked(t)
	e := envs(5, env(1, types.Running), env(2, types.Stopped), env(3, types.Deleting))
	e.Missing = 2
	v.Apply(e)
	if got, _ := v.List(web); got.Missing != 2 || !v.Totals(types.Path{}).AtLeast {
		t.Errorf("%+v %+v", got, v.Totals(types.Path{}))
	}
	v.Apply(envs(6, env(1, types.Running), env(2, types.Stopped), env(3, types.Deleting)))
	s := sessions(1, 6, "s1")
	s.Missing = 1
	v.Apply(s)
	if got, _ := v.List(child(1)); got.Missing != 1 || !v.Totals(types.Path{}).AtLeast {
		t.Errorf("%+v %+v", got, v.Totals(types.Path{}))
	}
	v.Apply(sessions(1, 7, "s1"))
	if v.Totals(types.Path{}).AtLeast {
		t.Error("nothing is missing any more")
	}
}

func TestUnusedIsCountedFromWhatWasSeen(t *testing.T) {
	v := stocked(t)
	v.Apply(envs(5, env(1, types.Running), env(2, types.Running), env(3, types.Running)))
	v.Apply(sessions(2, 6)) // it came to run while it was watched
	if use := v.Use(child(2)); use.AtLeast || use.Unused(at(16)) != 10*time.Second {
		t.Errorf("came to run: %+v", use)
	}
	v.Apply(sessions(1, 7)) // its session was seen to end
	if use := v.Use(child(1)); use.AtLeast || use.Unused(at(8)) != time.Second {
		t.Errorf("session ended: %+v", use)
	}
	w := inventory.New()
	w.Apply(envs(0, env(1, types.Running)))
	w.Apply(sessions(1, 1)) // nobody knows how long it has run
	if use := w.Use(child(1)); !use.AtLeast || use.Unused(at(11)) != 10*time.Second {
		t.Errorf("first seen unused: %+v", use)
	}
}

func TestUnusedDoesNotGrowWhileSessionsAreNotKnown(t *testing.T) {
	v := stocked(t)
	v.Apply(sessions(1, 10))
	v.Apply(sessions(1, 40))
	v.Apply(failed(child(1), types.Internal))
	if use := v.Use(child(1)); use.Current || use.Unused(at(4000)) != 30*time.Second {
		t.Errorf("%+v: %v", use, use.Unused(at(4000)))
	}
	v.Apply(sessions(1, 50))
	if use := v.Use(child(1)); !use.Current || use.Unused(at(60)) != 50*time.Second {
		t.Errorf("%+v: %v", use, use.Unused(at(60)))
	}
}

func TestTimeThatWasNotWatchedIsNotUnused(t *testing.T) {
	v := stocked(t)
	v.Apply(sessions(1, 10))
	e := sessions(1, 7300)
	e.Watched = at(7290) // the machine slept in between
	v.Apply(e)
	if use := v.Use(child(1)); !use.AtLeast || use.Unused(at(7310)) != 10*time.Second {
		t.Errorf("%+v: %v", use, use.Unused(at(7310)))
	}
	e = sessions(1, 7330)
	e.Watched = at(7290)
	v.Apply(e)
	if use := v.Use(child(1)); use.Unused(at(7340)) != 40*time.Second {
		t.Errorf("%+v: %v", use, use.Unused(at(7340)))
	}
}
