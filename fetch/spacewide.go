package fetch

import (
	"maps"
	"time"

	"catwatch/fetch/types"
)

// spaceListing decides how the dev environments of one space are read. Project by project is the truth. The listing of the
// whole space takes fewer calls, but nobody has documented what it leaves out: it is used only after it has brought, in
// this run, everything that the projects' lists brought, and never again once it has missed one of them.
type spaceListing struct {
	task
	name      string
	plan      types.Plan
	walk      *walk
	calls     int       // that the last listing took
	readAt    time.Time // when the last listing was over
	follows   bool      // it is read for environments in transition
	following time.Time // since when the youngest of them has been
	gaps      map[types.Path]gap
}

// gap is what the listing of the space did not bring of one project. It may have been deleted meanwhile: the
// project's list, read after since, decides.
type gap struct {
	ids   []string
	since time.Time
}

func (s *scheduler) addSpace(name string) {
	if s.options.Once || s.options.Depth < types.DevEnvs || s.options.Scope.Project != "" {
		return
	}
	w := &spaceListing{name: name, gaps: map[types.Path]gap{}}
	w.task = task{work: w, operation: "ListDevEnvironments", class: classEnvs} // whatever runs: sessions do not wait for its many pages
	s.spaceWide[name] = w
	s.stats.plan(name, types.PerProject)
}

func (s *scheduler) dropSpace(name string) {
	if w := s.spaceWide[name]; w != nil {
		s.queue.move(&w.task, idle)
		s.demand(&w.task, 0, 0)
		delete(s.spaceWide, name)
		s.stats.forget(name)
	}
}

func (s *scheduler) isSpaceWide(name string) bool {
	w := s.spaceWide[name]
	return w != nil && w.plan == types.SpaceWide
}

// setPlan moves to another plan, and the projects' lists to the cadence that goes with it.
func (w *spaceListing) setPlan(s *scheduler, p types.Plan, now time.Time) {
	if w.plan == p {
		return
	}
	w.plan = p
	s.stats.plan(w.name, p)
	if p == types.SpaceWideOff {
		w.walk = nil
		w.gaps = map[types.Path]gap{}
		s.queue.move(&w.task, idle)
		s.demand(&w.task, 0, 0)
	}
	for _, l := range s.projectsOf(w.name) {
		s.reclassify(l, now)
	}
}

func (s *scheduler) projectsOf(space string) map[string]*list {
	if up := s.lists[types.Path{Space: space}]; up != nil {
		return up.kids
	}
	return nil
}

// checkSpaceWide follows each reading of a list: of a project under suspicion it decides, and after the last project of a
// space the listing of the whole is put to the proof.
func (s *scheduler) checkSpaceWide(l *list, now time.Time) {
	if l.path.Kind() != types.DevEnvs {
		return
	}
	w := s.spaceWide[l.path.Space]
	if w == nil || w.plan == types.SpaceWideOff {
		return
	}
	if sus, ok := w.gaps[l.path]; ok && !l.readBegan.Before(sus.since) {
		w.resolveGap(s, l, sus, now)
	}
	s.startProof(l, now)
}

// resolveGap compares what the space's listing did not bring with the list that tells.
func (w *spaceListing) resolveGap(s *scheduler, l *list, sus gap, now time.Time) {
	delete(w.gaps, l.path)
	for _, id := range sus.ids {
		if l.devEnv(id) != nil {
			w.setPlan(s, types.SpaceWideOff, now)
			return
		}
	}
	if len(w.gaps) == 0 && w.plan == types.Proving && w.calls > 0 {
		w.setPlan(s, types.SpaceWide, now)
	}
}

// startProof begins the proof once every project of the space has been read or refused, if it would save calls.
func (s *scheduler) startProof(l *list, now time.Time) {
	w := s.spaceWide[l.path.Space]
	up := s.lists[types.Path{Space: l.path.Space}]
	if l.path.Kind() != types.DevEnvs || w == nil || w.plan != types.PerProject || up == nil || !up.read {
		return
	}
	calls, items := 0, 0
	for _, k := range up.kids {
		if !k.read && k.err == nil {
			return
		}
		calls += k.calls
		items += len(k.items.DevEnvs)
	}
	if pages := items/devEnvsPage + 1; pages*4 > calls*3 {
		return
	}
	w.setPlan(s, types.Proving, now)
	w.calls = 0
	s.schedule(&w.task, now.Add(withJitter(s.options.Interval)), now)
}

func (w *spaceListing) prepare(s *scheduler) call {
	if w.walk == nil {
		p := types.Path{Space: w.name}
		w.walk = newWalk(devEnvsPager(s.api, p, s.serviceName(w.name), ""), time.Now())
	}
	return calls(w.walk.next, func(p page) { w.complete(s, p) })
}

// over reports whether the space, or listing it as a whole, has been given up.
func (w *spaceListing) over(s *scheduler) bool {
	return s.spaceWide[w.name] != w || w.plan == types.SpaceWideOff
}

