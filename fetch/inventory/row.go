package inventory

import (
	"strings"

	"catwatch/fetch/types"
	"catwatch/filter"
)

// Row is a space, project, dev environment or session as a filter sees it, on the screen and in catwatch ls alike. It
// is small, since there is one for each of very many, and points into an inventory.
type Row struct {
	env   *types.DevEnv // of a dev environment or a session
	item  any           // *fetch.Space, *fetch.Project, *fetch.Session or *fetch.Change; nil for a dev environment
	owner string        // the creator's name; of a project, its space
	text  string
	idle  int64 // unused since, Unix seconds; 0 when it is not
	Read  int64 // when its list was read, Unix seconds; 0 when nobody said
	count int32 // of sessions
	known bool  // the count is
	dated bool  // but as it was some time ago: the sessions could not be read since
}

// SpaceRow is the row of a space.
func SpaceRow(s *types.Space) Row { return Row{item: s} }

// ProjectRow is the row of a project of the named space.
func ProjectRow(space string, p *types.Project) Row { return Row{item: p, owner: space} }

// DevEnvRow is the row of a dev environment, used like that; owner is its creator's name.
func DevEnvRow(e *types.DevEnv, use Use, owner string) Row {
	r := Row{env: e, owner: owner, count: int32(use.Sessions), known: use.Known, dated: use.Known && !use.Current}
	if !use.Since.IsZero() {
		r.idle = use.Since.Unix()
	}
	return r
}

// SessionRow is the row of a session of the dev environment e, whose creator is called owner.
func SessionRow(e *types.DevEnv, s *types.Session, owner string) Row {
	return Row{env: e, item: s, owner: owner}
}

// ChangeRow is the row of a change that is told in those words.
func ChangeRow(c *types.Change, told string) Row { return Row{item: c, owner: told} }

// Fields are what filters may ask rows of that kind.
func Fields(k types.Kind) filter.Set {
	space := filter.Of(filter.Space, filter.Fresh)
	switch k {
	case types.Spaces:
		return space
	case types.Projects:
		return space | filter.Of(filter.Project)
	case types.DevEnvs:
		return filter.All &^ filter.Of(filter.Started)
	}
	return filter.All &^ filter.Of(filter.Sessions, filter.Unused)
}

// Text is everything there is to see of the row, folded. It is put together at each call unless SetText has kept it.
func (r *Row) Text() string {
	if r.text != "" {
		return r.text
	}
	return r.fold()
}

// SetText keeps what Text returned for an equal row, so that it is not put together again.
func (r *Row) SetText(text string) { r.text = text }

// fold joins by line feeds, which no name holds: a word never matches across two of them.
func (r *Row) fold() string {
	var parts []string
	switch i := r.item.(type) {
	case *types.Space:
		parts = []string{i.Name, i.DisplayName, i.Description, i.Region.String()}
	case *types.Project:
		parts = []string{i.Name, i.DisplayName, i.Description, r.owner}
	case *types.Change:
		parts = []string{i.Name, r.owner, i.Path.Space, i.Path.Project, i.Reason}
	case *types.Session:
		parts = append(r.seen(), i.ID)
	default:
		parts = append(r.seen(), r.env.Reason.String())
	}
	return filter.Fold(strings.Join(parts, "\n"))
}

func (r *Row) seen() []string {
	e := r.env
	return []string{
		e.Alias, e.ID, e.Space.String(), e.Project.String(), e.StatusWord(), e.Type.String(), r.owner,
		e.Repos.String(), e.IDE.String(), e.VPC.String(),
	}
}

// Word implements filter.Row.
func (r *Row) Word(f filter.Field) string {
	switch i := r.item.(type) {
	case *types.Space:
		return when(f == filter.Space, i.Name)
	case *types.Project:
		return when(f == filter.Project, i.Name) + when(f == filter.Space, r.owner)
	case *types.Change:
		return changeWord(i, f)
	case *types.Session:
		if f == filter.ID {
			return i.ID
		}
	}
	return r.envWord(f)
}

func changeWord(c *types.Change, f filter.Field) string {
	switch f {
	case filter.Space:
		return c.Path.Space
	case filter.Project:
		return c.Path.Project
	case filter.Env:
		return c.Name
	case filter.ID:
		return c.Path.DevEnv
	}
	return ""
}

func when(yes bool, s string) string {
	if yes {
		return s
	}
	return ""
}

func (r *Row) envWord(f filter.Field) string {
	e := r.env
	switch f {
	case filter.Space:
		return e.Space.String()
	case filter.Project:
		return e.Project.String()
	case filter.Env:
		return e.Name()
	case filter.ID:
		return e.ID
	case filter.Alias:
		return e.Alias
	case filter.Status:
		return e.StatusWord()
	case filter.Type:
		return e.Type.String()
	case filter.Owner:
		return r.owner
	case filter.Repo:
		return sides(e.Repos.String(), false)
	case filter.Branch:
		return sides(e.Repos.String(), true)
	case filter.IDE:
		return e.IDE.String()
	case filter.VPC:
		return e.VPC.String()
	}
	return ""
}

// sides are the repositories or the branches of "repository@branch …". One repository, the usual case, costs nothing.
func sides(repos string, branches bool) string {
	if !strings.Contains(repos, " ") {
		repo, branch, _ := strings.Cut(repos, "@")
		return when(!branches, repo) + when(branches, branch)
	}
	var all []string
	for _, one := range strings.Fields(repos) {
		if s := sides(one, branches); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, " ")
}

// Number implements filter.Row. The service does not say when an environment was made: its age is that of its last
// change.
func (r *Row) Number(f filter.Field) (int64, bool) {
	if f == filter.Fresh {
		return r.Read, r.Read != 0
	}
	if r.env == nil {
		return 0, false
	}
	switch f {
	case filter.Timeout:
		return int64(r.env.Timeout), true
	case filter.Sessions:
		return int64(r.count), r.known
	case filter.Unused:
		return r.idle, r.idle != 0
	case filter.Updated:
		return r.env.Updated, r.env.Updated != 0
	case filter.Age, filter.Started:
		return r.began()
	}
	return 0, false
}

// Dated implements filter.Dated.
func (r *Row) Dated(f filter.Field) bool {
	return r.dated && (f == filter.Sessions || f == filter.Unused && r.idle != 0)
}

func (r *Row) began() (int64, bool) {
	if s, ok := r.item.(*types.Session); ok {
		return s.Started, s.Started != 0
	}
	return r.env.Updated, r.env.Updated != 0
}
