package fetch_test

import (
	"testing"
	"testing/synctest"
	"time"

	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/sim"
)

func TestOnceReadsTheWholeTree(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(tree())
		start := time.Now()
		seen, f := readOnce(t, w, fetch.Options{})
		mustAgree(t, w, seen.Inventory)
		calls := w.Calls()
		bound := time.Duration(calls.Total) * 80 * time.Millisecond / 16
		took := time.Since(start)
		ratio := float64(took) / float64(bound)
		t.Logf("%-36s %4d calls %6.1f s  %.3f × bound", "80 ms a call, 16 in flight", calls.Total, took.Seconds(), ratio)
		if ratio > 1.15 || calls.Total > 1000 || calls.MaxInFlight > 16 {
			t.Errorf("%.3f × the bound with %d calls, %d in flight", ratio, calls.Total, calls.MaxInFlight)
		}
		if calls.MalformedTotal > 0 {
			t.Errorf("malformed: %v", calls.Malformed)
		}
		if got := f.Stats().Calls; got != calls.LastMinute {
			t.Errorf("Stats says %d calls in the last minute, the service %d", got, calls.LastMinute)
		}
		if totals := seen.Totals(types.Path{}); totals.AtLeast || totals.DevEnvs != 6000 {
			t.Errorf("totals %+v", totals)
		}
	})
}
