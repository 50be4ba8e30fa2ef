package types

import "slices"

// Items are the items of one list; the list's Kind tells which field is used.
type Items struct {
	Spaces   []Space
	Projects []Project
	DevEnvs  []DevEnv
	Sessions []Session
}

// Len is the number of items.
func (i Items) Len() int { return len(i.Spaces) + len(i.Projects) + len(i.DevEnvs) + len(i.Sessions) }

// Snapshot is what has been read so far, safe from what is appended later.
func (i Items) Snapshot() Items {
	return Items{
		Spaces:   i.Spaces[:len(i.Spaces):len(i.Spaces)],
		Projects: i.Projects[:len(i.Projects):len(i.Projects)],
		DevEnvs:  i.DevEnvs[:len(i.DevEnvs):len(i.DevEnvs)],
		Sessions: i.Sessions[:len(i.Sessions):len(i.Sessions)],
	}
}

// Reuse returns the items that stand for i from now on: the old slices where they are equal, else copies without the
// room to grow that reading page by page left behind.
func (i Items) Reuse(old Items) Items {
	return Items{
		Spaces:   reuse(old.Spaces, i.Spaces),
		Projects: reuse(old.Projects, i.Projects),
		DevEnvs:  reuse(old.DevEnvs, i.DevEnvs),
		Sessions: reuse(old.Sessions, i.Sessions),
	}
}

// Shares reports whether i is o itself, not only its equal.
func (i Items) Shares(o Items) bool {
	return ShareItems(i.Spaces, o.Spaces) && ShareItems(i.Projects, o.Projects) && ShareItems(i.DevEnvs, o.DevEnvs) && ShareItems(i.Sessions, o.Sessions)
}

func ShareItems[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func reuse[T comparable](old, new []T) []T {
	if SameItems(old, new) {
		return old
	}
	if cap(new) == len(new) {
		return new
	}
	return append(make([]T, 0, len(new)), new...)
}

// SameItems reports whether two lists are equal, which a re-read that found nothing new says by sharing the slice.
func SameItems[T comparable](a, b []T) bool {
	return ShareItems(a, b) || slices.Equal(a, b)
}

// Union appends what is missing from i, for a list that could not be read to its end.
func (i *Items) Union(old Items) {
	i.Spaces = union(i.Spaces, old.Spaces, func(s *Space) string { return s.Name })
	i.Projects = union(i.Projects, old.Projects, func(p *Project) string { return p.Name })
	i.DevEnvs = union(i.DevEnvs, old.DevEnvs, func(e *DevEnv) string { return e.ID })
	i.Sessions = union(i.Sessions, old.Sessions, func(s *Session) string { return s.ID })
}

func union[T any](new, old []T, id func(*T) string) []T {
	has := make(map[string]bool, len(new))
	for i := range new {
		has[id(&new[i])] = true
	}
	for i := range old {
		if !has[id(&old[i])] {
			new = append(new, old[i])
		}
	}
	return new
}
