package fetch

import (
	"time"

	"catwatch/fetch/limit"
	"catwatch/fetch/types"
)

// spaceListing decides how the dev environments of one space are read. The lists of the projects are authoritative. Listing
// the whole space at once (without projectName) takes fewer calls, but what it may leave out is undocumented. It is therefore
// used only after it has returned, in this run, everything that the projects' lists returned, and never again once it has
// missed an environment.
type spaceListing struct {
	task
	name              string
	plan              types.Plan
	walk              *walk
	callsPerRead      int           // that the last space-wide listing took
	readAt            time.Time     // when the last space-wide listing ended
	promised          time.Duration // until the next listing
	tracksTransitions bool          // read more often because of environments in transition
	transitionsSince  time.Time     // when the newest of these transitions began
	gaps              map[types.Path]gap
}

func (s *scheduler) addSpaceListing(name string) {
	if s.options.Once || s.options.Depth < types.DevEnvs || s.options.Scope.Project != "" {
		return
	}
	w := &spaceListing{name: name, gaps: map[types.Path]gap{}}
	w.task = task{work: w, operation: "ListDevEnvironments", class: classEnvs} // with many pages, it must not delay the sessions
	s.spaceWide[name] = w
	s.stats.setPlan(name, types.PerProject)
}

func (s *scheduler) dropSpaceListing(name string) {
	if w := s.spaceWide[name]; w != nil {
		s.queue.move(&w.task, idle)
		s.setDemand(&w.task, 0, 0)
		delete(s.spaceWide, name)
		s.stats.dropPlan(name)
	}
}

func (s *scheduler) isSpaceWide(name string) bool {
	w := s.spaceWide[name]
	return w != nil && w.plan == types.SpaceWide
}

// setPlan changes the plan, and with it the cadence of the projects' lists.
func (w *spaceListing) setPlan(s *scheduler, p types.Plan, now time.Time) {
	if w.plan == p {
		return
	}
	w.plan = p
	s.stats.setPlan(w.name, p)
	if p == types.SpaceWideOff {
		w.walk = nil
		w.gaps = map[types.Path]gap{}
		s.queue.move(&w.task, idle)
		s.setDemand(&w.task, 0, 0)
	}
	for _, l := range s.projectLists(w.name) {
		s.reclassify(l, now)
	}
}

func (s *scheduler) projectLists(space string) map[string]*list {
	if up := s.lists[types.Path{Space: space}]; up != nil {
		return up.kids
	}
	return nil
}

// startProof starts proving the space-wide listing once every project of the space has been read or has failed, if it would
// save calls.
func (s *scheduler) startProof(l *list, now time.Time) {
	w := s.spaceWide[l.path.Space]
	up := s.lists[types.Path{Space: l.path.Space}]
	if l.path.Kind() != types.DevEnvs || w == nil || w.plan != types.PerProject || up == nil || !up.wasRead {
		return
	}
	calls, items := 0, 0
	for _, k := range up.kids {
		if !k.wasRead && k.err == nil {
			return
		}
		calls += k.callsPerRead
		items += len(k.items.DevEnvs)
	}
	if pages := items/devEnvsPage + 1; pages*4 > calls*3 {
		return
	}
	w.setPlan(s, types.Proving, now)
	w.callsPerRead = 0
	s.schedule(&w.task, now.Add(limit.Jitter(s.options.Interval)), now)
}

func (w *spaceListing) prepare(s *scheduler) call {
	if w.walk == nil {
		p := types.Path{Space: w.name}
		w.walk = newWalk(devEnvsPager(s.api, p, s.serviceName(w.name), ""), time.Now())
	}
	return newCall(w.walk.next, func(p page) { w.complete(s, p) })
}

// isOver reports whether the space is gone or its space-wide listing is off for good.
func (w *spaceListing) isOver(s *scheduler) bool {
	return s.spaceWide[w.name] != w || w.plan == types.SpaceWideOff
}

