package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
)

// lsResult is what one run has read: the inventory, and the lists that could not be read.
type lsResult struct {
	*inventory.Inventory
	failed map[types.Path]*types.Error
	read   int // number of events with at least a part of a list
}

func newLsResult() *lsResult {
	return &lsResult{Inventory: inventory.New(), failed: map[types.Path]*types.Error{}}
}

func (r *lsResult) apply(batch []types.Event) {
	for _, e := range batch {
		r.Apply(e)
		switch {
		case len(e.Users) > 0:
		case e.Gone || e.Err == nil:
			delete(r.failed, e.Path)
		default:
			r.failed[e.Path] = e.Err
		}
		if !e.At.IsZero() || e.Items.Len() > 0 {
			r.read++
		}
	}
}

// totalFailure is why nothing at all could be read; nil if something was.
func (r *lsResult) totalFailure() error {
	failed := r.failedLists()
	if r.read > 0 || len(failed) == 0 {
		return nil
	}
	if at := failed[0]; at != (types.Path{}) {
		return fmt.Errorf("%s not read: %w", listName(at), r.failed[at])
	}
	return r.failed[failed[0]]
}

// failedLists are the lists that could not be read, sorted. Those that failed with their parent are left out: they were
// not even requested.
func (r *lsResult) failedLists() []types.Path {
	var all []types.Path
	for p, e := range r.failed {
		if up, ok := r.failed[p.Parent()]; p == (types.Path{}) || !ok || up != e {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, comparePaths)
	return all
}

func comparePaths(a, b types.Path) int {
	return cmp.Or(cmp.Compare(a.Space, b.Space), cmp.Compare(a.Project, b.Project), cmp.Compare(a.DevEnv, b.DevEnv))
}

// printFailures writes one line for each list that could not be read.
func (r *lsResult) printFailures(w io.Writer) error {
	failed := r.failedLists()
	for _, p := range failed {
		fmt.Fprintf(w, "catwatch: %s not read: %s%s\n", listName(p), r.failed[p].Sentence, requestSuffix(r.failed[p]))
	}
	if len(failed) > 0 {
		return partial()
	}
	return nil
}

func listName(p types.Path) string {
	if p == (types.Path{}) {
		return p.Kind().String()
	}
	return p.Kind().String() + " of " + p.String()
}

func requestSuffix(e *types.Error) string {
	if e.RequestID == "" {
		return ""
	}
	return " (request " + e.RequestID + ")"
}
