package types

import "strings"

// Kind is what the items of a list are.
type Kind uint8

// The four levels of CodeCatalyst, from the top.
const (
	Spaces Kind = iota
	Projects
	DevEnvs
	Sessions
)

// String returns the name users know, in the plural and in lower case.
func (k Kind) String() string {
	return [...]string{"spaces", "projects", "dev environments", "sessions"}[k&3]
}

// Path names a list by its parent: {} the spaces, {Space} its projects, {Space, Project} its dev environments, and all
// three the sessions of one dev environment. It names an item, too: {Space} a space, and so on down; a session has no
// path of its own.
type Path struct{ Space, Project, DevEnv string }

// Kind tells what the list at p holds.
func (p Path) Kind() Kind {
	switch {
	case p.Space == "":
		return Spaces
	case p.Project == "":
		return Projects
	case p.DevEnv == "":
		return DevEnvs
	}
	return Sessions
}

// Parent is the list that p, taken as an item, stands in. The parent of {} is {}.
func (p Path) Parent() Path {
	switch p.Kind() {
	case Sessions:
		return p.InProject()
	case DevEnvs:
		return Path{Space: p.Space}
	}
	return Path{}
}

// Contains reports whether p is q or stands above it.
func (p Path) Contains(q Path) bool {
	return (p.Space == "" || p.Space == q.Space) &&
		(p.Project == "" || p.Project == q.Project) &&
		(p.DevEnv == "" || p.DevEnv == q.DevEnv)
}

// InProject is the project that p stands in or under.
func (p Path) InProject() Path { return Path{Space: p.Space, Project: p.Project} }

// String joins the parts as the console's users write them: space/project/id.
func (p Path) String() string {
	return strings.TrimRight(p.Space+"/"+p.Project+"/"+p.DevEnv, "/")
}

// Child is the list under the item of p that is called name.
func (p Path) Child(name string) Path {
	switch p.Kind() {
	case Spaces:
		return Path{Space: name}
	case Projects:
		return Path{Space: p.Space, Project: name}
	}
	return Path{Space: p.Space, Project: p.Project, DevEnv: name}
}