// complete handles a page that has arrived.
func (w *spaceListing) complete(s *scheduler, p page) {
	if w.isOver(s) {
		return
	}
	now := time.Now()
	s.addServiceNames(p.serviceNames)
	more, why := w.walk.addPage(p)
	switch {
	case why != nil:
		w.setPlan(s, types.SpaceWideOff, now)
	case more:
		s.schedule(&w.task, w.due, now)
	default:
		w.failures = 0
		w.finish(s, now)
	}
}

// fail handles a failed call. An error that a retry cannot clear turns the space-wide listing off for good. After any other,
// the projects' lists take over until it succeeds again.
func (w *spaceListing) fail(s *scheduler, e *types.Error) {
	if w.isOver(s) {
		return
	}
	now := time.Now()
	switch {
	case e.Reason == types.Invalid && w.walk.pages > 0 && w.failures < pageAttempts:
		w.walk = nil // the page's token may have expired
		w.failures++
		w.due = now.Add(limit.Backoff(w.failures, retryMin, retryMax))
	case e.Reason == types.Throttled:
		w.due = now.Add(e.After)
	case !e.Transient() && !e.Global():
		w.setPlan(s, types.SpaceWideOff, now)
		return
	default:
		w.failures++
		w.due = later(s.breaker.Until(), now.Add(max(e.After, limit.Backoff(w.failures, retryMin, retryMax))))
		if w.failures > 1 {
			w.walk = nil
			w.setPlan(s, types.Proving, now)
			w.callsPerRead = 0
		}
	}
	s.schedule(&w.task, w.due, now)
}

// finish compares the space-wide listing with the projects' lists and, once it is proven, updates them from it.
func (w *spaceListing) finish(s *scheduler, now time.Time) {
	walk := w.walk
	w.walk = nil
	w.callsPerRead = walk.pages
	s.stats.countAnomalies(walk.anomalies)
	byProject := map[types.Text][]types.DevEnv{}
	for _, e := range walk.items.DevEnvs {
		if e.Project == (types.Text{}) {
			s.stats.countAnomalies([]anomaly{anomalyNoProject})
			w.setPlan(s, types.SpaceWideOff, now)
			return
		}
		byProject[e.Project] = append(byProject[e.Project], e)
	}
	w.dropStaleGaps(s)
	for name, l := range s.projectLists(w.name) {
		w.compare(s, l, byProject[types.MakeText(name)], walk.startedAt, now)
	}
	if w.plan == types.Proving && len(w.gaps) == 0 {
		w.setPlan(s, types.SpaceWide, now)
	}
	w.readAt = now
	w.scheduleNext(s, now, now)
}

// trackTransitions sets whether the space-wide listing is read more often because of environments in transition, the newest
// of which began at since.
func (w *spaceListing) trackTransitions(s *scheduler, follows bool, began, now time.Time) {
	if follows == w.tracksTransitions && began.Equal(w.transitionsSince) {
		return
	}
	w.tracksTransitions, w.transitionsSince = follows, began
	if w.state == waiting && w.walk == nil {
		w.scheduleNext(s, w.readAt, now)
	}
}

// scheduleNext schedules the next space-wide listing, given when the last one ended.
func (w *spaceListing) scheduleNext(s *scheduler, read, now time.Time) {
	if w.plan == types.SpaceWideOff {
		return
	}
	every := s.intervals(idleEnvsEvery)
	for _, l := range s.projectLists(w.name) {
		if len(l.kids) > 0 {
			every = s.intervals(envsEvery)
			break
		}
	}
	w.class = classEnvs
	if soon := transitionCadence(w.transitionsSince, now); w.tracksTransitions && soon < every {
		every, w.class = soon, classTransition
	}
	s.setDemand(&w.task, w.callsPerRead, every)
	due := s.dueAfter(read, w.class, every)
	w.promised = due.Sub(read)
	s.queue.schedule(&w.task, due, now)
}
