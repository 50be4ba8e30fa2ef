package fetch

import (
	"maps"
	"time"

	"catwatch/fetch/types"
)

// gap holds the environments of one project that the space-wide listing left out. They may have been deleted in the
// meantime: a read of the project's list that starts after since decides.
type gap struct {
	ids   []string
	since time.Time
}

// checkSpaceWide is called after each read of a project's list: it resolves a gap of this project, and starts proving the
// space-wide listing once all projects of the space have been read.
func (s *scheduler) checkSpaceWide(l *list, now time.Time) {
	if l.path.Kind() != types.DevEnvs {
		return
	}
	w := s.spaceWide[l.path.Space]
	if w == nil || w.plan == types.SpaceWideOff {
		return
	}
	if g, ok := w.gaps[l.path]; ok && !l.readStartedAt.Before(g.since) {
		w.resolveGap(s, l, g, now)
	}
	s.startProof(l, now)
}

// resolveGap checks whether the environments that the space-wide listing left out still exist in the project's list.
func (w *spaceListing) resolveGap(s *scheduler, l *list, g gap, now time.Time) {
	delete(w.gaps, l.path)
	for _, id := range g.ids {
		if l.devEnv(id) != nil {
			w.setPlan(s, types.SpaceWideOff, now)
			return
		}
	}
	if len(w.gaps) == 0 && w.plan == types.Proving && w.callsPerRead > 0 {
		w.setPlan(s, types.SpaceWide, now)
	}
}

// dropStaleGaps drops the gaps of projects whose list is gone or denied: no read will resolve them.
func (w *spaceListing) dropStaleGaps(s *scheduler) {
	maps.DeleteFunc(w.gaps, func(p types.Path, _ gap) bool {
		l := s.lists[p]
		return l == nil || l.isDeniedOrGone()
	})
}

// compare compares the listing with one project's list, unless that list was read later or is being read.
func (w *spaceListing) compare(s *scheduler, l *list, items []types.DevEnv, began, now time.Time) {
	if !l.wasRead || l.err != nil && !l.err.Transient() && !l.err.Global() || l.walk != nil || !l.readStartedAt.Before(began) {
		return
	}
	if missing := l.missingFrom(items); len(missing) > 0 {
		w.gaps[l.path] = gap{missing, now}
		s.reread(l, now)
		return
	}
	if w.plan == types.SpaceWide {
		s.commit(l, types.Items{DevEnvs: l.keepNewer(l.sortLikeList(items), began)}, began, nil, now)
		l.class = s.classify(l)
	}
}

// missingFrom returns the ids of the list's environments that are not among items.
func (l *list) missingFrom(items []types.DevEnv) (ids []string) {
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

// sortLikeList sorts items in the order of the list, new ones last: a different order is not a change.
func (l *list) sortLikeList(items []types.DevEnv) []types.DevEnv {
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
