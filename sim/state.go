package sim

import (
	"cmp"
	"slices"
	"time"
)

type space struct {
	Space
	projects      []*project // by order
	byName        map[string]*project
	quotaExceeded bool // starting and creating environments fails with 402
	admin         bool // the caller is an administrator and may change other users' environments
}

type project struct {
	Project
	space *space
	order int          // its place in listings; increases with each project added
	envs  []*devEnv    // by id
	repos []Repository // one for each branch, shared by its environments
}

// devEnv is kept small: tests run a hundred thousand of them in the process that also watches them.
type devEnv struct {
	id, alias, reason string
	status            Status
	project           *project
	creator           *User
	ide               *IDE
	vpc, instance     string
	repos             []Repository
	updated           int64 // Unix nanoseconds
	sessions          []session
	generation        uint32  // of its scheduled step; events of older generations are void
	setIndex          int32   // its index in set
	set               *envSet // the set it is in; nil for none
	timeout, storage  int16
	targetSessions    uint8 // the number of sessions the background activity aims for
	pending           pendingOp
	manual            bool // added by a test: the background activity leaves it alone
}

type session struct {
	id      string
	started int64
}

// pendingOp is an operation under way that the status does not show.
type pendingOp uint8

const (
	nonePending   pendingOp = iota
	startPending            // a start was requested; the status is still STOPPED
	updatePending           // it is restarting because of an update
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
		Space: e.project.space.Name, Project: e.project.Name, ID: e.id, Alias: e.alias, Status: e.status, StatusReason: e.reason,
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

// envSet is a set of environments from which a random one can be picked in constant time.
type envSet struct{ envs []*devEnv }

func (s *envSet) add(e *devEnv) {
	e.set, e.setIndex = s, int32(len(s.envs))
	s.envs = append(s.envs, e)
}

func (s *envSet) remove(e *devEnv) {
	last := s.envs[len(s.envs)-1]
	s.envs[e.setIndex], last.setIndex = last, e.setIndex
	s.envs = s.envs[:len(s.envs)-1]
	e.set = nil
}

// updateSets moves e into the set that its status calls for.
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
