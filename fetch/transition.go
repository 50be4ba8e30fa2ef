package fetch

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/fetch/limit"
	"catwatch/fetch/types"
)

const transitionCadenceMax = time.Minute // a transition may never end: some environments cannot be deleted

// transition tracks one dev environment in transition with GetDevEnvironment: rereading its list would often take more calls.
type transition struct {
	task
	path    types.Path
	list    *list
	since   time.Time
	oneShot bool // one call only, see verifyEnv

	individually bool // tracked by GetDevEnvironment; else by rereading a list
}

// trackTransitions starts and stops tracking the list's environments according to their statuses.
func (s *scheduler) trackTransitions(l *list, now time.Time) {
	if l.path.Kind() != types.DevEnvs || s.options.Once || !l.wasRead {
		return
	}
	moving := map[string]bool{}
	for i := range l.items.DevEnvs {
		if e := &l.items.DevEnvs[i]; e.Status.Transitional() {
			moving[e.ID] = true
			s.trackEnv(l, e, now)
		}
	}
	s.untrack(l, func(id string) bool { return moving[id] })
	s.chooseTracking(l.path, now)
}

func (s *scheduler) trackEnv(l *list, e *types.DevEnv, now time.Time) {
	p := l.path.Child(e.ID)
	if s.transitions[p] != nil || !s.options.Scope.Contains(p) {
		return
	}
	s.startTracking(&transition{path: p, list: l, since: now}, now)
}

func (s *scheduler) startTracking(f *transition, now time.Time) {
	f.task = task{work: f, operation: "GetDevEnvironment", class: classTransition}
	if s.transitions[f.path] = f; f.list.transitions == nil {
		f.list.transitions = map[string]*transition{}
	}
	f.list.transitions[f.path.DevEnv] = f
	if f.oneShot {
		f.unbudgeted = true
		s.schedule(&f.task, now, now)
	}
}

// scheduleNext schedules the next call: soon at first, then less and less often.
func (f *transition) scheduleNext(s *scheduler, now time.Time) {
	every := min(transitionCadenceMax, transitionCadence(f.since, now), max(transitionCadenceMin, s.baseCadence(f.list)))
	s.setDemand(&f.task, 1, every)
	s.schedule(&f.task, s.dueAfter(now, classTransition, every), now)
}

// untrack stops tracking the environments for which stays returns false.
func (s *scheduler) untrack(l *list, stays func(id string) bool) {
	for id, f := range l.transitions {
		if !stays(id) {
			delete(l.transitions, id)
			delete(s.transitions, f.path)
			s.queue.move(&f.task, idle)
			s.setDemand(&f.task, 0, 0)
		}
	}
}

func (f *transition) prepare(s *scheduler) call {
	space, project, id := s.serviceName(f.path.Space), s.serviceName(f.path.Project), s.serviceName(f.path.DevEnv)
	inSpace, inProject := types.MakeText(f.path.Space), types.MakeText(f.path.Project)
	return newCall(func(ctx context.Context) (types.DevEnv, error) {
		o, err := s.api.GetDevEnvironment(ctx, &codecatalyst.GetDevEnvironmentInput{SpaceName: &space, ProjectName: &project, Id: &id})
		if err != nil {
			return types.DevEnv{}, err
		}
		return convertDevEnv(summary(o), inSpace, inProject), nil
	}, func(e types.DevEnv) { f.complete(s, e) })
}

// complete handles an answer.
func (f *transition) complete(s *scheduler, e types.DevEnv) {
	if s.transitions[f.path] != f {
		return
	}
	now := time.Now()
	f.urgent, f.failures = false, 0
	if e.ID == f.path.DevEnv { // ignore an answer about another environment
		s.setDevEnv(f.list, f.path.DevEnv, &e, now)
	}
	if f.oneShot {
		f.stop(s, now)
	} else if f.individually {
		f.scheduleNext(s, now)
	}
}

// fail handles a failed call.
func (f *transition) fail(s *scheduler, e *types.Error) {
	if s.transitions[f.path] != f {
		return
	}
	now := time.Now()
	f.urgent = false
	if e.Reason == types.Denied || e.Reason == types.Gone {
		f.handleMissing(s, now)
	} else {
		f.failures++
	}
	switch {
	case f.oneShot && e.Reason != types.Throttled && (!e.Transient() || f.failures >= onceAttempts):
		f.stop(s, now)
	case s.transitions[f.path] == f && (f.individually || f.oneShot):
		f.scheduleNext(s, now)
		if f.failures > 0 {
			s.schedule(&f.task, now.Add(max(e.After, limit.Backoff(f.failures, transitionCadenceMin, transitionCadenceMax))), now)
		}
	}
}

// stop stops tracking the environment, unless it turned out to be in transition.
func (f *transition) stop(s *scheduler, now time.Time) {
	s.untrack(f.list, func(id string) bool { return id != f.path.DevEnv })
	s.trackTransitions(f.list, now)
}

// handleMissing handles the answer that the environment does not exist or is not accessible. If it was being deleted, it is
// gone; otherwise its list is reread, which decides.
func (f *transition) handleMissing(s *scheduler, now time.Time) {
	if e := f.list.devEnv(f.path.DevEnv); e != nil && (e.Status.Hidden() || s.options.Once) {
		s.setDevEnv(f.list, f.path.DevEnv, nil, now)
		return
	}
	f.failures++
	if f.failures == 1 {
		s.reread(f.list, now)
	}
}

func (l *list) devEnv(id string) *types.DevEnv {
	for i := range l.items.DevEnvs {
		if l.items.DevEnvs[i].ID == id {
			return &l.items.DevEnvs[i]
		}
	}
	return nil
}

// setDevEnv replaces one environment in its list, or removes it if e is nil.
func (s *scheduler) setDevEnv(l *list, id string, e *types.DevEnv, now time.Time) {
	items := make([]types.DevEnv, 0, len(l.items.DevEnvs))
	for i := range l.items.DevEnvs {
		switch old := &l.items.DevEnvs[i]; {
		case old.ID != id:
			items = append(items, *old)
		case e != nil:
			items = append(items, *e)
		}
	}
	if types.SameItems(items, l.items.DevEnvs) {
		return
	}
	if l.newerDevEnvs == nil {
		l.newerDevEnvs = map[string]time.Time{}
	}
	l.newerDevEnvs[id] = now
	l.items.DevEnvs = items
	s.emit(l)
	s.reconcile(l, true, now)
	s.reclassify(l, now)
}

// keepNewer replaces the environments of a read that started at began with what GetDevEnvironment has returned since.
func (l *list) keepNewer(items []types.DevEnv, began time.Time) []types.DevEnv {
	for id, at := range l.newerDevEnvs {
		if at.Before(began) {
			delete(l.newerDevEnvs, id)
		}
	}
	if len(l.newerDevEnvs) == 0 {
		return items
	}
	var kept []types.DevEnv
	for i := range items {
		e := &items[i]
		if _, patched := l.newerDevEnvs[e.ID]; patched {
			if e = l.devEnv(e.ID); e == nil {
				continue
			}
		}
		kept = append(kept, *e)
	}
	return kept
}
