package sim

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func (w *World) listSpaces(c *call) (any, error) {
	p, err := w.newPage(c, c.user.ID)
	if err != nil {
		return nil, err
	}
	out := listing[spaceItem]{Items: []spaceItem{}}
	p.collect(func(cursor string, inclusive bool, take func(string) bool) {
		for i := startIndex(cursor, inclusive); i < len(w.spaces); i++ {
			if !w.canSee(w.spaces[i], c.user) {
				continue
			}
			if !take(strconv.Itoa(i)) {
				return
			}
			out.Items = append(out.Items, w.spaces[i].item())
		}
	})
	out.NextToken = p.nextToken
	return out, nil
}

// startIndex is the index at which a list in order of creation continues after cursor or, if inclusive, at it.
func startIndex(cursor string, inclusive bool) int {
	i, err := strconv.Atoi(cursor)
	if err == nil && !inclusive {
		i++
	}
	return i
}

func (w *World) listProjects(c *call) (any, error) {
	s, err := w.findSpace(c)
	if err != nil {
		return nil, err
	}
	wanted, err := projectFilter(c)
	if err != nil {
		return nil, err
	}
	p, err := w.newPage(c, s.Name+"\x00"+fmt.Sprint(c.body["filters"]))
	if err != nil {
		return nil, err
	}
	out := listing[projectItem]{Items: []projectItem{}}
	p.collect(func(cursor string, inclusive bool, take func(string) bool) {
		for _, in := range s.projects[s.position(startIndex(cursor, inclusive)):] {
			if !wanted(in) {
				continue
			}
			if !take(strconv.Itoa(in.order)) {
				return
			}
			out.Items = append(out.Items, in.item())
		}
	})
	out.NextToken = p.nextToken
	return out, nil
}

// position is the index of the project with that order, or the index at which it would be inserted.
func (s *space) position(order int) int {
	i, _ := slices.BinarySearchFunc(s.projects, order, func(p *project, order int) int { return cmp.Compare(p.order, order) })
	return i
}

func (w *World) listDevEnvironments(c *call) (any, error) {
	s, err := w.findSpace(c)
	if err != nil {
		return nil, err
	}
	if filters, _ := c.body["filters"].([]any); len(filters) > 0 {
		return nil, validationError("The filter key is not supported")
	}
	if c.string("projectName") == "" {
		return w.listSpaceWide(c, s)
	}
	in, err := w.findProject(c)
	if err != nil {
		return nil, err
	}
	p, err := w.newPage(c, s.Name+"\x00"+in.Name)
	if err != nil {
		return nil, err
	}
	out := listing[devEnvItem]{Items: []devEnvItem{}}
	p.collect(func(cursor string, inclusive bool, take func(string) bool) {
		for _, e := range in.envsFrom(cursor, inclusive) {
			if !take(e.id) {
				return
			}
			out.Items = append(out.Items, e.item(p.quirks))
		}
	})
	out.NextToken = p.nextToken
	return out, nil
}

// envsFrom are the environments after the one with that id or, if inclusive, from it on.
func (p *project) envsFrom(id string, inclusive bool) []*devEnv {
	i, found := p.position(id)
	if found && !inclusive {
		i++
	}
	return p.envs[i:]
}

func (w *World) listSpaceWide(c *call, s *space) (any, error) {
	p, err := w.newPage(c, s.Name)
	if err != nil {
		return nil, err
	}
	switch p.quirks.SpaceWide {
	case SpaceWideDenied:
		return nil, accessDenied("You are not authorized to list the Dev Environments of space %s", s.Name)
	case SpaceWideInvalid:
		return nil, validationError("projectName must not be null")
	}
	out := listing[devEnvItem]{Items: []devEnvItem{}}
	p.collect(func(cursor string, inclusive bool, take func(string) bool) {
		s.walkEnvs(cursor, inclusive, func(e *devEnv) bool {
			if p.quirks.SpaceWide.hides(e, c.user) {
				return true
			}
			if !take(fmt.Sprintf("%d/%s", e.project.order, e.id)) {
				return false
			}
			out.Items = append(out.Items, e.item(p.quirks))
			return true
		})
	})
	out.NextToken = p.nextToken
	return out, nil
}

// walkEnvs visits the environments of all projects that the caller has access to, after the one whose order/id is given or,
// if inclusive, from it on.
func (s *space) walkEnvs(cursor string, inclusive bool, visit func(*devEnv) bool) {
	order, id, _ := strings.Cut(cursor, "/")
	begin, _ := strconv.Atoi(order)
	for _, p := range s.projects[s.position(begin):] {
		if p.deniesAccess() {
			continue
		}
		envs := p.envs
		if p.order == begin {
			envs = p.envsFrom(id, inclusive)
		}
		for _, e := range envs {
			if !visit(e) {
				return
			}
		}
	}
}

func (w *World) listSessions(c *call) (any, error) {
	e, err := w.findEnv(c)
	if err != nil {
		return nil, err
	}
	if e.status != Running {
		return nil, notRunning()
	}
	p, err := w.newPage(c, e.id)
	if err != nil {
		return nil, err
	}
	out := listing[sessionItem]{Items: []sessionItem{}}
	p.collect(func(cursor string, inclusive bool, take func(string) bool) {
		i, found := e.sessionPosition(cursor)
		if found && !inclusive {
			i++
		}
		for ; i < len(e.sessions) && take(e.sessions[i].id); i++ {
			out.Items = append(out.Items, e.sessionItem(e.sessions[i], p.quirks))
		}
	})
	out.NextToken = p.nextToken
	return out, nil
}
