package fetch

import (
	"strings"
	"time"

	"catwatch/fetch/types"
)

// wants reports whether a list is to be read at all.
func (s *scheduler) wants(p types.Path) bool {
	return p.Kind() <= s.options.Depth && s.options.Scope.Contains(p)
}

// scoped leaves out of the lists above the scope what is not in it.
func (s *scheduler) scoped(p types.Path, items types.Items) types.Items {
	if s.options.Scope.Contains(p) || s.options.Scope == p {
		return items
	}
	switch p.Kind() {
	case types.Spaces:
		items.Spaces = only(items.Spaces, func(i *types.Space) bool { return i.Name == s.options.Scope.Space })
	case types.Projects:
		items.Projects = only(items.Projects, func(i *types.Project) bool { return i.Name == s.options.Scope.Project })
	case types.DevEnvs:
		items.DevEnvs = only(items.DevEnvs, func(i *types.DevEnv) bool { return i.ID == s.options.Scope.DevEnv })
	}
	return items
}

func only[T any](list []T, keep func(*T) bool) []T {
	var kept []T
	for i := range list {
		if keep(&list[i]) {
			kept = append(kept, list[i])
		}
	}
	return kept
}

// reconcile begins to read what hangs under the items of l. When the list is known to its end it also forgets what
// hung under items that went.
func (s *scheduler) reconcile(l *list, final bool, now time.Time) {
	if l.path.Kind() == types.Sessions {
		return
	}
	wanted := map[string]bool{}
	for i := range l.items.Spaces {
		wanted[l.items.Spaces[i].Name] = true
	}
	for i := range l.items.Projects {
		wanted[l.items.Projects[i].Name] = true
	}
	for i := range l.items.DevEnvs {
		e := &l.items.DevEnvs[i]
		s.wantUserName(e.Creator)
		if e.Status == types.Running {
			wanted[e.ID] = true
		}
	}
	for name, kid := range l.kids {
		if final && !wanted[name] {
			delete(l.kids, name)
			s.drop(kid, now)
		}
	}
	for _, name := range inOrder(l.items) {
		if wanted[name] {
			s.adopt(l, name, now)
		}
	}
	s.followAll(l, now)
}

// inOrder names the items as they are listed, so that what stands first is read first.
func inOrder(i types.Items) []string {
	names := make([]string, 0, i.Len())
	for j := range i.Spaces {
		names = append(names, i.Spaces[j].Name)
	}
	for j := range i.Projects {
		names = append(names, i.Projects[j].Name)
	}
	for j := range i.DevEnvs {
		names = append(names, i.DevEnvs[j].ID)
	}
	return names
}

// adopt makes the list under the item that is called name a kid of l, and begins to read it unless it is known.
func (s *scheduler) adopt(l *list, name string, now time.Time) {
	p := l.path.Child(name)
	if l.kids[name] != nil || !s.wants(p) && !p.Contains(s.options.Scope) {
		return
	}
	kid := s.lists[p]
	if kid == nil {
		if p.Kind() == types.Sessions {
			name = strings.Clone(name) // the list outlives the page that the name is a part of
			p.DevEnv = name
		}
		kid = s.add(p, now)
	}
	if l.kids == nil {
		l.kids = map[string]*list{}
	}
	l.kids[name] = kid
}
