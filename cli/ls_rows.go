package cli

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
)

// lsRow is one row to print: the item, and what the table shows beside it.
type lsRow struct {
	inventory.Row
	space   *types.Space
	project *types.Project
	env     *types.DevEnv
	session *types.Session
	use     inventory.Use
	place   string // the project's space
	owner   string
}

// rows are the rows of the lists that match the filter, in an order that depends only on the items.
func (l *listing) rows(result *lsResult, lists []types.Path, now time.Time) []lsRow {
	var rows []lsRow
	for _, p := range lists {
		list, _ := result.List(p)
		for r := range l.items(result, p, list.Items) {
			if !list.At.IsZero() {
				r.Read = list.At.Unix()
			}
			if l.filter.Match(&r.Row, now.Unix()) {
				rows = append(rows, r)
			}
		}
	}
	slices.SortStableFunc(rows, compareRows)
	return rows
}

// lists are the lists whose items can be rows.
func (l *listing) lists(result *lsResult) []types.Path {
	var all []types.Path
	switch l.kind {
	case types.Spaces:
		all = []types.Path{{}}
	case types.Projects:
		all = l.spaces(result)
	case types.DevEnvs:
		for e := range result.DevEnvs() {
			all = append(all, e.Path().Parent())
		}
	case types.Sessions:
		for e := range result.AllSessions() {
			all = append(all, e.Path())
		}
	}
	return slices.Compact(all)
}

// spaces are the lists of projects that were read. With a scope, the list of spaces was not read.
func (l *listing) spaces(result *lsResult) []types.Path {
	if l.scope.Space != "" {
		return []types.Path{{Space: l.scope.Space}}
	}
	list, _ := result.List(types.Path{})
	paths := make([]types.Path, len(list.Items.Spaces))
	for i := range paths {
		paths[i] = types.Path{Space: list.Items.Spaces[i].Name}
	}
	return paths
}

// items are the rows of one list, unfiltered.
func (l *listing) items(result *lsResult, at types.Path, items types.Items) iter.Seq[lsRow] {
	switch l.kind {
	case types.Spaces:
		return l.spaceRows(items.Spaces)
	case types.Projects:
		return l.projectRows(at.Space, items.Projects)
	case types.DevEnvs:
		return l.devEnvRows(result, items.DevEnvs)
	}
	return sessionRows(result, at, items.Sessions)
}

func (l *listing) spaceRows(spaces []types.Space) iter.Seq[lsRow] {
	return func(yield func(lsRow) bool) {
		for i := range spaces {
			s := &spaces[i]
			if (l.scope.Space == "" || l.scope.Space == s.Name) && !yield(lsRow{Row: inventory.SpaceRow(s), space: s}) {
				return
			}
		}
	}
}

func (l *listing) projectRows(space string, projects []types.Project) iter.Seq[lsRow] {
	return func(yield func(lsRow) bool) {
		for i := range projects {
			p := &projects[i]
			if (l.scope.Project == "" || l.scope.Project == p.Name) && !yield(lsRow{Row: inventory.ProjectRow(space, p), project: p, place: space}) {
				return
			}
		}
	}
}

func (l *listing) devEnvRows(result *lsResult, envs []types.DevEnv) iter.Seq[lsRow] {
	return func(yield func(lsRow) bool) {
		for i := range envs {
			e := &envs[i]
			if e.Status.Hidden() && !l.all {
				continue
			}
			use, owner := result.Use(e.Path()), result.Owner(e.Creator)
			if !yield(lsRow{Row: inventory.DevEnvRow(e, use, owner), env: e, use: use, owner: owner}) {
				return
			}
		}
	}
}

func sessionRows(result *lsResult, at types.Path, sessions []types.Session) iter.Seq[lsRow] {
	return func(yield func(lsRow) bool) {
		e := result.DevEnv(at)
		if e == nil {
			return
		}
		owner := result.Owner(e.Creator)
		for i := range sessions {
			s := &sessions[i]
			if !yield(lsRow{Row: inventory.SessionRow(e, s, owner), env: e, session: s, owner: owner}) {
				return
			}
		}
	}
}

func compareRows(a, b lsRow) int {
	x, y := a.order(), b.order()
	for i := range x {
		if c := strings.Compare(x[i], y[i]); c != 0 {
			return c
		}
	}
	if a.session == nil {
		return 0
	}
	return cmp.Or(cmp.Compare(a.session.Started, b.session.Started), strings.Compare(a.session.ID, b.session.ID))
}

// order is what rows are sorted by: space and project, then name, then id.
func (r *lsRow) order() [4]string {
	switch {
	case r.space != nil:
		return [4]string{r.space.Name}
	case r.project != nil:
		return [4]string{r.place, r.project.Name}
	}
	return [4]string{r.env.Space.String(), r.env.Project.String(), r.env.Name(), r.env.ID}
}

// doc is the row with the API's member names, for encoding/json.
func (r *lsRow) doc() any {
	switch {
	case r.space != nil:
		return types.SpaceJSON(r.space)
	case r.project != nil:
		return types.ProjectJSON(r.place, r.project)
	case r.session != nil:
		return types.SessionJSON(r.env, *r.session)
	}
	return types.DevEnvJSON(r.env)
}
