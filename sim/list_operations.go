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
	p.collect(func(from string, again bool, take func(string) bool) {
		for i := startIndex(from, again); i < len(w.spaces); i++ {
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

// beginAt is the place in the order of creation at which a walk goes on.
func startIndex(from string, again bool) int {
	i, err := strconv.Atoi(from)
	if err == nil && !again {
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
	p.collect(func(from string, again bool, take func(string) bool) {
		for _, in := range s.projects[s.position(startIndex(from, again)):] {
			if !wanted(in) {
				continue
			}
			if !take(strconv.Itoa(in.ord)) {
				return
			}
			out.Items = append(out.Items, in.item())
		}
	})
	out.NextToken = p.nextToken
	return out, nil
}

// place is where the project with that ord stands, or would stand.
func (s *space) position(ord int) int {
	i, _ := slices.BinarySearchFunc(s.projects, ord, func(p *project, ord int) int { return cmp.Compare(p.ord, ord) })
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
	p.collect(func(from string, again bool, take func(string) bool) {
		for _, e := range in.envsFrom(from, again) {
			if !take(e.id) {
				return
			}
			out.Items = append(out.Items, e.item(p.quirks))
		}
	})
	out.NextToken = p.nextToken
	return out, nil
}

// from are the environments from the one with that id on.
func (p *project) envsFrom(id string, again bool) []*devEnv {
	i, found := p.position(id)
	if found && !again {
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
	p.collect(func(from string, again bool, take func(string) bool) {
		s.walkEnvs(from, again, func(e *devEnv) bool {
			if p.quirks.SpaceWide.hides(e, c.user) {
				return true
			}
			if !take(fmt.Sprintf("%d/%s", e.in.ord, e.id)) {
				return false
			}
			out.Items = append(out.Items, e.item(p.quirks))
			return true
		})
	})
	out.NextToken = p.nextToken
	return out, nil
}

// walk goes through the environments of all projects that do not refuse, from the one whose ord/id is given on.
func (s *space) walkEnvs(from string, again bool, visit func(*devEnv) bool) {
	ord, id, _ := strings.Cut(from, "/")
	begin, _ := strconv.Atoi(ord)
	for _, p := range s.projects[s.position(begin):] {
		if p.deniesAccess() {
			continue
		}
		envs := p.envs
		if p.ord == begin {
			envs = p.envsFrom(id, again)
		}
		for _, e := range envs {
			if !visit(e) {
				return
			}
		}
	}
}

func (q SpaceWide) hides(e *devEnv, caller *User) bool {
	return q == SpaceWideOwn && e.creator != caller ||
		q == SpaceWideLossy && e == e.in.envs[len(e.in.envs)-1]
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
	p.collect(func(from string, again bool, take func(string) bool) {
		i, found := e.sessionPosition(from)
		if found && !again {
			i++
		}
		for ; i < len(e.sessions) && take(e.sessions[i].id); i++ {
			out.Items = append(out.Items, e.sessionItem(e.sessions[i], p.quirks))
		}
	})
	out.NextToken = p.nextToken
	return out, nil
}
