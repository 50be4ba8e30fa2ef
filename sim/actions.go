package sim

import (
	"encoding/json"
	"fmt"
)

func notRunning() error { return invalid("Dev Environment is not running") }

// findOwn finds an environment that the caller may act on: the caller's, and in spaces where the caller is an
// administrator those of others.
func (w *World) findOwn(c *call) (*devEnv, error) {
	e, err := w.findEnv(c)
	if err == nil && e.creator != c.user && !e.in.in.admin {
		return nil, denied("You are not authorized to perform %s on Dev Environment %s", c.op.name, e.id)
	}
	return e, err
}

func (w *World) startDevEnvironment(c *call) (any, error) {
	e, err := w.findOwn(c)
	if err != nil {
		return nil, err
	}
	if err := e.startable(); err != nil {
		return nil, err
	}
	resting := (e.status == Stopped || e.status == Failed) && e.busy == free
	if resting && e.in.in.exhausted {
		return nil, exhausted()
	}
	if resting {
		w.configure(e, c)
		w.start(e)
	}
	name := e.name()
	name.Status = e.status
	return name, nil
}

func (e *devEnv) startable() error {
	switch {
	case e.busy == updating:
		return conflict("Cannot start Dev Environment because update process is still going on")
	case e.status == Stopping:
		return conflict("Cannot start Dev Environment because it is stopping")
	case e.status == Deleting || e.status == Deleted:
		return conflict("Cannot start Dev Environment because it is being deleted")
	case e.status == Failed && e.reason == CreationFailed:
		return invalid("The Dev Environment creation has failed, cannot start")
	}
	return nil
}

// CreationFailed is the reason of a FAILED environment that can never be started.
const CreationFailed = "The Dev Environment creation has failed"

func (w *World) stopDevEnvironment(c *call) (any, error) {
	e, err := w.findOwn(c)
	if err != nil {
		return nil, err
	}
	switch e.status {
	case Deleting, Deleted:
		return nil, conflict("Cannot stop Dev Environment because it is being deleted")
	case Running, Starting, Pending:
		w.stop(e)
	case Stopped:
		if e.busy == called { // it was about to start
			w.stop(e)
		}
	}
	name := e.name()
	name.Status = e.status
	return name, nil
}

func (w *World) deleteDevEnvironment(c *call) (any, error) {
	e, err := w.findOwn(c)
	if err != nil {
		return nil, err
	}
	if e.status == Deleting || e.status == Deleted {
		return nil, conflict("Dev Environment %s is already being deleted", e.id)
	}
	w.delete(e)
	return e.name(), nil
}

// updateDevEnvironment answers with what was asked for. A new alias takes no restart; all else does.
func (w *World) updateDevEnvironment(c *call) (any, error) {
	e, err := w.findOwn(c)
	if err != nil {
		return nil, err
	}
	if e.status != Running && (e.status != Stopped || e.busy != free) {
		return nil, invalid("To update your Dev Environment, it must be either running or stopped")
	}
	if alias, given := c.body["alias"].(string); given {
		if alias == "" {
			return nil, invalid("The alias must not be empty")
		}
		e.alias = alias
	}
	e.updated = w.clock
	if w.configure(e, c) && e.status == Running {
		w.restart(e)
	}
	answer := map[string]any{"spaceName": e.in.in.Name, "projectName": e.in.Name, "id": e.id}
	for name, value := range c.body {
		answer[name] = value
	}
	return answer, nil
}

// configure takes over what a start or an update says of the machine, and tells whether it says anything.
func (w *World) configure(e *devEnv, c *call) bool {
	changed := false
	if size := c.text("instanceType"); size != "" {
		e.instance, changed = size, true
	}
	if n, given := c.number("inactivityTimeoutMinutes"); given {
		e.timeout, changed = int16(n), true
	}
	if list, _ := c.body["ides"].([]any); len(list) > 0 {
		ide := list[0].(map[string]any)
		e.ide, changed = &IDE{textOf(ide, "name"), textOf(ide, "runtime")}, true
	}
	return changed
}

func textOf(m map[string]any, name string) string {
	s, _ := m[name].(string)
	return s
}

func (w *World) createDevEnvironment(c *call) (any, error) {
	p, err := w.findProject(c)
	if err != nil {
		return nil, err
	}
	if p.in.exhausted {
		return nil, exhausted()
	}
	if id := w.created[c.text("clientToken")]; id != "" && p.find(id) != nil {
		return p.find(id).name(), nil
	}
	size, _ := c.body["persistentStorage"].(map[string]any)["sizeInGiB"].(json.Number).Int64()
	if size != 16 && size != 32 && size != 64 {
		return nil, invalid("persistentStorage must be 16, 32 or 64 GiB")
	}
	e := w.create(p)
	e.creator, e.alias, e.storage, e.vpc = c.user, c.text("alias"), int16(size), c.text("vpcConnectionName")
	e.ide, e.repos, e.timeout = &IDE{}, repositoriesOf(c), 15
	w.configure(e, c)
	if token := c.text("clientToken"); token != "" {
		w.created[token] = e.id
	}
	name := e.name()
	name.VPC = e.vpc
	return name, nil
}

func repositoriesOf(c *call) []Repository {
	items, _ := c.body["repositories"].([]any)
	var all []Repository
	for _, item := range items {
		r := item.(map[string]any)
		all = append(all, Repository{textOf(r, "repositoryName"), textOf(r, "branchName")})
	}
	return all
}

type accessDetails struct {
	StreamURL  string `json:"streamUrl"`
	TokenValue string `json:"tokenValue"`
}

// startSession connects the caller, whom only an own environment lets in.
func (w *World) startSession(c *call) (any, error) {
	e, err := w.findEnv(c)
	switch {
	case err != nil:
		return nil, err
	case e.creator != c.user:
		return nil, denied("Only its creator can connect to Dev Environment %s", e.id)
	case e.status != Running:
		return nil, notRunning()
	}
	s := session{w.sessionID(), w.clock}
	w.join(e, s)
	return struct {
		accessDetails `json:"accessDetails"`
		devEnvName
	}{
		accessDetails{
			"wss://ssmmessages.us-west-2.amazonaws.com/v1/data-channel/" + s.id,
			fmt.Sprintf("sim-stream-%016x", w.dice.Uint64()),
		},
		devEnvName{SpaceName: e.in.in.Name, ProjectName: e.in.Name, ID: e.id, SessionID: s.id},
	}, nil
}

func (w *World) stopSession(c *call) (any, error) {
	e, err := w.findOwn(c)
	if err != nil {
		return nil, err
	}
	if !w.leave(e, c.session()) {
		return nil, missing("Session %s not found", c.session())
	}
	name := e.name()
	name.SessionID = c.session()
	return name, nil
}
