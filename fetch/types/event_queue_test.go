package types_test

import (
	"fmt"
	"slices"
	"testing"

	"catwatch/fetch/types"
)

func TestEventQueueKeepsTheNewestStateOfEachListAndEveryUser(t *testing.T) {
	var q types.EventQueue
	a, b := types.Path{Space: "a"}, types.Path{Space: "b"}
	q.Put(types.Event{Path: a, More: true})
	q.Put(types.Event{Users: []types.User{{ID: "1"}}})
	q.Put(types.Event{Path: b})
	q.Put(types.Event{Path: a})
	q.Put(types.Event{Users: []types.User{{ID: "2"}}})
	batch := q.Take()
	if len(batch) != 3 || batch[0].Path != a || batch[0].More || batch[1].Path != b || len(batch[2].Users) != 2 {
		t.Errorf("took %+v", batch)
	}
	if rest := q.Take(); len(rest) != 0 {
		t.Errorf("and again %+v", rest)
	}
	q.Put(types.Event{Path: b, More: true})
	if !batch[0].At.IsZero() || batch[1].More {
		t.Errorf("a batch that was taken changed: %+v", batch)
	}
}

func TestEventQueueLosesNoItemsToAnEventThatSaysOnlyThatAListIsBehind(t *testing.T) {
	var q types.EventQueue
	a, b, c := types.Path{Space: "a"}, types.Path{Space: "b"}, types.Path{Space: "c"}
	items := types.Items{Projects: []types.Project{{Name: "p"}}}
	q.Put(types.Event{Path: a, Items: items})
	q.Put(types.Event{Path: a, Behind: true})
	q.Put(types.Event{Path: b, Behind: true})
	q.Put(types.Event{Path: c, Behind: true})
	q.Put(types.Event{Path: b, Items: items})
	var got []string
	for _, e := range q.Take() {
		got = append(got, fmt.Sprintf("%s %d %v", e.Path.Space, e.Items.Len(), e.Behind))
	}
	if want := []string{"a 1 false", "b 1 false", "a 0 true", "c 0 true"}; !slices.Equal(got, want) {
		t.Errorf("took %q, want %q", got, want)
	}
	if rest := q.Take(); len(rest) != 0 {
		t.Errorf("and again %+v", rest)
	}
}
