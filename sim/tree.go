package sim

import (
	"cmp"
	"slices"
	"time"
)

type space struct {
	Space
	projects  []*project // by ord
	byName    map[string]*project
	exhausted bool // its quota is used up
	admin     bool // the caller may act on the environments of others
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
	plan              uint32 // the number of its present plan; events of older plans are void
	spot              int32  // its index in the roster it stands in
	roster            *roster
	timeout, storage  int16
	want              uint8 // how many sessions it tends to have
	busy              busy
	added             bool // by hand: whoever added it decides what happens to it
}

type session struct {
	id      string
	started int64
}

// busy says what was asked of an environment whose status does not tell.
type busy uint8

const (
	free     busy = iota
	called        // start was asked for; it still reads STOPPED
	updating      // it restarts because of an update
)

func (p *project) refuses() bool { return p.Outsider || p.Refused }

func (p *project) place(id string) (int, bool) {
	return slices.BinarySearchFunc(p.envs, id, func(e *devEnv, id string) int { return cmp.Compare(e.id, id) })
}

func (p *project) find(id string) *devEnv {
	if i, ok := p.place(id); ok {
		return p.envs[i]
	}
	return nil
}

func (p *project) insert(e *devEnv) {
	i, _ := p.place(e.id)
	p.envs = slices.Insert(p.envs, i, e)
}

func (p *project) remove(e *devEnv) {
	if i, ok := p.place(e.id); ok {
		p.envs = slices.Delete(p.envs, i, i+1)
	}
}

func (e *devEnv) place(id string) (int, bool) {
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
type roster struct{ envs []*devEnv }

func (r *roster) add(e *devEnv) {
	e.roster, e.spot = r, int32(len(r.envs))
	r.envs = append(r.envs, e)
}

func (r *roster) drop(e *devEnv) {
	last := r.envs[len(r.envs)-1]
	r.envs[e.spot], last.spot = last, e.spot
	r.envs = r.envs[:len(r.envs)-1]
	e.roster = nil
}

// enrol puts e into the roster that its status asks for.
func (w *World) enrol(e *devEnv) {
	var want *roster
	switch e.status {
	case Running:
		want = &w.running
	case Stopped, Failed:
		want = &w.resting
	}
	if e.roster == want {
		return
	}
	if e.roster != nil {
		e.roster.drop(e)
	}
	if want != nil {
		want.add(e)
	}
}
