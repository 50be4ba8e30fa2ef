package table

import (
	"cmp"
	"slices"
	"sync"

	"catwatch/fetch/types"
)

// RowCache holds the rows of a fleet-wide view project by project, so that one that changed does not cost making the rows
// of all the others anew. A project's slice is never changed once made: other goroutines join them.
type RowCache[R any] struct {
	rows    map[types.Path][]R
	paths   []types.Path // of books, in their order
	invalid map[types.Path]struct{}
	later   []types.Path // of books that only lack a name: they are made anew a few at a time
	length  int
}

// How many rows that only lack a name are made anew at once: a name is worth a second's wait, not a key's.
const refreshRows = 20_000

// Invalidate has the rows under p made anew the next time: of one project, of a space, or of all.
func (s *RowCache[R]) Invalidate(p types.Path) {
	if s.invalid == nil {
		s.rows, s.invalid = map[types.Path][]R{}, map[types.Path]struct{}{}
	}
	if p.Project != "" {
		s.invalid[types.Path{Space: p.Space, Project: p.Project}] = struct{}{}
		return
	}
	for book := range s.rows {
		if p.Contains(book) {
			s.invalid[book] = struct{}{}
		}
	}
}

// InvalidateLater has all rows made anew by and by: what they show is so, but for the names of people.
func (s *RowCache[R]) InvalidateLater() { s.later = slices.Clone(s.paths) }

// Refresh makes the rows anew where that is needed, and reports whether some are left that only lack a name.
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

// invalidateSome takes as many of the worn as may be made anew at once.
func (s *RowCache[R]) invalidateSome() {
	for n := 0; n < refreshRows && len(s.later) > 0; s.later = s.later[1:] {
		n += len(s.rows[s.later[0]])
		s.invalid[s.later[0]] = struct{}{}
	}
}

// sort keeps the paths those of the books, in their order.
func (s *RowCache[R]) sort() {
	if len(s.paths) != len(s.rows) || slices.ContainsFunc(s.paths, func(p types.Path) bool { return s.rows[p] == nil }) {
		s.paths = s.paths[:0]
		for p := range s.rows {
			s.paths = append(s.paths, p)
		}
		slices.SortFunc(s.paths, comparePaths)
	}
}

// All is every row, and behind them those that have just gone.
func (s *RowCache[R]) All(gone []R) (Snapshot[R], int) {
	parts, length := make([][]R, 0, len(s.paths)+1), s.length+len(gone)
	for _, p := range s.paths {
		parts = append(parts, s.rows[p])
	}
	parts = append(parts, gone)
	return sync.OnceValues(func() ([]R, int) {
		rows := make([]R, 0, length)
		for _, p := range parts {
			rows = append(rows, p...)
		}
		return rows, len(gone)
	}), length
}

// Ready is a snapshot of rows that are there already, and of those that have just gone.
func Ready[R any](rows, gone []R) (Snapshot[R], int) {
	all := append(rows, gone...)
	return func() ([]R, int) { return all, len(gone) }, len(all)
}

func comparePaths(a, b types.Path) int {
	return cmp.Or(cmp.Compare(a.Space, b.Space), cmp.Compare(a.Project, b.Project))
}