// complete takes in a page.
func (w *spaceListing) complete(s *scheduler, p page) {
	if w.over(s) {
		return
	}
	now := time.Now()
	s.remember(p.raw)
	more, why := w.walk.add(p)
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

// fail takes in that a page could not be had. A refusal is for good. When the listing fails for other reasons, the
// projects' lists take over meanwhile.
func (w *spaceListing) fail(s *scheduler, e *types.Error) {
	if w.over(s) {
		return
	}
	now := time.Now()
	switch {
	case e.Reason == types.Invalid && w.walk.pages > 0 && w.failures < pageTries:
		w.walk = nil // the page's token may have expired
		w.failures++
		w.due = now.Add(backoff(w.failures, retryFirst, retryMost))
	case e.Reason == types.Throttled:
		w.due = now.Add(e.After)
	case !e.Transient() && !e.Global():
		w.setPlan(s, types.SpaceWideOff, now)
		return
	default:
		w.failures++
		w.due = later(s.breaker.until, now.Add(max(e.After, backoff(w.failures, retryFirst, retryMost))))
		if w.failures > 1 {
			w.walk = nil
			w.setPlan(s, types.Proving, now)
			w.calls = 0
		}
	}
	s.schedule(&w.task, w.due, now)
}

// finish compares what the listing brought with the projects' lists and, where it is proven, passes it on to them.
func (w *spaceListing) finish(s *scheduler, now time.Time) {
	walk := w.walk
	w.walk = nil
	w.calls = walk.pages
	s.stats.odd(walk.anomalies)
	byProject := map[types.Text][]types.DevEnv{}
	for _, e := range walk.items.DevEnvs {
		if e.Project == (types.Text{}) {
			s.stats.odd([]anomaly{anomalyNoProject})
			w.setPlan(s, types.SpaceWideOff, now)
			return
		}
		byProject[e.Project] = append(byProject[e.Project], e)
	}
	w.dropStaleGaps(s)
	for name, l := range s.projectsOf(w.name) {
		w.compare(s, l, byProject[types.MakeText(name)], walk.started, now)
	}
	if w.plan == types.Proving && len(w.gaps) == 0 {
		w.setPlan(s, types.SpaceWide, now)
	}
	w.readAt = now
	w.schedule(s, now, now)
}

// dropStaleGaps drops the suspicions that no list will decide any more, since it went or is refused.
func (w *spaceListing) dropStaleGaps(s *scheduler) {
	maps.DeleteFunc(w.gaps, func(p types.Path, _ gap) bool {
		l := s.lists[p]
		return l == nil || l.isRefused()
	})
}

// compare looks at one project. What its own list read later, or is reading, is newer than the listing.
func (w *spaceListing) compare(s *scheduler, l *list, items []types.DevEnv, began, now time.Time) {
	if !l.read || l.err != nil && !l.err.Transient() && !l.err.Global() || l.walk != nil || !l.readBegan.Before(began) {
		return
	}
	if missing := l.missing(items); len(missing) > 0 {
		w.gaps[l.path] = gap{missing, now}
		s.reread(l, now)
		return
	}
	if w.plan == types.SpaceWide {
		s.commit(l, types.Items{DevEnvs: l.newest(l.inOrderOf(items), began)}, began, nil, now)
		l.class = s.classify(l)
	}
}

// missing are the environments of the list that items leaves out.
func (l *list) missing(items []types.DevEnv) (ids []string) {
	has := make(map[string]bool, len(items))
	for i := range items {
		has[items[i].ID] = true
	}
	for i := range l.items.DevEnvs {
		if id := l.items.DevEnvs[i].ID; !has[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// inOrderOf sorts items as the list has them, new ones last: an order that differs is no news.
func (l *list) inOrderOf(items []types.DevEnv) []types.DevEnv {
	at := make(map[string]int, len(items))
	for i := range items {
		at[items[i].ID] = i
	}
	sorted := make([]types.DevEnv, 0, len(items))
	for i := range l.items.DevEnvs {
		id := l.items.DevEnvs[i].ID
		if j, ok := at[id]; ok {
			sorted = append(sorted, items[j])
			delete(at, id)
		}
	}
	for i := range items {
		if _, left := at[items[i].ID]; left {
			sorted = append(sorted, items[i])
		}
	}
	return sorted
}

// follow has the listing read for environments in transition, the youngest of which has been since began, or no longer.
func (w *spaceListing) follow(s *scheduler, follows bool, began, now time.Time) {
	if follows == w.follows && began == w.following {
		return
	}
	w.follows, w.following = follows, began
	if w.state == waiting && w.walk == nil {
		w.schedule(s, w.readAt, now)
	}
}

// schedule sets the next listing, where the last one was over at read.
func (w *spaceListing) schedule(s *scheduler, read, now time.Time) {
	if w.plan == types.SpaceWideOff {
		return
	}
	every := s.intervals(idleEnvsEvery)
	for _, l := range s.projectsOf(w.name) {
		if len(l.kids) > 0 {
			every = s.intervals(envsEvery)
			break
		}
	}
	w.class = classEnvs
	if soon := followCadence(w.following, now); w.follows && soon < every {
		every, w.class = soon, classTransition
	}
	s.demand(&w.task, w.calls, every)
	s.queue.schedule(&w.task, s.after(read, w.class, every), now)
}
