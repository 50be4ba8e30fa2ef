package fetch

import (
	"hash/maphash"
	"time"

	"catwatch/fetch/types"
)

// Limits on walks whose pages never end.
const (
	maxPages      = 10_000 // half a million environments in one list
	maxEmptyPages = 25     // in a row without a new item
)

var tokenSeed = maphash.MakeSeed()

// walk is one read of a list, from its first page to its last.
type walk struct {
	pager
	items      types.Items
	seenIDs    map[string]struct{}
	seenTokens map[uint64]struct{} // hashes
	pages      int
	emptyPages int
	startedAt  time.Time // of its first call
	lastPageAt time.Time // when its last page arrived
	anomalies  []anomaly
}

func newWalk(p pager, now time.Time) *walk {
	return &walk{pager: p, startedAt: now, seenIDs: map[string]struct{}{}, seenTokens: map[uint64]struct{}{}}
}

// addPage adds a page. more is false if it was the last one. why is set if the walk ends before the list does.
func (w *walk) addPage(p page) (more bool, why *types.Error) {
	w.pages++
	w.lastPageAt = p.receivedAt
	w.anomalies = append(w.anomalies, p.anomalies...)
	before := w.items.Len()
	w.items.Spaces = appendNew(w, w.items.Spaces, p.items.Spaces, func(s *types.Space) string { return s.Name })
	w.items.Projects = appendNew(w, w.items.Projects, p.items.Projects, func(s *types.Project) string { return s.Name })
	w.items.DevEnvs = appendNew(w, w.items.DevEnvs, p.items.DevEnvs, func(e *types.DevEnv) string { return e.ID })
	w.items.Sessions = appendNew(w, w.items.Sessions, p.items.Sessions, func(s *types.Session) string { return s.ID })
	if p.token == "" {
		return false, nil
	}
	if w.items.Len() > before {
		w.emptyPages = 0
	} else {
		w.emptyPages++
		w.anomalies = append(w.anomalies, anomalyEmptyPage)
	}
	return w.shouldContinue(maphash.String(tokenSeed, p.token))
}

// shouldContinue decides whether to read the page of this token: pages must neither repeat nor go on for ever.
func (w *walk) shouldContinue(token uint64) (bool, *types.Error) {
	_, met := w.seenTokens[token]
	w.seenTokens[token] = struct{}{}
	switch {
	case met || !w.more():
		w.anomalies = append(w.anomalies, anomalyRepeatedToken)
		return false, w.incomplete("The service's pages repeat: shown is what could be read")
	case w.pages >= maxPages || w.emptyPages >= maxEmptyPages:
		w.anomalies = append(w.anomalies, anomalyEndless)
		return false, w.incomplete("The service's pages do not end: shown is what could be read")
	}
	return true, nil
}

func (w *walk) incomplete(sentence string) *types.Error {
	return &types.Error{Reason: types.Incomplete, Sentence: sentence, Operation: w.operation, At: w.lastPageAt}
}

// appendNew appends the items that the walk has not seen yet: items move between pages while these are read.
func appendNew[T any](w *walk, have, got []T, id func(*T) string) []T {
	for i := range got {
		key := id(&got[i])
		if _, met := w.seenIDs[key]; met {
			w.anomalies = append(w.anomalies, anomalyDuplicate)
			continue
		}
		w.seenIDs[key] = struct{}{}
		have = append(have, got[i])
	}
	return have
}
