package sim

import "time"

// AddDevEnv adds a dev environment and returns its id, or "" if the project does not exist or the id is taken. e.Space and
// e.Project say where. Zero fields get a default: a new id, status STOPPED, creator ada, and so on; only the alias, the
// reason and the repositories stay empty. A negative Timeout stands for 0, which never stops. The background activity
// leaves the environment alone, but it stops when it is unused for longer than its timeout.
func (w *World) AddDevEnv(e DevEnv) string {
	w.lock()
	defer w.mu.Unlock()
	p := w.project(e.Space, e.Project)
	if p == nil || p.find(e.ID) != nil {
		return ""
	}
	if e.ID == "" {
		e.ID = w.uuid()
	}
	added := w.newRandomEnv(p, e.ID)
	added.manual = true
	added.creator, added.updated, added.vpc = w.users[0], w.clock, ""
	w.applyValue(added, e)
	p.insert(added)
	w.envCount++
	w.updateSets(added)
	w.rescheduleIdleStop(added)
	return e.ID
}

func (w *World) applyValue(to *devEnv, e DevEnv) {
	to.alias, to.reason, to.repos, to.vpc = e.Alias, e.StatusReason, e.Repositories, e.VPC
	if e.Status != "" {
		to.status = e.Status
	}
	if e.CreatorID != "" {
		to.creator = w.userOrUnknown(e.CreatorID)
	}
	if e.IDE != (IDE{}) {
		to.ide = &e.IDE
	}
	if e.InstanceType != "" {
		to.instance = e.InstanceType
	}
	if e.Timeout != 0 {
		to.timeout = int16(max(0, e.Timeout))
	}
	if e.StorageGiB != 0 {
		to.storage = int16(e.StorageGiB)
	}
	if !e.Updated.IsZero() {
		to.updated = e.Updated.UnixNano()
	}
}

// userOrUnknown finds the user with that id or name. Any other id stands for a user whom GetUserDetails does not find.
func (w *World) userOrUnknown(id string) *User {
	if u := w.user(id); u != nil {
		return u
	}
	return &User{ID: id}
}

// rescheduleIdleStop replaces e's scheduled step after its state was set by a test.
func (w *World) rescheduleIdleStop(e *devEnv) {
	e.generation++
	if w.living {
		w.scheduleIdleStop(e)
	}
}

// EditDevEnv lets edit change a dev environment. Its space, project and id stay as they are.
func (w *World) EditDevEnv(space, project, id string, edit func(*DevEnv)) bool {
	w.lock()
	defer w.mu.Unlock()
	e := w.env(space, project, id)
	if e == nil {
		return false
	}
	v := e.value()
	edit(&v)
	if v.Timeout == 0 {
		v.Timeout = -1
	}
	status := v.Status
	v.Status = ""
	w.applyValue(e, v)
	if e.status != status {
		updated := e.updated
		e.pending = nonePending
		w.setStatus(e, status, v.StatusReason)
		e.updated = updated
	}
	w.rescheduleIdleStop(e)
	return true
}

// SetStatus sets the status of a dev environment, which then stays. Unless it is RUNNING, its sessions end.
func (w *World) SetStatus(space, project, id string, s Status, reason string) bool {
	w.lock()
	defer w.mu.Unlock()
	e := w.env(space, project, id)
	if e == nil {
		return false
	}
	e.pending = nonePending
	w.setStatus(e, s, reason)
	w.rescheduleIdleStop(e)
	return true
}

// RemoveDevEnv removes a dev environment at once.
func (w *World) RemoveDevEnv(space, project, id string) bool {
	w.lock()
	defer w.mu.Unlock()
	e := w.env(space, project, id)
	if e != nil {
		w.removeEnv(e)
	}
	return e != nil
}

// AddSession adds a session and returns its id, or "" if the environment does not exist or is not RUNNING, or the id is
// taken. An empty ID becomes a new one, a zero Started the current time.
func (w *World) AddSession(space, project, env string, s Session) string {
	w.lock()
	defer w.mu.Unlock()
	e := w.env(space, project, env)
	if e == nil || e.status != Running {
		return ""
	}
	if s.ID == "" {
		s.ID = w.sessionID()
	}
	if s.Started.IsZero() {
		s.Started = time.Unix(0, w.clock)
	}
	if !w.addSession(e, session{s.ID, s.Started.UnixNano()}) {
		return ""
	}
	return s.ID
}

// EndSession ends a session.
func (w *World) EndSession(space, project, env, id string) bool {
	w.lock()
	defer w.mu.Unlock()
	e := w.env(space, project, env)
	return e != nil && w.endSession(e, id)
}
