package fetch

import (
	"hash/maphash"
	"time"

	"catwatch/fetch/types"
)

// What ends a walk that would not end by itself.
const (
	maxPages      = 10_000 // half a million environments in one list
	maxEmptyPages = 25     // pages in a row that bring nothing new
)

var tokenSeed = maphash.MakeSeed()

// walk is one reading of one list from its first page to its last.
type walk struct {
	pager
	items      types.Items
	ids        map[string]struct{}
	tokens     map[uint64]struct{} // hashes of the tokens met
	pages      int
	emptyPages int
	started    time.Time // when its first call began
	last       time.Time // when its last page came
	anomalies  []anomaly
}

func newWalk(p pager, now time.Time) *walk {
	return &walk{pager: p, started: now, ids: map[string]struct{}{}, tokens: map[uint64]struct{}{}}
}

// add takes in a page. more is false after the last one; why tells when the walk ends without having come to the end.
func (w *walk) add(p page) (more bool, why *types.Error) {
	w.pages++
	w.last = p.at
	w.anomalies = append(w.anomalies, p.anomalies...)
	before := w.items.Len()
	w.items.Spaces = unseen(w, w.items.Spaces, p.items.Spaces, func(s *types.Space) string { return s.Name })
	w.items.Projects = unseen(w, w.items.Projects, p.items.Projects, func(s *types.Project) string { return s.Name })
	w.items.DevEnvs = unseen(w, w.items.DevEnvs, p.items.DevEnvs, func(e *types.DevEnv) string { return e.ID })
	w.items.Sessions = unseen(w, w.items.Sessions, p.items.Sessions, func(s *types.Session) string { return s.ID })
	if p.token == "" {
		return false, nil
	}
	if w.items.Len() > before {
		w.emptyPages = 0
	} else {
		w.emptyPages++
		w.anomalies = append(w.anomalies, anomalyEmptyPage)
	}
	return w.goesOn(maphash.String(tokenSeed, p.token))
}

// goesOn decides whether to follow a token: not in circles, and not for ever.
func (w *walk) goesOn(token uint64) (bool, *types.Error) {
	_, met := w.tokens[token]
	w.tokens[token] = struct{}{}
	switch {
	case met || !w.more():
		w.anomalies = append(w.anomalies, anomalyToken)
		return false, w.incomplete("The service's pages repeat: shown is what could be read")
	case w.pages >= maxPages || w.emptyPages >= maxEmptyPages:
		w.anomalies = append(w.anomalies, anomalyEndless)
		return false, w.incomplete("The service's pages do not end: shown is what could be read")
	}
	return true, nil
}

func (w *walk) incomplete(sentence string) *types.Error {
	return &types.Error{Reason: types.Incomplete, Sentence: sentence, Operation: w.operation, At: w.last}
}

// unseen appends what the walk has not met: pages shift while they are read.
func unseen[T any](w *walk, have, got []T, id func(*T) string) []T {
	for i := range got {
		key := id(&got[i])
		if _, met := w.ids[key]; met {
			w.anomalies = append(w.anomalies, anomalyRepeated)
			continue
		}
		w.ids[key] = struct{}{}
		have = append(have, got[i])
	}
	return have
}
