package sim

import (
	"encoding/json"
	"fmt"
)

func notRunning() error { return validationError("Dev Environment is not running") }

// findModifiable finds the environment of a call if the caller may change it: it is the caller's own, or the caller is an
// administrator of the space.
func (w *World) findModifiable(c *call) (*devEnv, error) {
	e, err := w.findEnv(c)
	if err == nil && e.creator != c.user && !e.project.space.admin {
		return nil, accessDenied("You are not authorized to perform %s on Dev Environment %s", c.op.name, e.id)
	}
	return e, err
}

func (w *World) startDevEnvironment(c *call) (any, error) {
	e, err := w.findModifiable(c)
	if err != nil {
		return nil, err
	}
	if err := e.checkStartable(); err != nil {
		return nil, err
	}
	startable := (e.status == Stopped || e.status == Failed) && e.pending == nonePending
	if startable && e.project.space.quotaExceeded {
		return nil, quotaExceeded()
	}
	if startable {
		w.applyMachineSettings(e, c)
		w.beginStart(e)
	}
	name := e.ref()
	name.Status = e.status
	return name, nil
}

func (e *devEnv) checkStartable() error {
	switch {
	case e.pending == updatePending:
		return conflict("Cannot start Dev Environment because update process is still going on")
	case e.status == Stopping:
		return conflict("Cannot start Dev Environment because it is stopping")
	case e.status == Deleting || e.status == Deleted:
		return conflict("Cannot start Dev Environment because it is being deleted")
	case e.status == Failed && e.reason == CreationFailed:
		return validationError("The Dev Environment creation has failed, cannot start")
	}
	return nil
}

// CreationFailed is the reason of a FAILED environment that can never be started.
const CreationFailed = "The Dev Environment creation has failed"

func (w *World) stopDevEnvironment(c *call) (any, error) {
	e, err := w.findModifiable(c)
	if err != nil {
		return nil, err
	}
	switch e.status {
	case Deleting, Deleted:
		return nil, conflict("Cannot stop Dev Environment because it is being deleted")
	case Running, Starting, Pending:
		w.beginStop(e)
	case Stopped, Failed:
		if e.pending == startPending {
			w.beginStop(e)
		}
	}
	name := e.ref()
	name.Status = e.status
	return name, nil
}

func (w *World) deleteDevEnvironment(c *call) (any, error) {
	e, err := w.findModifiable(c)
	if err != nil {
		return nil, err
	}
	if e.status == Deleting || e.status == Deleted {
		return nil, conflict("Dev Environment %s is already being deleted", e.id)
	}
	w.beginDelete(e)
	return e.ref(), nil
}

// updateDevEnvironment echoes the request. Changing the alias needs no restart; changing anything else does.
func (w *World) updateDevEnvironment(c *call) (any, error) {
	e, err := w.findModifiable(c)
	if err != nil {
		return nil, err
	}
	if e.status != Running && (e.status != Stopped || e.pending != nonePending) {
		return nil, validationError("To update your Dev Environment, it must be either running or stopped")
	}
	if alias, given := c.body["alias"].(string); given {
		if alias == "" {
			return nil, validationError("The alias must not be empty")
		}
		e.alias = alias
	}
	e.updated = w.clock
	if w.applyMachineSettings(e, c) && e.status == Running {
		w.beginRestart(e)
	}
	response := map[string]any{"spaceName": e.project.space.Name, "projectName": e.project.Name, "id": e.id}
	for name, value := range c.body {
		response[name] = value
	}
	return response, nil
}

// applyMachineSettings applies the machine settings of a start or an update, and reports whether there were any.
func (w *World) applyMachineSettings(e *devEnv, c *call) bool {
	changed := false
	if size := c.string("instanceType"); size != "" {
		e.instance, changed = size, true
	}
	if n, given := c.integer("inactivityTimeoutMinutes"); given {
		e.timeout, changed = int16(n), true
	}
	if list, _ := c.body["ides"].([]any); len(list) > 0 {
		ide := list[0].(map[string]any)
		e.ide, changed = &IDE{stringOf(ide, "name"), stringOf(ide, "runtime")}, true
	}
	return changed
}

func stringOf(m map[string]any, name string) string {
	s, _ := m[name].(string)
	return s
}

func (w *World) createDevEnvironment(c *call) (any, error) {
	p, err := w.findProject(c)
	if err != nil {
		return nil, err
	}
	if p.space.quotaExceeded {
		return nil, quotaExceeded()
	}
	if id := w.createdByToken[c.string("clientToken")]; id != "" && p.find(id) != nil {
		return p.find(id).ref(), nil
	}
	size, _ := c.body["persistentStorage"].(map[string]any)["sizeInGiB"].(json.Number).Int64()
	if size != 16 && size != 32 && size != 64 {
		return nil, validationError("persistentStorage must be 16, 32 or 64 GiB")
	}
	e := w.createEnv(p)
	e.creator, e.alias, e.storage, e.vpc = c.user, c.string("alias"), int16(size), c.string("vpcConnectionName")
	e.ide, e.repos, e.timeout = &IDE{}, requestedRepositories(c), 15
	w.applyMachineSettings(e, c)
	if token := c.string("clientToken"); token != "" {
		w.createdByToken[token] = e.id
	}
	name := e.ref()
	name.VPC = e.vpc
	return name, nil
}

func requestedRepositories(c *call) []Repository {
	items, _ := c.body["repositories"].([]any)
	var all []Repository
	for _, item := range items {
		r := item.(map[string]any)
		all = append(all, Repository{stringOf(r, "repositoryName"), stringOf(r, "branchName")})
	}
	return all
}

type accessDetails struct {
	StreamURL  string `json:"streamUrl"`
	TokenValue string `json:"tokenValue"`
}

// startSession opens a session. Only the creator of an environment can connect to it.
func (w *World) startSession(c *call) (any, error) {
	e, err := w.findEnv(c)
	switch {
	case err != nil:
		return nil, err
	case e.creator != c.user:
		return nil, accessDenied("Only its creator can connect to Dev Environment %s", e.id)
	case e.status != Running:
		return nil, notRunning()
	}
	s := session{w.sessionID(), w.clock}
	w.addSession(e, s)
	return struct {
		accessDetails `json:"accessDetails"`
		devEnvRef
	}{
		accessDetails{
			"wss://ssmmessages.us-west-2.amazonaws.com/v1/data-channel/" + s.id,
			fmt.Sprintf("sim-stream-%016x", w.rng.Uint64()),
		},
		devEnvRef{SpaceName: e.project.space.Name, ProjectName: e.project.Name, ID: e.id, SessionID: s.id},
	}, nil
}

func (w *World) stopSession(c *call) (any, error) {
	e, err := w.findModifiable(c)
	if err != nil {
		return nil, err
	}
	if !w.endSession(e, c.session()) {
		return nil, notFound("Session %s not found", c.session())
	}
	name := e.ref()
	name.SessionID = c.session()
	return name, nil
}
