package table_test

import (
	"testing"
)

var few = []fruit{{"apple", 3}, {"banana", 1}, {"cherry", 2}}

// The cursor is a key: whatever happens to the rows around it, it stays on its own.
func TestTheCursorStaysOnItsRow(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(b *basket)
		want string
	}{
		"while rows arrive before it": {func(b *basket) { b.change(append([]fruit{{"aaa", 0}}, few...)...) }, "banana"},
		"while the others go":         {func(b *basket) { b.change(few[1]) }, "banana"},
		"when sorted":                 {func(b *basket) { b.sortBy("count", false) }, "banana"},
		"when reversed":               {func(b *basket) { b.sortBy("name", false); b.sortBy("name", true) }, "banana"},
		"when filtered":               {func(b *basket) { b.filter("an") }, "banana"},
		"until its row goes":          {func(b *basket) { b.change(few[0], few[2]) }, "cherry"},
		"until the last row goes":     {func(b *basket) { b.Move(9); b.change(few[0], few[1]) }, "banana"},
		"until a filter hides it":     {func(b *basket) { b.filter("e") }, "cherry"},
		"when nothing is left":        {func(b *basket) { b.change() }, ""},
		"when it comes back":          {func(b *basket) { b.change(); b.change(few...) }, "banana"},
	} {
		b := fill(t, few...)
		b.Move(1)
		c.do(b)
		if got := b.at(); got != c.want {
			t.Errorf("%s: the cursor is on %q, want %q", name, got, c.want)
		}
	}
}

func TestTheCursorStaysOnTheFirstRowUntilSomebodyMovesIt(t *testing.T) {
	b := fill(t, few...)
	b.change(append([]fruit{{"aaa", 0}}, few...)...)
	if b.at() != "aaa" {
		t.Errorf("untouched, the cursor went to %q", b.at())
	}
	b.Pin()
	b.change(append([]fruit{{"a", 0}, {"aaa", 0}}, few...)...)
	if b.at() != "aaa" {
		t.Errorf("pinned, the cursor went to %q", b.at())
	}
}

func TestARowIsChosenBeforeItComes(t *testing.T) {
	b := fill(t, few...)
	b.Choose(key("date"))
	if b.at() != "apple" {
		t.Errorf("the cursor is on %q", b.at())
	}
	b.change(append(few, fruit{"date", 4})...)
	if b.at() != "date" {
		t.Errorf("the row came and the cursor is on %q", b.at())
	}
	b.Choose(key("elder"))
	b.Move(-1)
	b.change(append(few, fruit{"date", 4}, fruit{"elder", 5})...)
	if b.at() != "cherry" {
		t.Errorf("the cursor was moved, and yet is on %q", b.at())
	}
}

func TestTheWindowFollowsTheCursor(t *testing.T) {
	b := fill(t, orchard(30)...)
	b.SetHeight(3)
	for _, c := range []struct {
		do   func()
		at   string
		line int
		seen string
	}{
		{func() { b.Move(1) }, "f1", 1, "f0 f1 f2"},
		{func() { b.Move(4) }, "f5", 2, "f3 f4 f5"},
		{func() { b.Move(-1) }, "f4", 1, "f3 f4 f5"},
		{func() { b.ScrollBy(3) }, "f6", 0, "f6 f7 f8"},
		{func() { b.ScrollBy(-1) }, "f6", 1, "f5 f6 f7"},
		{func() { b.Move(100) }, "f29", 2, "f27 f28 f29"},
		{func() { b.ScrollBy(9) }, "f29", 2, "f27 f28 f29"},
		{func() { b.SetHeight(2) }, "f29", 1, "f28 f29"},
		{func() { b.Move(-100) }, "f0", 0, "f0 f1"},
	} {
		c.do()
		if got := b.names(); got != c.seen || b.at() != c.at {
			t.Errorf("the cursor is on %q in %q, want %q in %q", b.at(), got, c.at, c.seen)
		}
	}
}

