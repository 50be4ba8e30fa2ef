package fetch_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/sim"
)

// verify is a call of the service.
func verify(ctx context.Context, api fetch.API) (string, error) {
	o, err := api.VerifySession(ctx, &codecatalyst.VerifySessionInput{})
	if err != nil {
		return "", err
	}
	return *o.Identity, nil
}

func doVerify(ctx context.Context, f *fetch.Fetcher, o fetch.CallOptions) error {
	id, err := fetch.Do(ctx, f, "VerifySession", o, verify)
	if err == nil && id == "" {
		return errors.New("no value")
	}
	return err
}

// failing is a call that takes took each time, fails n times and then succeeds.
type errorReader struct {
	n      atomic.Int32
	made   atomic.Int32
	took   time.Duration
	reason types.Reason
}

func (c *errorReader) call(ctx context.Context, _ fetch.API) (int, error) {
	c.made.Add(1)
	select {
	case <-time.After(c.took):
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	if c.n.Add(-1) >= 0 {
		return 0, &types.Error{Reason: c.reason, Sentence: "It failed"}
	}
	return 7, nil
}

func failTimes(n int32, r types.Reason, took time.Duration) *errorReader {
	c := &errorReader{reason: r, took: took}
	c.n.Store(n)
	return c
}

func TestDoWorksBeforeDuringAndAfterRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		f := fetch.New(client(w), fetch.Options{})
		mustDo := func(when string) {
			t.Helper()
			start := time.Now()
			if err := doVerify(t.Context(), f, fetch.CallOptions{Urgent: true}); err != nil || time.Since(start) > time.Second {
				t.Errorf("%s: %v after %v", when, err, time.Since(start))
			}
		}
		mustDo("before")
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			f.Run(ctx, func([]types.Event) {})
		}()
		mustDo("while the first lists are read")
		elapse(time.Minute)
		mustDo("during")
		f.Pause(true)
		elapse(time.Second)
		mustDo("while paused")
		stop()
		<-ended
		mustDo("after")
		if n := f.Stats().ByOperation["VerifySession"]; n != 5 || w.Calls().ByOperation["VerifySession"] != 5 {
			t.Errorf("counted %d calls", n)
		}
	})
}

func TestRunTakesOverFromDoAndLeavesItsCallToIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		f := fetch.New(client(w), fetch.Options{Timeout: time.Minute})
		slow := failTimes(0, 0, 20*time.Second)
		done := make(chan error, 1)
		go func() {
			_, err := fetch.Do(t.Context(), f, "Slow", fetch.CallOptions{}, slow.call)
			done <- err
		}()
		elapse(time.Second)
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
		defer stop()
		seen := newWatcher()
		if err := f.Run(ctx, seen.take); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		mustAgree(t, w, seen.Inventory)
		if err := <-done; err != nil || slow.made.Load() != 1 {
			t.Errorf("%v, made %d times", err, slow.made.Load())
		}
	})
}

func TestCallThatWaitsOutlivesRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := fetch.New(client(sim.New(small())), fetch.Options{})
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
		defer stop()
		done := make(chan error, 1)
		go func() {
			time.Sleep(10*time.Second - time.Millisecond) // its second attempt is due after the end of Run
			_, err := fetch.Do(t.Context(), f, "Action", fetch.CallOptions{}, failTimes(1, types.Internal, 0).call)
			done <- err
		}()
		f.Run(ctx, func([]types.Event) {})
		elapse(5 * time.Second)
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		default:
			t.Error("still waits")
		}
	})
}

func TestDoKeepsToTheRateOfTheService(t *testing.T) {
	long(t)
	for name, o := range map[string]fetch.CallOptions{"urgent": {Urgent: true}, "in its turn": {}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := sim.New(small())
				w.SetRate(4, 4)
				f := fetch.New(client(w), fetch.Options{})
				start := time.Now()
				var all sync.WaitGroup
				for range 60 {
					all.Go(func() {
						if err := doVerify(t.Context(), f, o); err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
				if took := time.Since(start); took < 14*time.Second || took > time.Minute {
					t.Errorf("60 calls took %v at 4 a second", took)
				}
				if n := f.Stats().ThrottledTotal; n == 0 || n > 20 {
					t.Errorf("%d were throttled", n)
				}
			})
		})
	}
}

func TestUrgentCallIsNotBehindTheLists(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(tree())
		w.SetRate(4, 4)
		d := watch(t, client(w), fetch.Options{})
		elapse(30 * time.Second)
		start := time.Now()
		if err := doVerify(t.Context(), d.Fetcher, fetch.CallOptions{Urgent: true}); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took > 2*time.Second || d.Stats().Due < 100 {
			t.Errorf("took %v while %d lists were due", took, d.Stats().Due)
		}
	})
}

func TestDoEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		d := watch(t, client(w), fetch.Options{})
		elapse(time.Minute)
		for range 5 {
			ctx, stop := context.WithTimeout(t.Context(), time.Second)
			start := time.Now()
			_, err := fetch.Do(ctx, d.Fetcher, "Slow", fetch.CallOptions{}, failTimes(0, 0, time.Hour).call)
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
				t.Errorf("%v after %v", err, time.Since(start))
			}
			stop()
		}
		elapse(20 * time.Second)
		if s := d.Stats(); s.InFlight > 1 || s.Faults > 0 {
			t.Errorf("%d under way, %d faults: a cancelled call is no fault of the service", s.InFlight, s.Faults)
		}
		if f := d.freshness(); f.Stale+f.Failed > 0 {
			t.Errorf("%+v", f)
		}
	})
}

func TestDoWhileTheServiceCannotBeReached(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		d := watch(t, client(w), fetch.Options{})
		elapse(time.Minute)
		w.SetFaults(sim.Rule{Mix: []sim.Fault{sim.Reset}})
		elapse(time.Minute)
		before, start := w.Calls().ByOperation["VerifySession"], time.Now()
		var e *types.Error
		err := doVerify(t.Context(), d.Fetcher, fetch.CallOptions{Urgent: true, FailFast: true})
		if !errors.As(err, &e) || e.Reason != types.Unreachable || time.Since(start) > time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if n := w.Calls().ByOperation["VerifySession"] - before; n > 0 {
			t.Errorf("%d calls while the breaker is open", n)
		}
		waiting := make(chan error, 1)
		go func() { waiting <- doVerify(t.Context(), d.Fetcher, fetch.CallOptions{Urgent: true}) }()
		elapse(2 * time.Minute)
		select {
		case err := <-waiting:
			t.Errorf("did not wait: %v", err)
		default:
		}
		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, stop)
		abandoned := failTimes(0, 0, 0)
		if _, err := fetch.Do(ctx, d.Fetcher, "Action", fetch.CallOptions{}, abandoned.call); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		w.SetFaults()
		elapse(time.Minute + 10*time.Second)
		if n := abandoned.made.Load(); n > 0 {
			t.Errorf("a call that was given up before was made %d times", n)
		}
		select {
		case err := <-waiting:
			if err != nil {
				t.Error(err)
			}
		default:
			t.Error("still waits after the outage")
		}
	})
}

func TestDoRepeatsWhatMayPass(t *testing.T) {
	for _, c := range []struct {
		name string
		call *errorReader
		o    fetch.CallOptions
		made int32
		ok   bool
	}{
		{"a failure that passes", failTimes(2, types.Internal, 0), fetch.CallOptions{}, 3, true},
		{"a failure that stays", failTimes(9, types.Internal, 0), fetch.CallOptions{}, 3, false},
		{"throttled", failTimes(6, types.Throttled, 0), fetch.CallOptions{}, 7, true},
		{"denied", failTimes(9, types.Denied, 0), fetch.CallOptions{}, 1, false},
		{"a mutation that fails", failTimes(1, types.Internal, 0), fetch.CallOptions{Mutates: true}, 1, false},
		{"a mutation that is throttled", failTimes(1, types.Throttled, 0), fetch.CallOptions{Mutates: true}, 1, false},
		{"a mutation without an answer", failTimes(1, types.Unreachable, 0), fetch.CallOptions{Mutates: true}, 1, false},
		{"a mutation out of time", failTimes(0, 0, 4*time.Second), fetch.CallOptions{Mutates: true, Timeout: 3 * time.Second}, 1, false},
		{"a mutation that takes its time", failTimes(0, 0, 40*time.Second), fetch.CallOptions{Mutates: true, Timeout: time.Minute}, 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := fetch.New(client(sim.New(small())), fetch.Options{})
				v, err := fetch.Do(t.Context(), f, "Action", c.o, c.call.call)
				elapse(time.Minute)
				if n := c.call.made.Load(); n != c.made || (err == nil) != c.ok || (v == 7) != c.ok {
					t.Errorf("made %d times: %v, %v", n, v, err)
				}
				var e *types.Error
				if err != nil && (!errors.As(err, &e) || e.Operation == "" && e.Sentence == "") {
					t.Errorf("%#v", err)
				}
			})
		})
	}
}

func TestPanicInACallReachesRunAndLeavesNobodyWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		f := fetch.New(client(w), fetch.Options{})
		caught := make(chan any, 1)
		go func() {
			defer func() { caught <- recover() }()
			f.Run(t.Context(), func([]types.Event) {})
		}()
		elapse(time.Minute)
		_, err := fetch.Do(t.Context(), f, "Broken", fetch.CallOptions{}, func(context.Context, fetch.API) (int, error) { panic("oops") })
		if value := <-caught; err == nil || value != "oops" {
			t.Errorf("Do: %v, Run: %v", err, value)
		}
		if err := doVerify(t.Context(), f, fetch.CallOptions{}); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}
