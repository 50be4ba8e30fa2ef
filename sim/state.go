package sim

import (
	"cmp"
	"slices"
	"time"
)

type space struct {
	Space
	projects      []*project // by ord
	byName        map[string]*project
	quotaExceeded bool // its quota is used up
	admin         bool // the caller may act on the environments of others
}

type project struct {
	Project
	in    *space
	ord   int          // its place in listings; grows
	envs  []*devEnv    // by id
	repos []Repository // one of each branch, shared by its environments
}

// devEnv is kept small, since worlds of a hundred thousand of them live beside the program that watches them.
type devEnv struct {
	id, alias, reason string
	status            Status
	in                *project
	creator           *User
	ide               *IDE
	vpc, instance     string
	repos             []Repository
	updated           int64 // Unix nanoseconds
	sessions          []session
	generation        uint32 // the number of its present plan; events of older plans are void
	setIndex          int32  // its index in the roster it stands in
	set               *envSet
	timeout, storage  int16
	targetSessions    uint8 // how many sessions it tends to have
	pending           pendingOp
	manual            bool // by hand: whoever added it decides what happens to it
}

type session struct {
	id      string
	started int64
}

// busy says what was asked of an environment whose status does not tell.
type pendingOp uint8

const (
	nonePending   pendingOp = iota
	startPending            // start was asked for; it still reads STOPPED
	updatePending           // it restarts because of an update
)

func (p *project) deniesAccess() bool { return p.NotMember || p.Denied }

func (p *project) position(id string) (int, bool) {
	return slices.BinarySearchFunc(p.envs, id, func(e *devEnv, id string) int { return cmp.Compare(e.id, id) })
}

func (p *project) find(id string) *devEnv {
	if i, ok := p.position(id); ok {
		return p.envs[i]
	}
	return nil
}

func (p *project) insert(e *devEnv) {
	i, _ := p.position(e.id)
	p.envs = slices.Insert(p.envs, i, e)
}

func (p *project) remove(e *devEnv) {
	if i, ok := p.position(e.id); ok {
		p.envs = slices.Delete(p.envs, i, i+1)
	}
}

func (e *devEnv) sessionPosition(id string) (int, bool) {
	return slices.BinarySearchFunc(e.sessions, id, func(s session, id string) int { return cmp.Compare(s.id, id) })
}

func (e *devEnv) value() DevEnv {
	v := DevEnv{
		Space: e.in.in.Name, Project: e.in.Name, ID: e.id, Alias: e.alias, Status: e.status, StatusReason: e.reason,
		Repositories: slices.Clone(e.repos), InstanceType: e.instance, Timeout: int(e.timeout),
		StorageGiB: int(e.storage), VPC: e.vpc, Updated: time.Unix(0, e.updated),
	}
	if e.creator != nil {
		v.CreatorID = e.creator.ID
	}
	if e.ide != nil {
		v.IDE = *e.ide
	}
	return v
}

// roster is a set of environments that gives any of them in one step.
type envSet struct{ envs []*devEnv }

func (r *envSet) add(e *devEnv) {
	e.set, e.setIndex = r, int32(len(r.envs))
	r.envs = append(r.envs, e)
}

func (r *envSet) remove(e *devEnv) {
	last := r.envs[len(r.envs)-1]
	r.envs[e.setIndex], last.setIndex = last, e.setIndex
	r.envs = r.envs[:len(r.envs)-1]
	e.set = nil
}

// enrol puts e into the roster that its status asks for.
func (w *World) updateSets(e *devEnv) {
	var want *envSet
	switch e.status {
	case Running:
		want = &w.running
	case Stopped, Failed:
		want = &w.stopped
	}
	if e.set == want {
		return
	}
	if e.set != nil {
		e.set.remove(e)
	}
	if want != nil {
		want.add(e)
	}
}
