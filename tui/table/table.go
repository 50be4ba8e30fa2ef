package table

import (
	"catwatch/filter"
	"catwatch/styles"
	"catwatch/tui/cell"
)

// Table shows rows of one kind. The cursor is a key: it stays on its row while others come, go and are sorted around it.
type Table[R any] struct {
	Columns []Column[R]
	Sort    Sorting
	KeyOf   func(*R) Key
	Mark    func(r *R, c *cell.Canvas) styles.Surface // of a row that changed or was just removed; nil: all plain
	Reader  func() func(*R) filter.Row                // a row as filters see it: see Read and ReadAs; nil: filters match nothing
	Same    func(a, b *R) bool                        // whether b shows what a showed; nil: never

	chosen []string // names of the columns the user wants; nil: those that fit
	scroll int      // columns scrolled out of sight behind the first ones
	filter *filter.Filter

	arrangement[R]
	selection
}

// Sorting is the column by which a table is sorted, and the direction.
type Sorting struct {
	Column string // "" leaves the rows as they come
	Down   bool
}

// ReadAs is a Reader for rows that a filter sees as an F. The reader of one pass over the rows reuses the memory of one F:
// a filter keeps nothing of a row. Each pass has a reader of its own because passes run on different goroutines.
func ReadAs[R, F any, P interface {
	*F
	filter.Row
}](of func(*R) F) func() func(*R) filter.Row {
	return func() func(*R) filter.Row {
		scratch := new(F)
		return func(r *R) filter.Row {
			*scratch = of(r)
			return P(scratch)
		}
	}
}

// Read is a Reader for rows that are filter rows themselves.
func Read[R any](of func(*R) filter.Row) func() func(*R) filter.Row {
	return func() func(*R) filter.Row { return of }
}

func (t *Table[R]) at(i int) *R { return &t.rows[t.order[i]] }

// Current is the row under the cursor, nil in an empty table.
func (t *Table[R]) Current() *R {
	if t.pos >= len(t.order) {
		return nil
	}
	return t.at(t.pos)
}
