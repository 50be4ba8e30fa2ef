package cli

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"catwatch/fetch"
	"catwatch/tui"
)

// lsRow is one row to print: doc is it in the API's words, and the rest what the table shows beside.
type lsRow struct {
	tui.Row
	space   *fetch.Space
	project *fetch.Project
	env     *fetch.DevEnv
	session *fetch.Session
	use     fetch.Use
	place   string // the project's space
	owner   string
}

// rows are what the listing chooses, in an order that depends on nothing but what they are.
func (l *listing) rows(h *harvest, now time.Time) []lsRow {
	var rows []lsRow
	keep := func(r lsRow, list fetch.Path) {
		if known, ok := h.List(list); ok && !known.At.IsZero() {
			r.Read = known.At.Unix()
		}
		if l.filter.Match(&r.Row, now.Unix()) {
			rows = append(rows, r)
		}
	}
	switch l.kind {
	case fetch.Spaces:
		l.eachSpace(h, keep)
	case fetch.Projects:
		l.eachProject(h, keep)
	case fetch.DevEnvs:
		l.eachDevEnv(h, keep)
	case fetch.Sessions:
		for e, s := range h.AllSessions() {
			owner := h.Owner(e.Creator)
			keep(lsRow{Row: tui.SessionRow(e, s, owner), env: e, session: s, owner: owner}, e.Path())
		}
	}
	slices.SortStableFunc(rows, compareRows)
	return rows
}

func (l *listing) eachSpace(h *harvest, keep func(lsRow, fetch.Path)) {
	list, _ := h.List(fetch.Path{})
	for i := range list.Items.Spaces {
		s := &list.Items.Spaces[i]
		if l.scope.Space == "" || l.scope.Space == s.Name {
			keep(lsRow{Row: tui.SpaceRow(s), space: s}, fetch.Path{})
		}
	}
}

func (l *listing) eachProject(h *harvest, keep func(lsRow, fetch.Path)) {
	for _, at := range l.spaces(h) {
		list, _ := h.List(at)
		for i := range list.Items.Projects {
			p := &list.Items.Projects[i]
			if l.scope.Project == "" || l.scope.Project == p.Name {
				keep(lsRow{Row: tui.ProjectRow(at.Space, p), project: p, place: at.Space}, at)
			}
		}
	}
}

// spaces are the lists of projects that were read. With a scope, nobody asked for the spaces themselves.
func (l *listing) spaces(h *harvest) []fetch.Path {
	if l.scope.Space != "" {
		return []fetch.Path{{Space: l.scope.Space}}
	}
	list, _ := h.List(fetch.Path{})
	paths := make([]fetch.Path, len(list.Items.Spaces))
	for i := range paths {
		paths[i] = fetch.Path{Space: list.Items.Spaces[i].Name}
	}
	return paths
}

func (l *listing) eachDevEnv(h *harvest, keep func(lsRow, fetch.Path)) {
	for e := range h.DevEnvs() {
		if e.Status.Hidden() && !l.all {
			continue
		}
		use, owner := h.Use(e.Path()), h.Owner(e.Creator)
		keep(lsRow{Row: tui.DevEnvRow(e, use, owner), env: e, use: use, owner: owner}, e.Path().Parent())
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
		return fetch.SpaceJSON(r.space)
	case r.project != nil:
		return fetch.ProjectJSON(r.place, r.project)
	case r.session != nil:
		return fetch.SessionJSON(r.env.Path(), *r.session)
	}
	return fetch.DevEnvJSON(r.env)
}
