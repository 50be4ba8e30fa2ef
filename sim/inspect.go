package sim

import "time"

// Spaces are all spaces, in the order of lists.
func (w *World) Spaces() []Space {
	w.lock()
	defer w.mu.Unlock()
	var all []Space
	for _, s := range w.spaces {
		all = append(all, s.Space)
	}
	return all
}

// Projects are all projects of a space, in the order of lists, including those that the caller has no access to.
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

// DevEnvs are all dev environments of a project, in the order of lists.
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

// DevEnv is one dev environment; ok is false if it does not exist.
func (w *World) DevEnv(space, project, id string) (e DevEnv, ok bool) {
	w.lock()
	defer w.mu.Unlock()
	found := w.env(space, project, id)
	if found == nil {
		return DevEnv{}, false
	}
	return found.value(), true
}

// Sessions are all sessions of a dev environment, in the order of lists.
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

// Users are all users.
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
