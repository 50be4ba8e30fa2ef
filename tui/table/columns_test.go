package table_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"catwatch/tui/table"
)

func TestColumnsFitTheWidth(t *testing.T) {
	for _, c := range []struct {
		width int
		want  string
	}{
		{60, "NAME COUNT TWICE"}, {32, "NAME COUNT TWICE"},
		{24, "NAME COUNT TWICE"}, // the longest text is cut first
		{18, "NAME COUNT"},       // then columns that matter less are dropped
		{9, "NAME"},
		{3, "N…"}, // what identifies the row is cut last
	} {
		b := fill(t, few...)
		if got := strings.Join(strings.Fields(b.heading(c.width)), " "); got != c.want {
			t.Errorf("at %d: %q, want %q", c.width, got, c.want)
		}
	}
	b := fill(t, few...)
	for w := 2; w < 80; w++ {
		for y := range 4 {
			if got := ansi.StringWidth(b.line(y, w)); got != w {
				t.Fatalf("line %d has %d cells, want %d", y, got, w)
			}
		}
		if got := ansi.StringWidth(b.heading(w)); got != w {
			t.Fatalf("the heading has %d cells, want %d", got, w)
		}
	}
}

func TestChosenAndScrolledColumns(t *testing.T) {
	b := fill(t, few...)
	choose := func(names ...string) {
		if err := b.ChooseColumns(names); err != nil {
			t.Error(err)
		}
	}
	shows := func(want string) {
		t.Helper()
		if got := strings.Join(strings.Fields(b.heading(60)), " "); got != want {
			t.Errorf("columns %q, want %q", got, want)
		}
	}
	choose("id", "count")
	shows("NAME ID COUNT") // in that order, behind what identifies the row
	b.ScrollColumns(1)
	shows("NAME COUNT")
	b.ScrollColumns(99)
	shows("NAME COUNT") // one always stays
	choose()
	shows("NAME COUNT TWICE")
	if err := b.ChooseColumns([]string{"nonsense"}); err == nil || !strings.Contains(err.Error(), "name, count, twice, id") {
		t.Errorf("chose nonsense: %v", err)
	}
	shows("NAME COUNT TWICE")
}

func TestTheHeadingTellsTheSort(t *testing.T) {
	b := fill(t, few...)
	b.sortBy("count", false)
	if got := b.heading(60); !strings.Contains(got, "COUNT ↓") {
		t.Errorf("heading %q", got)
	}
	b.sortBy("count", true)
	if got := b.heading(60); !strings.Contains(got, "COUNT ↑") || strings.Contains(got, "NAME ↑") {
		t.Errorf("heading %q", got)
	}
}

func TestColumnsAreFoundByCell(t *testing.T) {
	b := fill(t, few...)
	cols := b.Fit(60)
	heading := b.heading(60)
	for _, title := range []string{"NAME", "COUNT", "TWICE"} {
		i := b.ColumnAt(cols, strings.Index(heading, title))
		if i < 0 || b.ColumnName(i) != strings.ToLower(title) {
			t.Errorf("column %d under %s", i, title)
		}
	}
	for _, x := range []int{0, 59} {
		if i := b.ColumnAt(cols, x); i != -1 {
			t.Errorf("column %d at %d", i, x)
		}
	}
}

func TestTextsAreInAlphabeticalOrder(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"a", "B", -1}, {"B", "a", 1}, {"a", "a", 0}, {"A", "a", -1}, {"ab", "a", 1}, {"é", "É", 1}, {"z", "é", -1}, {"", "a", -1}} {
		if got := table.ByText(c.a, c.b); got != c.want {
			t.Errorf("%q, %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
