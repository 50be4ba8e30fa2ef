package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
)

// harvest is what one reading brought: the inventory, and the lists that could not be read.
type lsResult struct {
	*inventory.Inventory
	failed map[types.Path]*types.Error
	read   int // lists of which at least a part was read
}

func newLsResult() *lsResult {
	return &lsResult{Inventory: inventory.New(), failed: map[types.Path]*types.Error{}}
}

func (h *lsResult) apply(batch []types.Event) {
	for _, e := range batch {
		h.Apply(e)
		switch {
		case len(e.Users) > 0:
		case e.Gone || e.Err == nil:
			delete(h.failed, e.Path)
		default:
			h.failed[e.Path] = e.Err
		}
		if !e.At.IsZero() || e.Items.Len() > 0 {
			h.read++
		}
	}
}

// nothing is why nothing at all could be read, nil where something was.
func (h *lsResult) totalFailure() error {
	lost := h.failedLists()
	if h.read > 0 || len(lost) == 0 {
		return nil
	}
	if at := lost[0]; at != (types.Path{}) {
		return fmt.Errorf("%s not read: %w", listName(at), h.failed[at])
	}
	return h.failed[lost[0]]
}

// lost are the lists that could not be read, in order. Those that share the failure of the one they hang under are
// left out: they were not even asked for.
func (h *lsResult) failedLists() []types.Path {
	var all []types.Path
	for p, e := range h.failed {
		if up, ok := h.failed[p.Parent()]; p == (types.Path{}) || !ok || up != e {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, comparePaths)
	return all
}

func comparePaths(a, b types.Path) int {
	return cmp.Or(cmp.Compare(a.Space, b.Space), cmp.Compare(a.Project, b.Project), cmp.Compare(a.DevEnv, b.DevEnv))
}

// report writes one line for each list that could not be read.
func (h *lsResult) printFailures(w io.Writer) error {
	lost := h.failedLists()
	for _, p := range lost {
		fmt.Fprintf(w, "catwatch: %s not read: %s%s\n", listName(p), h.failed[p].Sentence, requestSuffix(h.failed[p]))
	}
	if len(lost) > 0 {
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
