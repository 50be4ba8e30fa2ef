package table_test

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"catwatch/filter"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// fruit is the rows of these tests.
type fruit struct {
	name  string
	count int
}

// Text, Word and Number are a fruit as filters see it: an alias and a number of sessions.
func (f *fruit) Text() string { return filter.Fold(f.name) }

func (f *fruit) Word(of filter.Field) string {
	if of == filter.Alias {
		return f.name
	}
	return ""
}

func (f *fruit) Number(of filter.Field) (int64, bool) { return int64(f.count), of == filter.Sessions }

func key(name string) table.Key { return table.Key{Other: name} }

// basket is a list of fruit whose rows a test changes.
type basket struct {
	*table.List[fruit]
	t       *testing.T
	rows    []fruit
	removed []fruit // shown behind rows, but not counted
	now     time.Time
}

func fill(t *testing.T, rows ...fruit) *basket {
	b := newBasket(t)
	b.change(rows...)
	return b
}

func newBasket(t *testing.T) *basket {
	b := &basket{t: t, now: time.Unix(1_000_000, 0)}
	b.List = &table.List[fruit]{
		Load: func() (table.Snapshot[fruit], int) { return table.Ready(slices.Clone(b.rows), b.removed) },
		SubjectOf: func(f *fruit) table.Subject {
			return table.Subject{Fields: []table.Field{{Name: "name", Value: f.name}}}
		},
		Filters: filter.Of(filter.Alias, filter.Sessions),
		Table: table.Table[fruit]{
			Columns: []table.Column[fruit]{
				table.TextColumn("name", "NAME", 4, 12, 0, styles.Text, func(f *fruit) string { return f.name }),
				{Name: "glyph", Min: 1, Keep: 1, Cell: func(c *cell.Canvas, _ *fruit) styles.Role { c.Str("*"); return styles.Dim }},
				{Name: "count", Title: "COUNT", Min: 5, Keep: 9, Down: true,
					Cell: func(c *cell.Canvas, f *fruit) styles.Role { c.Num(f.count); return styles.Dim },
					Less: func(a, b *fruit) int { return cmp.Compare(a.count, b.count) }},
				table.TextColumn("twice", "TWICE", 5, 20, 6, styles.Dim, func(f *fruit) string { return f.name + f.name }),
				{Name: "id", Title: "ID", Min: 3, Keep: 1, Extra: true, Cell: func(c *cell.Canvas, f *fruit) styles.Role { c.Str("#" + f.name[:1]); return styles.Dim }},
			},
			KeyOf:  func(f *fruit) table.Key { return key(f.name) },
			Reader: table.Read(func(f *fruit) filter.Row { return f }),
			Same:   func(x, y *fruit) bool { return *x == *y },
		},
	}
	b.SetHeight(10)
	return b
}

// change sets the rows and loads them.
func (b *basket) change(rows ...fruit) {
	b.rows = rows
	b.reload()
}

// reload loads the rows again and carries out at once what is to be done elsewhere.
func (b *basket) reload() {
	b.Stale()
	b.now = b.now.Add(time.Minute)
	take(b.Reload(b.now))
}

// take carries a command out and has the list take what it returns; it reports how many results were not dropped.
func take(cmd tea.Cmd) (taken int) {
	for _, r := range results(cmd) {
		if r.Take() {
			taken++
		}
	}
	return taken
}

// results are what a command returns for a list.
func results(cmd tea.Cmd) (all []table.Result) {
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			all = append(all, results(c)...)
		}
	case table.Result:
		all = append(all, msg)
	}
	return all
}

// names are the rows in order, as far as they are visible.
func (b *basket) names() string {
	var names []string
	for y := 0; b.Line(y) >= 0; y++ {
		if _, _, height := b.Position(); y >= height {
			break
		}
		names = append(names, strings.Fields(strings.TrimLeft(b.line(y, 60), "▌✓ "))[0])
	}
	return strings.Join(names, " ")
}

// line is visible row y in w cells, without its styles.
func (b *basket) line(y, w int) string {
	c := b.canvas()
	b.Row(c, b.Fit(w), y, w, true)
	return ansi.Strip(c.String())
}

// heading is the columns' titles in w cells, without their styles.
func (b *basket) heading(w int) string {
	c := b.canvas()
	b.Heading(c, b.Fit(w), w, true)
	return ansi.Strip(c.String())
}

func (b *basket) canvas() *cell.Canvas {
	c := &cell.Canvas{Theme: styles.New(styles.Options{})}
	c.Reset(b.now)
	return c
}

// at is the name of the row under the cursor.
func (b *basket) at() string {
	k, _ := b.Selected()
	return k.Other
}

func (b *basket) sortBy(column string, again bool) {
	b.t.Helper()
	if err := b.SortBy(column, again); err != nil {
		b.t.Fatal(err)
	}
	take(b.Arrange(b.now))
}

func (b *basket) filter(text string) {
	b.t.Helper()
	if err := b.SetFilter(text); err != nil {
		b.t.Fatal(err)
	}
	take(b.Arrange(b.now))
}

// orchard is n fruit with different counts.
func orchard(n int) []fruit {
	rows := make([]fruit, n)
	for i := range rows {
		rows[i] = fruit{"f" + strconv.Itoa(i), i}
	}
	return rows
}

// asking is a basket whose rows come from a query, which answers with whatever answer returns when it is asked.
func asking(t *testing.T, every time.Duration, answer func() ([]fruit, error)) *basket {
	b := newBasket(t)
	b.Load, b.QueryEvery = nil, every
	b.Query = func() func(context.Context) ([]fruit, error) {
		rows, err := answer()
		return func(context.Context) ([]fruit, error) { return rows, err }
	}
	return b
}
