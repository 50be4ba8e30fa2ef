package sim

import "slices"

// AddSpace adds a space in which the caller is an administrator. It reports false if the name is taken.
func (w *World) AddSpace(s Space) bool {
	w.lock()
	defer w.mu.Unlock()
	if w.byName[s.Name] != nil {
		return false
	}
	if s.Region == "" {
		s.Region = "us-west-2"
	}
	w.addSpace(s).admin = true
	return true
}

func (w *World) addSpace(s Space) *space {
	added := &space{Space: s, byName: map[string]*project{}}
	w.spaces = append(w.spaces, added)
	w.byName[s.Name] = added
	return added
}

// AddProject adds a project at the end of its space's list. It reports false if the space does not exist or the name is
// taken.
func (w *World) AddProject(space string, p Project) bool {
	w.lock()
	defer w.mu.Unlock()
	s := w.byName[space]
	if s == nil || s.byName[p.Name] != nil {
		return false
	}
	s.add(p)
	return true
}

func (s *space) add(p Project) *project {
	added := &project{Project: p, space: s}
	if n := len(s.projects); n > 0 {
		added.order = s.projects[n-1].order + 1
	}
	s.projects = append(s.projects, added)
	s.byName[p.Name] = added
	return added
}

// RemoveProject removes a project and everything in it.
func (w *World) RemoveProject(space, name string) bool {
	w.lock()
	defer w.mu.Unlock()
	p := w.project(space, name)
	if p == nil {
		return false
	}
	for _, e := range slices.Clone(p.envs) {
		w.removeEnv(e)
	}
	delete(p.space.byName, name)
	p.space.projects = slices.DeleteFunc(p.space.projects, func(q *project) bool { return q == p })
	if w.showcase == p {
		w.showcase = nil
	}
	return true
}

// Deny makes a project deny the caller, a member, access to its contents, or stop denying it.
func (w *World) Deny(space, project string, denied bool) bool {
	w.lock()
	defer w.mu.Unlock()
	p := w.project(space, project)
	if p != nil {
		p.Denied = denied
	}
	return p != nil
}

// Expel removes the caller from the members of a project, so that it is listed only without the hasAccessTo filter, or
// adds the caller again.
func (w *World) Expel(space, project string, out bool) bool {
	w.lock()
	defer w.mu.Unlock()
	p := w.project(space, project)
	if p != nil {
		p.NotMember = out
	}
	return p != nil
}

// Confine makes a user see only these spaces, as identities of different organisations do.
func (w *World) Confine(user string, spaces ...string) bool {
	w.lock()
	defer w.mu.Unlock()
	u := w.user(user)
	if u != nil {
		w.visibleSpaces[u] = slices.Clone(spaces)
	}
	return u != nil
}

// Exhaust uses up a space's quota, so that starting and creating environments fail with 402, or restores it.
func (w *World) Exhaust(space string, exhausted bool) bool {
	w.lock()
	defer w.mu.Unlock()
	s := w.byName[space]
	if s != nil {
		s.quotaExceeded = exhausted
	}
	return s != nil
}
