package fetch

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/fetch/types"
)

const followMost = time.Minute // for what never arrives: some environments cannot be deleted

// transition watches one dev environment in transition, by itself: reading its list for it would cost more and tell later.
type transition struct {
	task
	path  types.Path
	list  *list
	began time.Time
	once  bool // one look will do

	byItself bool // it is looked at by itself; else a list is read for it
}

// followAll begins to follow what is in transition in l and ceases to follow what no longer is.
func (s *scheduler) followAll(l *list, now time.Time) {
	if l.path.Kind() != types.DevEnvs || s.options.Once || !l.read {
		return
	}
	moving := map[string]bool{}
	for i := range l.items.DevEnvs {
		if e := &l.items.DevEnvs[i]; e.Status.Transitional() {
			moving[e.ID] = true
			s.followEnv(l, e, now)
		}
	}
	s.unfollow(l, func(id string) bool { return moving[id] })
	s.chooseFollowing(l.path, now)
}

func (s *scheduler) followEnv(l *list, e *types.DevEnv, now time.Time) {
	p := l.path.Child(e.ID)
	if s.transitions[p] != nil || !s.options.Scope.Contains(p) {
		return
	}
	s.start(&transition{path: p, list: l, began: now}, now)
}

func (s *scheduler) start(f *transition, now time.Time) {
	f.task = task{work: f, operation: "GetDevEnvironment", class: classTransition}
	if s.transitions[f.path] = f; f.list.transitions == nil {
		f.list.transitions = map[string]*transition{}
	}
	f.list.transitions[f.path.DevEnv] = f
	if f.once {
		f.unbudgeted = true
		s.schedule(&f.task, now, now)
	}
}

// scheduleNext sets the next look: soon at first, seldom at what has been in transition for long.
func (f *transition) scheduleNext(s *scheduler, now time.Time) {
	every := min(followMost, followCadence(f.began, now), max(followEvery, s.baseCadence(f.list)))
	s.demand(&f.task, 1, every)
	s.schedule(&f.task, s.after(now, classTransition, every), now)
}

// unfollow ceases to follow what stays does not name.
func (s *scheduler) unfollow(l *list, stays func(id string) bool) {
	for id, f := range l.transitions {
		if !stays(id) {
			delete(l.transitions, id)
			delete(s.transitions, f.path)
			s.queue.move(&f.task, idle)
			s.demand(&f.task, 0, 0)
		}
	}
}

func (f *transition) prepare(s *scheduler) call {
	space, project, id := s.serviceName(f.path.Space), s.serviceName(f.path.Project), s.serviceName(f.path.DevEnv)
	inSpace, inProject := types.MakeText(f.path.Space), types.MakeText(f.path.Project)
	return calls(func(ctx context.Context) (types.DevEnv, error) {
		o, err := s.api.GetDevEnvironment(ctx, &codecatalyst.GetDevEnvironmentInput{SpaceName: &space, ProjectName: &project, Id: &id})
		if err != nil {
			return types.DevEnv{}, err
		}
		return convertDevEnv(summary(o), inSpace, inProject), nil
	}, func(e types.DevEnv) { f.complete(s, e) })
}

// complete takes in the environment as it is now.
func (f *transition) complete(s *scheduler, e types.DevEnv) {
	if s.transitions[f.path] != f {
		return
	}
	now := time.Now()
	f.urgent, f.failures = false, 0
	if e.ID == f.path.DevEnv { // an answer about another environment says nothing of this one
		s.patch(f.list, f.path.DevEnv, &e, now)
	}
	if f.once {
		f.end(s, now)
	} else if f.byItself {
		f.scheduleNext(s, now)
	}
}

// fail takes in that the environment could not be had.
func (f *transition) fail(s *scheduler, e *types.Error) {
	if s.transitions[f.path] != f {
		return
	}
	now := time.Now()
	f.urgent = false
	if e.Reason == types.Denied || e.Reason == types.Gone {
		f.disappeared(s, now)
	} else {
		f.failures++
	}
	switch {
	case f.once && e.Reason != types.Throttled && (!e.Transient() || f.failures >= onceTries):
		f.end(s, now)
	case s.transitions[f.path] == f && (f.byItself || f.once):
		f.scheduleNext(s, now)
		if f.failures > 0 {
			s.schedule(&f.task, now.Add(max(e.After, backoff(f.failures, followEvery, followMost))), now)
		}
	}
}

// end ceases to follow the environment, unless it has been found in transition.
func (f *transition) end(s *scheduler, now time.Time) {
	s.unfollow(f.list, func(id string) bool { return id != f.path.DevEnv })
	s.followAll(f.list, now)
}

// disappeared follows an answer that there is no such environment, or no access to it. One that was being deleted is
// gone; of any other its list tells.
func (f *transition) disappeared(s *scheduler, now time.Time) {
	if e := f.list.devEnv(f.path.DevEnv); e != nil && (e.Status.Hidden() || s.options.Once) {
		s.patch(f.list, f.path.DevEnv, nil, now)
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

// patch puts the newer state of one environment, nil for none, into its list.
func (s *scheduler) patch(l *list, id string, e *types.DevEnv, now time.Time) {
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
	if l.patched == nil {
		l.patched = map[string]time.Time{}
	}
	l.patched[id] = now
	l.items.DevEnvs = items
	s.emit(l)
	s.reconcile(l, true, now)
	s.reclassify(l, now)
}

// newest replaces, in a reading that began at began, what has been read by itself since.
func (l *list) newest(items []types.DevEnv, began time.Time) []types.DevEnv {
	for id, at := range l.patched {
		if at.Before(began) {
			delete(l.patched, id)
		}
	}
	if len(l.patched) == 0 {
		return items
	}
	var kept []types.DevEnv
	for i := range items {
		e := &items[i]
		if _, patched := l.patched[e.ID]; patched {
			if e = l.devEnv(e.ID); e == nil {
				continue
			}
		}
		kept = append(kept, *e)
	}
	return kept
}
