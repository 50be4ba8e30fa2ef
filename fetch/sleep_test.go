package fetch_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/sim"
)

// Sleep stops the monotonic clock, which timers use; the wall clock goes on.
func TestSleepIsFollowedByOneRound(t *testing.T) {
	long(t)
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(tree())
		f := fetch.New(client(w), fetch.Options{})
		var slept atomic.Int64
		f.SetWall(func() time.Time { return time.Now().Add(time.Duration(slept.Load())) })
		d := watchWith(t, f)
		focus := types.Path{Space: w.Spaces()[1].Name, Project: w.Projects(w.Spaces()[1].Name)[7].Name}
		d.Focus(focus)
		elapse(3 * time.Minute)
		change(w)
		before := w.Calls().Total
		slept.Store(int64(8 * time.Hour))
		elapse(11 * time.Second) // until the scheduler compares the clocks
		woken := time.Now()
		d.look(func(seen *watcher) {
			if l, _ := seen.List(focus); time.Since(l.At) > 11*time.Second {
				t.Errorf("what has focus was read %v ago", time.Since(l.At))
			}
		})
		elapse(time.Minute)
		if n := w.Calls().Total - before; n > 500 {
			t.Errorf("%d calls at once", n)
		}
		elapse(5 * time.Minute)
		d.look(func(seen *watcher) {
			if oldest := seen.Freshness().Oldest; oldest.Before(woken.Add(-12 * time.Second)) {
				t.Errorf("something has not been read since %v before waking", woken.Sub(oldest))
			}
		})
		d.mustAgree(t, w)
	})
}
