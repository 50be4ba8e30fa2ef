package cli

import (
	"context"
	"slices"

	"catwatch/fetch"
)

// recheck reads the projects again whose environments refused to tell their sessions: an environment that stops, or is
// deleted, between the reading of its project and its own refuses, and that is no failure. It has no sessions.
func (h *harvest) recheck(ctx context.Context, open opener) error {
	for _, project := range h.doubtful() {
		r, err := open(ctx, fetch.Options{Once: true, Depth: fetch.DevEnvs, Scope: project})
		if err != nil {
			return err
		}
		if err := r.Run(ctx, h.take); err != nil {
			return err
		}
		for p := range h.failed {
			e := h.DevEnv(p)
			if p.Kind() == fetch.Sessions && p.Parent() == project && h.failed[project] == nil && (e == nil || e.Status != fetch.Running) {
				delete(h.failed, p)
			}
		}
	}
	return nil
}

// doubtful are the projects in which a RUNNING environment refused.
func (h *harvest) doubtful() []fetch.Path {
	var all []fetch.Path
	for p, e := range h.failed {
		switch e.Reason {
		case fetch.Invalid, fetch.Gone, fetch.Conflict, fetch.Denied:
			if p.Kind() == fetch.Sessions && h.failed[p.Parent()] != e {
				all = append(all, p.Parent())
			}
		}
	}
	slices.SortFunc(all, comparePaths)
	return slices.Compact(all)
}
