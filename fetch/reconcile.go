package fetch

import (
	"strings"
	"time"

	"catwatch/fetch/types"
)

// wants reports whether the list is within the scope and depth that were asked for.
func (s *scheduler) wants(p types.Path) bool {
	return p.Kind() <= s.options.Depth && s.options.Scope.Contains(p)
}

// scoped drops the items outside the scope from lists above it.
func (s *scheduler) scoped(p types.Path, items types.Items) types.Items {
	if s.options.Scope.Contains(p) || s.options.Scope == p {
		return items
	}
	switch p.Kind() {
	case types.Spaces:
		items.Spaces = keepIf(items.Spaces, func(i *types.Space) bool { return i.Name == s.options.Scope.Space })
	case types.Projects:
		items.Projects = keepIf(items.Projects, func(i *types.Project) bool { return i.Name == s.options.Scope.Project })
	case types.DevEnvs:
		items.DevEnvs = keepIf(items.DevEnvs, func(i *types.DevEnv) bool { return i.ID == s.options.Scope.DevEnv })
	}
	return items
}

func keepIf[T any](list []T, keep func(*T) bool) []T {
	var kept []T
	for i := range list {
		if keep(&list[i]) {
			kept = append(kept, list[i])
		}
	}
	return kept
}

// reconcile adds the lists below the items of l. If final, that is, if all items of l are known, it drops the lists of items
// that are gone.
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
		s.requestUserName(e.Creator)
		if e.Status == types.Running {
			wanted[e.ID] = true
		}
	}
	for name, kid := range l.kids {
		if final && !wanted[name] {
			delete(l.kids, name)
			s.dropList(kid, now)
		}
	}
	for _, name := range inOrder(l.items) {
		if wanted[name] {
			s.adopt(l, name, now)
		}
	}
	s.trackTransitions(l, now)
}

// inOrder returns the names of the items in list order, so that the first rows on the screen are read first.
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

// adopt makes the list below the named item a child of l, and adds it unless it exists already.
func (s *scheduler) adopt(l *list, name string, now time.Time) {
	p := l.path.Child(name)
	if l.kids[name] != nil || !s.wants(p) && !p.Contains(s.options.Scope) {
		return
	}
	kid := s.lists[p]
	if kid == nil {
		if p.Kind() == types.Sessions {
			name = strings.Clone(name) // the list must not keep the page's packed strings alive
			p.DevEnv = name
		}
		kid = s.addList(p, now)
	}
	if l.kids == nil {
		l.kids = map[string]*list{}
	}
	l.kids[name] = kid
}
