package fetch

import (
	"math/rand/v2"
	"time"

	"catwatch/fetch/types"
)

// list is one list of the service: its items and the state of reading them.
type list struct {
	task
	path              types.Path
	items             types.Items
	readAt            time.Time // when the items were read
	readStartedAt     time.Time // when the walk that brought the items started
	wasRead           bool      // completely, at least once
	callsPerRead      int       // that its last complete read took
	err               *types.Error
	nextRetry         time.Time
	walk              *walk // the read in progress
	restarts          int   // of walks since the last complete read
	kids              map[string]*list
	transitions       map[string]*transition
	tracksTransitions bool                 // read more often because of the environments in transition that it holds
	transitionsSince  time.Time            // when the newest of these transitions began
	newerDevEnvs      map[string]time.Time // environments that GetDevEnvironment has read since, and when
	behind            bool                 // reported as not read for too long
	pinned            bool                 // stays even where its parent does not list it
	dropped           bool
}

// addList adds a list and schedules its first read.
func (s *scheduler) addList(p types.Path, now time.Time) *list {
	l := &list{path: p}
	l.task = task{work: l, operation: listOperations[p.Kind()], unbudgeted: true}
	s.lists[p] = l
	l.class = s.classify(l)
	if p.Kind() == types.Projects {
		s.addSpaceListing(p.Space)
	}
	s.schedule(&l.task, now, now)
	return l
}

var listOperations = [...]string{"ListSpaces", "ListProjects", "ListDevEnvironments", "ListDevEnvironmentSessions"}

// dropList removes a list and everything below it, and emits that they are gone.
func (s *scheduler) dropList(l *list, now time.Time) {
	if l.pinned || l.dropped {
		return
	}
	l.dropped = true
	s.queue.move(&l.task, idle)
	s.setDemand(&l.task, 0, 0)
	delete(s.lists, l.path)
	if l.wasRead {
		s.listsRead--
	}
	if l.path.Kind() == types.Projects {
		s.dropSpaceListing(l.path.Space)
	}
	s.untrack(l, func(string) bool { return false })
	s.out.put(types.Event{Path: l.path, Gone: true, At: now})
	for _, kid := range l.kids {
		s.dropList(kid, now)
	}
}

// pagerFor returns a pager for the list, built from the names that the service itself uses.
func (s *scheduler) pagerFor(p types.Path) pager {
	space, project, devEnv := s.serviceName(p.Space), s.serviceName(p.Project), s.serviceName(p.DevEnv)
	switch p.Kind() {
	case types.Spaces:
		return spacesPager(s.api)
	case types.Projects:
		return projectsPager(s.api, space)
	case types.DevEnvs:
		return devEnvsPager(s.api, p, space, project)
	}
	return sessionsPager(s.api, space, project, devEnv)
}

func (s *scheduler) serviceName(name string) string {
	if raw, ok := s.serviceNames[name]; ok {
		return raw
	}
	return name
}

func (s *scheduler) addServiceNames(raw map[string]string) {
	for clean, name := range raw {
		s.serviceNames[clean] = name
	}
}

func (l *list) prepare(s *scheduler) call {
	if l.walk == nil {
		l.walk = newWalk(s.pagerFor(l.path), time.Now())
	}
	return newCall(l.walk.next, func(p page) { l.complete(s, p) })
}

// complete handles a page that has arrived.
func (l *list) complete(s *scheduler, p page) {
	if l.dropped {
		return
	}
	now := time.Now()
	l.failures = 0
	s.addServiceNames(p.serviceNames)
	s.recordSkew(p.serverTime, p.receivedAt)
	more, why := l.walk.addPage(p)
	if more {
		l.nextPage(s, now)
	} else {
		l.finishWalk(s, why, now)
	}
}

// nextPage schedules the call for the page after this one. During the first read of a list the items so far are emitted.
func (l *list) nextPage(s *scheduler, now time.Time) {
	if !l.wasRead {
		l.err = nil
		if l.walk.items.Len() >= l.items.Len() { // a walk that started over must not take rows off the screen
			l.items, l.readAt = s.scoped(l.path, l.walk.items.Snapshot()), now
		}
		s.emit(l)
		s.reconcile(l, false, now)
	}
	s.schedule(&l.task, l.due, now)
}

// finishWalk handles the end of a walk. why is the reason if it ended early, else nil.
func (l *list) finishWalk(s *scheduler, why *types.Error, now time.Time) {
	w := l.walk
	l.walk, l.restarts = nil, 0
	s.stats.countAnomalies(w.anomalies)
	items := s.scoped(l.path, w.items)
	items.DevEnvs = l.keepNewer(items.DevEnvs, w.startedAt)
	if why != nil && l.wasRead {
		items.Union(l.items)
	}
	l.callsPerRead = w.pages
	s.commit(l, items, w.startedAt, why, now)
	s.next(l, now)
}

// commit replaces the list's items.
func (s *scheduler) commit(l *list, items types.Items, began time.Time, why *types.Error, now time.Time) {
	refused := l.isDeniedOrGone()
	before, known := l.items, l.wasRead && (l.err == nil || l.err.Reason != types.Incomplete)
	l.items = items.Reuse(before)
	l.readAt, l.readStartedAt, l.err, l.nextRetry = now, began, why, time.Time{}
	l.behind = false
	if !l.wasRead {
		l.wasRead, l.unbudgeted = true, false
		s.listsRead++
	}
	s.emit(l)
	if !known || !l.items.Shares(before) {
		s.reconcile(l, why == nil, now)
	}
	if refused {
		s.retryChildren(l, now)
	}
	s.checkSpaceWide(l, now)
}

// isDeniedOrGone reports whether the last read was denied or found that the list does not exist.
func (l *list) isDeniedOrGone() bool {
	return l.err != nil && (l.err.Reason == types.Denied || l.err.Reason == types.Gone)
}

// scheduleNext schedules the next read of the list.
func (s *scheduler) next(l *list, now time.Time) {
	newcomer := l.class == classFirstRead
	if !l.rereadAfter {
		l.urgent = false
	}
	if s.options.Once {
		return
	}
	l.class = s.classify(l)
	every := s.cadence(l)
	s.setDemand(&l.task, l.callsPerRead, every)
	switch {
	case l.rereadAfter:
		l.rereadAfter, l.due = false, now
	case newcomer: // spread lists that were first read together over the whole cadence
		l.due = now.Add(time.Duration((0.1 + 0.9*rand.Float64()) * float64(s.dueAfter(now, l.class, every).Sub(now))))
	default:
		l.due = s.dueAfter(now, l.class, every)
	}
	s.schedule(&l.task, l.due, now)
}

func (s *scheduler) emit(l *list) {
	s.out.put(types.Event{Path: l.path, Items: l.items, More: !l.wasRead, Err: l.err, Retry: l.nextRetry, At: l.readAt, Watched: s.watched})
}