func TestTheCursorsRowKeepsItsLine(t *testing.T) {
	b := fill(t, orchard(30)...)
	b.SetHeight(5)
	b.Move(10)
	b.Move(-2)
	before := b.names()
	b.change(append([]fruit{{"new", 0}}, orchard(30)...)...)
	if got := b.names(); got != before || b.at() != "f8" {
		t.Errorf("shows %q around %q, before %q", got, b.at(), before)
	}
}

func TestSorting(t *testing.T) {
	b := fill(t, fruit{"b", 2}, fruit{"A", 3}, fruit{"c", 2}, fruit{"é", 1})
	for _, c := range []struct {
		column string
		again  bool
		want   string
	}{
		{"name", false, "A b c é"}, {"name", true, "é c b A"}, {"name", false, "A b c é"},
		{"count", false, "A b c é"}, {"count", true, "é b c A"}, // equal ones as they came, either way
	} {
		b.sortBy(c.column, c.again)
		if got := b.names(); got != c.want {
			t.Errorf("by %s, again %v: %q, want %q", c.column, c.again, got, c.want)
		}
	}
	for _, column := range []string{"glyph", "nonsense"} {
		if err := b.SortBy(column, false); err == nil || b.SortedBy().Column != "count" {
			t.Errorf("sorted by %s: %v, %v", column, err, b.SortedBy())
		}
	}
}

func TestFiltering(t *testing.T) {
	b := fill(t, few...)
	for text, want := range map[string]string{"an": "banana", "!an": "apple cherry", "alias:apple": "apple", "sessions>1": "apple cherry", "": "apple banana cherry"} {
		b.filter(text)
		if got := b.names(); got != want {
			t.Errorf("%q leaves %q, want %q", text, got, want)
		}
	}
	b.filter("an")
	if err := b.SetFilter("space:x"); err == nil || b.Filtered() != "an" {
		t.Errorf("a field of other lists was taken: %v, %q", err, b.Filtered())
	}
	b.change(fruit{"mango", 1}, few[0])
	if got := b.names(); got != "mango" {
		t.Errorf("new rows are not filtered: %q", got)
	}
}

func TestCounts(t *testing.T) {
	b := fill(t, few...)
	b.removed = []fruit{{"damson", 0}}
	b.reload()
	b.filter("a")
	b.ToggleMark()
	if shown, all, marked := b.Count(); shown != 2 || all != 3 || marked != 1 {
		t.Errorf("%d of %d, %d marked", shown, all, marked)
	}
	if got := b.names(); got != "apple banana damson" {
		t.Errorf("shows %q: a row that was just removed stays", got)
	}
}

func TestMarks(t *testing.T) {
	b := fill(t, few...)
	mark := func() { b.ToggleMark(); b.Move(1) }
	mark()
	mark()
	b.sortBy("name", true)
	b.sortBy("name", true)
	b.filter("cherry")
	if got := marked(b); got != "banana apple" {
		t.Errorf("marked, sorted backwards and partly hidden: %q", got)
	}
	b.filter("")
	b.change(few[1], few[2])
	if got := marked(b); got != "banana" {
		t.Errorf("a mark outlived its row: %q", got)
	}
	b.Choose(key("banana"))
	b.ToggleMark()
	if got := marked(b); got != "" {
		t.Errorf("still marked: %q", got)
	}
	mark()
	b.Unmark()
	if got := marked(b); got != "" {
		t.Errorf("still marked: %q", got)
	}
	b.change()
	b.ToggleMark()
	if _, _, n := b.Count(); n != 0 {
		t.Errorf("%d marks in an empty list", n)
	}
}

func marked(b *basket) string {
	text := ""
	for i, s := range b.MarkedSubjects() {
		if i > 0 {
			text += " "
		}
		text += s.Fields[0].Value
	}
	return text
}
