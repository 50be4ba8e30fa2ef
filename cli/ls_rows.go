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

// lsRow is one row to print: doc is it in the API's words, and the rest what the table shows beside.
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

// rows are what the listing chooses of the lists, in an order that depends on nothing but what they are.
func (l *listing) rows(h *lsResult, lists []types.Path, now time.Time) []lsRow {
	var rows []lsRow
	for _, p := range lists {
		list, _ := h.List(p)
		for r := range l.items(h, p, list.Items) {
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

// lists are those whose items can be rows.
func (l *listing) lists(h *lsResult) []types.Path {
	var all []types.Path
	switch l.kind {
	case types.Spaces:
		all = []types.Path{{}}
	case types.Projects:
		all = l.spaces(h)
	case types.DevEnvs:
		for e := range h.DevEnvs() {
			all = append(all, e.Path().Parent())
		}
	case types.Sessions:
		for e := range h.AllSessions() {
			all = append(all, e.Path())
		}
	}
	return slices.Compact(all)
}

// spaces are the lists of projects that were read. With a scope, nobody asked for the spaces themselves.
func (l *listing) spaces(h *lsResult) []types.Path {
	if l.scope.Space != "" {
		return []types.Path{{Space: l.scope.Space}}
	}
	list, _ := h.List(types.Path{})
	paths := make([]types.Path, len(list.Items.Spaces))
	for i := range paths {
		paths[i] = types.Path{Space: list.Items.Spaces[i].Name}
	}
	return paths
}

// items are the rows of one list before the filter.
func (l *listing) items(h *lsResult, at types.Path, items types.Items) iter.Seq[lsRow] {
	switch l.kind {
	case types.Spaces:
		return l.spaceRows(items.Spaces)
	case types.Projects:
		return l.projectRows(at.Space, items.Projects)
	case types.DevEnvs:
		return l.devEnvRows(h, items.DevEnvs)
	}
	return sessionRows(h, at, items.Sessions)
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

func (l *listing) devEnvRows(h *lsResult, envs []types.DevEnv) iter.Seq[lsRow] {
	return func(yield func(lsRow) bool) {
		for i := range envs {
			e := &envs[i]
			if e.Status.Hidden() && !l.all {
				continue
			}
			use, owner := h.Use(e.Path()), h.Owner(e.Creator)
			if !yield(lsRow{Row: inventory.DevEnvRow(e, use, owner), env: e, use: use, owner: owner}) {
				return
			}
		}
	}
}

func sessionRows(h *lsResult, at types.Path, sessions []types.Session) iter.Seq[lsRow] {
	return func(yield func(lsRow) bool) {
		e := h.DevEnv(at)
		if e == nil {
			return
		}
		owner := h.Owner(e.Creator)
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

// order is what rows are sorted by: where they stand, then their name, then their id.
func (r *lsRow) order() [4]string {
	switch {
	case r.space != nil:
		return [4]string{r.space.Name}
	case r.project != nil:
		return [4]string{r.place, r.project.Name}
	}
	return [4]string{r.env.Space.String(), r.env.Project.String(), r.env.Name(), r.env.ID}
}

// doc is the row in the API's words, for encoding/json.
func (r *lsRow) doc() any {
	switch {
	case r.space != nil:
		return types.SpaceJSON(r.space)
	case r.project != nil:
		return types.ProjectJSON(r.place, r.project)
	case r.session != nil:
		return types.SessionJSON(r.env.Path(), *r.session)
	}
	return types.DevEnvJSON(r.env)
}
