package fetch

import (
	"math/rand/v2"
	"time"

	"catwatch/fetch/types"
)

const (
	retryFirst         = 500 * time.Millisecond // after a failure; doubles
	retryMost          = time.Minute
	retryRefuse        = 5 * time.Minute // after an answer that only a person can change
	verifyPause        = 5 * time.Second // for an environment to tell whether it still runs
	onceFirst          = 100 * time.Millisecond
	onceMost           = 3 * time.Second
	onceTries          = 8 // of one list, where the reading is to end
	onceTriesUnreached = 4 // while the service has never answered
	pageTries          = 3 // of one page, before the list is begun again
)

// list is one list of the service: what it holds, and its reading.
type list struct {
	task
	path        types.Path
	items       types.Items
	at          time.Time // when items were read
	readBegan   time.Time // when the reading of items began
	read        bool      // to the end at least once
	calls       int       // that its last reading took
	err         *types.Error
	retry       time.Time
	walk        *walk // the reading under way
	restarts    int   // of readings, since one came to its end
	kids        map[string]*list
	transitions map[string]*transition
	follows     bool                 // it is read for the environments in transition that it holds
	following   time.Time            // since when the youngest of them has been
	patched     map[string]time.Time // environments read by themselves, and when
	pinned      bool                 // stays, whatever the list above it says
	dropped     bool
}

// add begins to read a list.
func (s *scheduler) add(p types.Path, now time.Time) *list {
	l := &list{path: p}
	l.task = task{work: l, operation: operations[p.Kind()], unbudgeted: true}
	s.lists[p] = l
	l.class = s.classify(l)
	if p.Kind() == types.Projects {
		s.addSpace(p.Space)
	}
	s.schedule(&l.task, now, now)
	return l
}

var operations = [...]string{"ListSpaces", "ListProjects", "ListDevEnvironments", "ListDevEnvironmentSessions"}

// drop forgets a list and all under it, and says so.
func (s *scheduler) drop(l *list, now time.Time) {
	if l.pinned || l.dropped {
		return
	}
	l.dropped = true
	s.queue.move(&l.task, idle)
	s.demand(&l.task, 0, 0)
	delete(s.lists, l.path)
	if l.read {
		s.listsRead--
	}
	if l.path.Kind() == types.Projects {
		s.dropSpace(l.path.Space)
	}
	s.unfollow(l, func(string) bool { return false })
	s.out.put(types.Event{Path: l.path, Gone: true, At: now})
	for _, kid := range l.kids {
		s.drop(kid, now)
	}
}

// pager opens the list as the service names it.
func (s *scheduler) pager(p types.Path) pager {
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

func (s *scheduler) remember(raw map[string]string) {
	for clean, name := range raw {
		s.serviceNames[clean] = name
	}
}

func (l *list) prepare(s *scheduler) call {
	if l.walk == nil {
		l.walk = newWalk(s.pager(l.path), time.Now())
	}
	return calls(l.walk.next, func(p page) { l.complete(s, p) })
}

// complete takes in a page.
func (l *list) complete(s *scheduler, p page) {
	if l.dropped {
		return
	}
	now := time.Now()
	l.failures = 0
	s.remember(p.raw)
	s.recordSkew(p.server, p.at)
	more, why := l.walk.add(p)
	if more {
		l.nextPage(s, now)
	} else {
		l.finish(s, why, now)
	}
}

// nextPage follows a page that has another after it. A first reading shows what it has.
func (l *list) nextPage(s *scheduler, now time.Time) {
	if !l.read {
		l.err = nil
		if l.walk.items.Len() >= l.items.Len() { // what was shown stays while a reading that was begun again catches up
			l.items, l.at = s.scoped(l.path, l.walk.items.Snapshot()), now
		}
		s.emit(l)
		s.reconcile(l, false, now)
	}
	s.schedule(&l.task, l.due, now)
}

// finish follows the last page; why is nil unless the walk was cut short.
func (l *list) finish(s *scheduler, why *types.Error, now time.Time) {
	w := l.walk
	l.walk, l.restarts = nil, 0
	s.stats.odd(w.anomalies)
	items := s.scoped(l.path, w.items)
	items.DevEnvs = l.newest(items.DevEnvs, w.started)
	if why != nil && l.read {
		items.Union(l.items)
	}
	l.calls = w.pages
	s.commit(l, items, w.started, why, now)
	s.next(l, now)
}

// commit makes items the state of the list.
func (s *scheduler) commit(l *list, items types.Items, began time.Time, why *types.Error, now time.Time) {
	refused := l.isRefused()
	before, known := l.items, l.read && (l.err == nil || l.err.Reason != types.Incomplete)
	l.items = items.Reuse(before)
	l.at, l.readBegan, l.err, l.retry = now, began, why, time.Time{}
	if !l.read {
		l.read, l.unbudgeted = true, false
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

// isRefused reports whether the last reading was, or found no list.
func (l *list) isRefused() bool {
	return l.err != nil && (l.err.Reason == types.Denied || l.err.Reason == types.Gone)
}

// next says when the list is read again.
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
	s.demand(&l.task, l.calls, every)
	switch {
	case l.rereadAfter:
		l.rereadAfter, l.due = false, now
	case newcomer: // lists first read together are spread over the whole cadence
		l.due = now.Add(time.Duration((0.1 + 0.9*rand.Float64()) * float64(s.after(now, l.class, every).Sub(now))))
	default:
		l.due = s.after(now, l.class, every)
	}
	s.schedule(&l.task, l.due, now)
}

func (s *scheduler) emit(l *list) {
	s.out.put(types.Event{Path: l.path, Items: l.items, More: !l.read, Err: l.err, Retry: l.retry, At: l.at})
}
