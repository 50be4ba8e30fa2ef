package table_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"catwatch/fetch/types"
)

const many = 20_001 // rows are arranged elsewhere

func TestManyRowsAreArrangedElsewhereAndOnlyTheLatestIsTaken(t *testing.T) {
	b := fill(t, orchard(many)...)
	b.SetHeight(3)
	filtered := func(text string) func() int {
		if err := b.SetFilter(text); err != nil {
			t.Fatal(err)
		}
		cmd := b.Arrange(b.now)
		return func() int { return take(cmd) }
	}
	early, late := filtered("f1"), filtered("f2")
	if got := b.names(); got != "f0 f1 f2" {
		t.Errorf("shows %q before anything was arranged", got)
	}
	if late() != 1 || b.names() != "f2 f20 f21" {
		t.Errorf("the latest was not taken: %q", b.names())
	}
	if early() != 0 || b.names() != "f2 f20 f21" {
		t.Errorf("a superseded arrangement was taken: %q", b.names())
	}
}

func TestTheCursorMayMoveWhileRowsAreArranged(t *testing.T) {
	b := fill(t, orchard(many)...)
	b.Move(5)
	if err := b.SortBy("count", false); err != nil { // the largest first
		t.Fatal(err)
	}
	cmd := b.Arrange(b.now)
	b.Move(2)
	take(cmd)
	if b.at() != "f7" {
		t.Errorf("the cursor went to %q", b.at())
	}
}

func TestRowsOfAnotherParentSupersedeThoseUnderWay(t *testing.T) {
	b := fill(t, orchard(many)...)
	b.Move(3)
	cmd := b.Arrange(b.now)
	b.rows = few
	take(b.Aim(types.Path{Space: "acme"}, b.now))
	if take(cmd) != 0 || b.names() != "apple banana cherry" {
		t.Errorf("shows %q", b.names())
	}
	b.Move(1)
	b.rows = orchard(5)
	take(b.Aim(types.Path{}, b.now))
	if b.at() != "f3" {
		t.Errorf("back at the first parent the cursor is on %q", b.at())
	}
	b.rows = few
	take(b.Aim(types.Path{Space: "acme"}, b.now))
	if b.at() != "banana" {
		t.Errorf("back at the second parent the cursor is on %q", b.at())
	}
}

func TestRowsAreLoadedOnlyWhenTheyAreStale(t *testing.T) {
	b := fill(t, few...)
	b.rows = few[:1]
	if b.Reload(b.now) != nil || b.names() != "apple banana cherry" {
		t.Errorf("loaded without need: %q", b.names())
	}
	b.Stale()
	b.Reload(b.now)
	if b.names() != "apple" {
		t.Errorf("not loaded: %q", b.names())
	}
}

// A list that asks for its rows shows the old ones, which can be moved in, sorted and filtered, until the answer comes.
func TestQueries(t *testing.T) {
	const every = 5 * time.Second
	answer, failure := few, error(nil)
	b := asking(t, every, func() ([]fruit, error) { return answer, failure })
	cmd := b.Reload(b.now)
	if first, _ := b.Pending(); !first {
		t.Error("the first answer is not awaited")
	}
	if again := b.Reload(b.now.Add(time.Hour)); again != nil {
		t.Error("two queries at a time")
	}
	arrive := func() { take(cmd); take(b.Reload(b.now)) }
	arrive()
	b.Move(1)
	if first, _ := b.Pending(); first || b.names() != "apple banana cherry" {
		t.Fatalf("the answer was not taken: %q", b.names())
	}
	if cmd = b.Reload(b.now.Add(every - 1)); cmd != nil {
		t.Error("asked too soon")
	}

	answer = []fruit{{"zucchini", 9}, few[2], few[1]}
	b.now = b.now.Add(every)
	cmd = b.Reload(b.now)
	b.sortBy("count", false)
	b.filter("an")
	if b.names() != "banana" {
		t.Errorf("while a query is under way the filter leaves %q", b.names())
	}
	b.filter("")
	arrive()
	if b.names() != "zucchini cherry banana" || b.at() != "banana" {
		t.Errorf("shows %q, the cursor on %q", b.names(), b.at())
	}

	answer, failure = nil, errors.New("the file is gone")
	b.now = b.now.Add(every)
	cmd = b.Reload(b.now)
	arrive()
	if _, err := b.Pending(); err == nil || b.names() != "zucchini cherry banana" {
		t.Errorf("after a failure: %q, %v", b.names(), err)
	}
	answer, failure = few[:1], nil
	b.now = b.now.Add(every)
	cmd = b.Reload(b.now)
	arrive()
	if _, err := b.Pending(); err != nil || b.names() != "apple" {
		t.Errorf("after the failure: %q, %v", b.names(), err)
	}
}

func TestASupersededQueryIsEndedAndItsAnswerDropped(t *testing.T) {
	answer, ended := few[:1], []bool(nil)
	b := asking(t, time.Second, func() ([]fruit, error) { return answer, nil })
	query := b.Query
	b.Query = func() func(context.Context) ([]fruit, error) {
		run := query()
		return func(ctx context.Context) ([]fruit, error) {
			ended = append(ended, ctx.Err() != nil)
			return run(ctx)
		}
	}
	slow := b.Reload(b.now)
	answer = few
	b.Requery()
	quick := b.Reload(b.now)
	if take(quick) != 1 || ended[0] {
		t.Error("the latest answer was not taken")
	}
	take(b.Reload(b.now))
	if take(slow) != 0 || !ended[1] {
		t.Error("a superseded answer was taken, or its query goes on")
	}
	take(b.Reload(b.now))
	if got := b.names(); got != "apple banana cherry" {
		t.Errorf("shows %q", got)
	}
}

func TestManyRowsOfAQueryAreArrangedElsewhere(t *testing.T) {
	b := asking(t, time.Second, func() ([]fruit, error) { return orchard(many), nil })
	take(b.Reload(b.now))
	cmd := b.Reload(b.now)
	if cmd == nil || b.names() != "" {
		t.Errorf("arranged at once: %q", b.names())
	}
	take(cmd)
	if got := b.names(); !strings.HasPrefix(got, "f0 f1 f2") {
		t.Errorf("shows %q", got)
	}
}
