package sim

import "slices"

func (w *World) findSpace(c *call) (*space, error) {
	if s := w.byName[c.space()]; s != nil && w.canSee(s, c.user) {
		return s, nil
	}
	return nil, notFound("Space %s not found", c.space())
}

// canSee reports whether a user may see a space.
func (w *World) canSee(s *space, u *User) bool {
	names, limited := w.visibleSpaces[u]
	return !limited || slices.Contains(names, s.Name)
}

// findProject finds the project of a call; access to it may be denied.
func (w *World) findProject(c *call) (*project, error) {
	s, err := w.findSpace(c)
	if err != nil {
		return nil, err
	}
	p := s.byName[c.project()]
	switch {
	case p == nil:
		return nil, notFound("Project %s not found in space %s", c.project(), s.Name)
	case p.deniesAccess():
		return nil, accessDenied("You are not authorized to perform %s in project %s", c.op.name, p.Name)
	}
	return p, nil
}

// findEnv finds the environment of a call. If it was deleted or never existed, the service says access denied, not
// not found.
func (w *World) findEnv(c *call) (*devEnv, error) {
	p, err := w.findProject(c)
	if err != nil {
		return nil, err
	}
	if e := p.find(c.env()); e != nil {
		return e, nil
	}
	return nil, accessDenied("You are not authorized to perform %s on Dev Environment %s", c.op.name, c.env())
}

func (w *World) verifySession(c *call) (any, error) {
	return struct {
		Identity string `json:"identity"`
	}{c.user.ID}, nil
}

type userDetails struct {
	UserID       string       `json:"userId"`
	UserName     string       `json:"userName"`
	DisplayName  string       `json:"displayName,omitempty"`
	PrimaryEmail emailAddress `json:"primaryEmail"`
	Version      string       `json:"version"`
}

type emailAddress struct {
	Email    string `json:"email"`
	Verified bool   `json:"verified"`
}

func (w *World) getUserDetails(c *call) (any, error) {
	id, name := c.query["id"], c.query["userName"]
	if id == "" && name == "" {
		return nil, validationError("Either id or userName must be given")
	}
	for _, u := range w.users {
		if (id == "" || id == u.ID) && (name == "" || name == u.Name) {
			return userDetails{u.ID, u.Name, u.DisplayName, emailAddress{u.Email, true}, "1"}, nil
		}
	}
	return nil, notFound("User not found")
}

func (w *World) getSpace(c *call) (any, error) {
	s, err := w.findSpace(c)
	if err != nil {
		return nil, err
	}
	return s.item(), nil
}

func (w *World) getSubscription(c *call) (any, error) {
	s, err := w.findSpace(c)
	if err != nil {
		return nil, err
	}
	return struct {
		SubscriptionType string `json:"subscriptionType"`
		AWSAccountName   string `json:"awsAccountName"`
	}{"STANDARD", s.Name + "-billing"}, nil
}

// getProject, like the list of projects, returns a project's names even if access to its contents is denied.
func (w *World) getProject(c *call) (any, error) {
	s, err := w.findSpace(c)
	if err != nil {
		return nil, err
	}
	p := s.byName[c.project()]
	switch {
	case p == nil:
		return nil, notFound("Project %s not found in space %s", c.project(), s.Name)
	case p.NotMember:
		return nil, accessDenied("You are not authorized to perform GetProject in project %s", p.Name)
	}
	item := p.item()
	item.SpaceName = s.Name
	return item, nil
}

func (w *World) getDevEnvironment(c *call) (any, error) {
	e, err := w.findEnv(c)
	if err != nil {
		return nil, err
	}
	return e.item(Quirks{}), nil
}
