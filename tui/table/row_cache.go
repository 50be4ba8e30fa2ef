package table

import (
	"cmp"
	"slices"
	"sync"

	"catwatch/fetch/types"
)

// RowCache holds the rows of an all-environments view project by project, so that a change in one project does not rebuild
// the rows of all the others. A project's slice is never changed once built, because other goroutines join them.
type RowCache[R any] struct {
	rows    map[types.Path][]R
	paths   []types.Path // of rows, in order
	invalid map[types.Path]struct{}
	later   []types.Path // whose rows are right but for a name: they are rebuilt a few at a time
	length  int
}

// How many rows that only lack a name are rebuilt at once. A name may be a second late; a key may not.
const refreshRows = 20_000

// Invalidate has Refresh rebuild the rows under p: of one project, of a space, or all.
func (s *RowCache[R]) Invalidate(p types.Path) {
	if s.invalid == nil {
		s.rows, s.invalid = map[types.Path][]R{}, map[types.Path]struct{}{}
	}
	if p.Project != "" {
		s.invalid[types.Path{Space: p.Space, Project: p.Project}] = struct{}{}
		return
	}
	for project := range s.rows {
		if p.Contains(project) {
			s.invalid[project] = struct{}{}
		}
	}
}

// InvalidateLater has all rows rebuilt little by little: what they show is right but for people's names.
func (s *RowCache[R]) InvalidateLater() { s.later = slices.Clone(s.paths) }

// Refresh rebuilds the rows that are invalid, and reports whether rows are left that only lack a name.
func (s *RowCache[R]) Refresh(rows func(project types.Path) []R) bool {
	s.invalidateSome()
	if len(s.invalid) == 0 {
		return false
	}
	for p := range s.invalid {
		s.length -= len(s.rows[p])
		if made := rows(p); len(made) > 0 {
			s.rows[p] = made
			s.length += len(made)
		} else {
			delete(s.rows, p)
		}
	}
	clear(s.invalid)
	s.sort()
	return len(s.later) > 0
}

// invalidateSome invalidates as many of those to be rebuilt later as may be rebuilt at once.
func (s *RowCache[R]) invalidateSome() {
	for n := 0; n < refreshRows && len(s.later) > 0; s.later = s.later[1:] {
		n += len(s.rows[s.later[0]])
		s.invalid[s.later[0]] = struct{}{}
	}
}

// sort keeps paths equal to the keys of rows, in order.
func (s *RowCache[R]) sort() {
	if len(s.paths) != len(s.rows) || slices.ContainsFunc(s.paths, func(p types.Path) bool { return s.rows[p] == nil }) {
		s.paths = s.paths[:0]
		for p := range s.rows {
			s.paths = append(s.paths, p)
		}
		slices.SortFunc(s.paths, comparePaths)
	}
}

// All is every row, followed by those that were just removed.
func (s *RowCache[R]) All(removed []R) (Snapshot[R], int) {
	parts, length := make([][]R, 0, len(s.paths)+1), s.length+len(removed)
	for _, p := range s.paths {
		parts = append(parts, s.rows[p])
	}
	parts = append(parts, removed)
	return sync.OnceValues(func() ([]R, int) {
		rows := make([]R, 0, length)
		for _, p := range parts {
			rows = append(rows, p...)
		}
		return rows, len(removed)
	}), length
}

// Ready is a snapshot of rows that are at hand, followed by those that were just removed.
func Ready[R any](rows, removed []R) (Snapshot[R], int) {
	all := append(rows, removed...)
	return func() ([]R, int) { return all, len(removed) }, len(all)
}

func comparePaths(a, b types.Path) int {
	return cmp.Or(cmp.Compare(a.Space, b.Space), cmp.Compare(a.Project, b.Project))
}
