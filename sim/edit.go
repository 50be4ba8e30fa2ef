package sim

import (
	"slices"
	"time"
)

// Spaces are all spaces, in the order of listings.
func (w *World) Spaces() []Space {
	w.lock()
	defer w.mu.Unlock()
	var all []Space
	for _, s := range w.spaces {
		all = append(all, s.Space)
	}
	return all
}

// Projects are all projects of a space, in the order of listings, those that refuse the caller among them.
func (w *World) Projects(space string) []Project {
	w.lock()
	defer w.mu.Unlock()
	var all []Project
	if s := w.byName[space]; s != nil {
		for _, p := range s.projects {
			all = append(all, p.Project)
		}
	}
	return all
}

// DevEnvs are all dev environments of a project, in the order of listings.
func (w *World) DevEnvs(space, project string) []DevEnv {
	w.lock()
	defer w.mu.Unlock()
	var all []DevEnv
	if p := w.project(space, project); p != nil {
		for _, e := range p.envs {
			all = append(all, e.value())
		}
	}
	return all
}

// DevEnv is one dev environment; ok is false where there is none.
func (w *World) DevEnv(space, project, id string) (e DevEnv, ok bool) {
	w.lock()
	defer w.mu.Unlock()
	found := w.env(space, project, id)
	if found == nil {
		return DevEnv{}, false
	}
	return found.value(), true
}

// Sessions are all sessions of a dev environment, in the order of listings.
func (w *World) Sessions(space, project, env string) []Session {
	w.lock()
	defer w.mu.Unlock()
	var all []Session
	if e := w.env(space, project, env); e != nil {
		for _, s := range e.sessions {
			all = append(all, Session{s.id, time.Unix(0, s.started)})
		}
	}
	return all
}

// Users are all people.
func (w *World) Users() []User {
	var all []User
	for _, u := range w.users {
		all = append(all, *u)
	}
	return all
}

func (w *World) project(space, name string) *project {
	if s := w.byName[space]; s != nil {
		return s.byName[name]
	}
	return nil
}

func (w *World) env(space, name, id string) *devEnv {
	if p := w.project(space, name); p != nil {
		return p.find(id)
	}
	return nil
}

// AddSpace adds a space, in which the caller is an administrator. It reports false where the name is taken, as all Add
// methods do where the parent is missing.
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

// AddProject adds a project at the end of its space's listing.
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
	added := &project{Project: p, in: s}
	if n := len(s.projects); n > 0 {
		added.ord = s.projects[n-1].ord + 1
	}
	s.projects = append(s.projects, added)
	s.byName[p.Name] = added
	return added
}

// RemoveProject takes a project away, with all that is in it.
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
	delete(p.in.byName, name)
	p.in.projects = slices.DeleteFunc(p.in.projects, func(q *project) bool { return q == p })
	if w.showcase == p {
		w.showcase = nil
	}
	return true
}

// Deny makes a project of the caller's refuse what is asked of it, or stop refusing.
func (w *World) Deny(space, project string, refused bool) bool {
	w.lock()
	defer w.mu.Unlock()
	p := w.project(space, project)
	if p != nil {
		p.Denied = refused
	}
	return p != nil
}

// Expel takes the caller out of a project, which then is listed only without the hasAccessTo filter, or back in.
func (w *World) Expel(space, project string, out bool) bool {
	w.lock()
	defer w.mu.Unlock()
	p := w.project(space, project)
	if p != nil {
		p.NotMember = out
	}
	return p != nil
}

// Confine has a user see these spaces only, as identities do that belong to different organisations.
func (w *World) Confine(user string, spaces ...string) bool {
	w.lock()
	defer w.mu.Unlock()
	u := w.user(user)
	if u != nil {
		w.visibleSpaces[u] = slices.Clone(spaces)
	}
	return u != nil
}

// Exhaust uses up a space's quota, so that starting is refused with 402, or restores it.
func (w *World) Exhaust(space string, exhausted bool) bool {
	w.lock()
	defer w.mu.Unlock()
	s := w.byName[space]
	if s != nil {
		s.quotaExceeded = exhausted
	}
	return s != nil
}
