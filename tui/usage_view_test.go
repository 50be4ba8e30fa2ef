package tui

import (
	"cmp"
	"strconv"
	"time"

	"catwatch/filter"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// UsageRow is what an owner has used, in a view that nothing but the tests registers. Its rows do not come from the
// inventory.
type UsageRow struct {
	Owner string
	Hours int
}

// Text, Word and Number are the row as filters see it.
func (r *UsageRow) Text() string { return filter.Fold(r.Owner) }

func (r *UsageRow) Word(f filter.Field) string {
	if f == filter.Owner {
		return r.Owner
	}
	return ""
}

func (r *UsageRow) Number(filter.Field) (int64, bool) { return 0, false }

// UsageView is a fifth view, written as a real one would be: this value is all there is to it.
func UsageView(query table.Query[UsageRow]) View {
	return view{
		action: "usage", tab: "Usage", title: "Usage by owner", help: "What each owner has used.",
		empty: func(*Model) string { return "Nobody has used anything" },
		list: func(*Model) table.View {
			return &table.List[UsageRow]{
				Query: query, QueryEvery: 5 * time.Second, Filters: filter.Of(filter.Owner),
				SubjectOf: func(r *UsageRow) table.Subject {
					return table.Subject{Fields: []table.Field{{Name: "owner", Value: r.Owner}, {Name: "hours", Value: strconv.Itoa(r.Hours)}}}
				},
				Table: table.Table[UsageRow]{
					Sort: table.Sorting{Column: "hours", Down: true},
					Columns: []table.Column[UsageRow]{
						table.TextColumn("owner", "OWNER", 10, 30, 0, styles.Text, func(r *UsageRow) string { return r.Owner }),
						{Name: "hours", Title: "HOURS", Min: 6, Keep: 9, Down: true,
							Cell: func(c *cell.Canvas, r *UsageRow) styles.Role { c.Num(r.Hours); return styles.Dim },
							Less: func(a, b *UsageRow) int { return cmp.Compare(a.Hours, b.Hours) }},
					},
					KeyOf:  func(r *UsageRow) table.Key { return table.Key{Other: r.Owner} },
					Reader: table.Read(func(r *UsageRow) filter.Row { return r }),
				},
			}
		},
	}
}
