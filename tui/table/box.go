package table

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/filter"
	"catwatch/styles"
	"catwatch/tui/cell"
)

// Box is one framed list on the screen.
type Box struct {
	cell.Rect
	List    View
	Title   []cell.Span // the most important first; what does not fit is left out
	Cols    []Fitted
	Focused bool
	Empty   [][]cell.Span // what to say where there are no rows, a line each
}

// Line writes line y of the box.
func (b *Box) Line(c *cell.Canvas, y int) {
	switch {
	case y == 0:
		b.TopLine(c)
	case y == b.H-1:
		b.bottomLine(c)
	default:
		b.bodyLine(c, y-1)
	}
}

func (b *Box) frame() styles.Role {
	if b.Focused {
		return styles.Accent
	}
	return styles.Frame
}

func (b *Box) TopLine(c *cell.Canvas) {
	c.Begin()
	c.Put(b.frame(), styles.Plain, c.TopLeft, 1)
	for i, p := range b.Title {
		room := c.Left(b.W) - 3
		_, n := c.Fit(p.Text, 1<<20)
		if i > 0 && n > room {
			break
		}
		if i > 0 || room > 0 {
			c.Gap(1, styles.Plain)
			c.Put(p.Role, styles.Plain, p.Text, room)
		}
	}
	if len(b.Title) > 0 && c.Left(b.W) > 1 {
		c.Gap(1, styles.Plain)
	}
	b.Rule(c, c.Left(b.W)-1)
	c.Put(b.frame(), styles.Plain, c.TopRight, 1)
}

func (b *Box) Rule(c *cell.Canvas, n int) {
	c.Repeat(b.frame(), c.Horizontal, n)
}

// bottomLine tells the position where the list is longer than the box.
func (b *Box) bottomLine(c *cell.Canvas) {
	c.Begin()
	c.Put(b.frame(), styles.Plain, c.BottomLeft, 1)
	where := b.where()
	b.Rule(c, c.Left(b.W)-1-len(where))
	if len(where) <= b.W-2 {
		c.Put(styles.Dim, styles.Plain, where, len(where))
	}
	c.Put(b.frame(), styles.Plain, c.BottomRight, 1)
}

func (b *Box) where() string {
	pos, shown, height := b.List.Position()
	if shown <= height || b.W < 16 {
		return ""
	}
	return " " + strconv.Itoa(pos+1) + "/" + strconv.Itoa(shown) + " "
}

// headed reports whether the box is high enough to head its columns.
func (b *Box) headed() bool { return b.H > 3 }

func (b *Box) bodyLine(c *cell.Canvas, y int) {
	w := b.W - 2
	c.Put(b.frame(), styles.Plain, c.Vertical, 1)
	switch {
	case !b.headed():
		b.rowLine(c, y, w)
	case y == 0:
		b.List.Heading(c, b.Cols, w, b.Focused)
	default:
		b.rowLine(c, y-1, w)
	}
	c.Off()
	c.Put(b.frame(), styles.Plain, c.Vertical, 1)
}

func (b *Box) rowLine(c *cell.Canvas, i, w int) {
	if i >= len(b.Empty) {
		b.List.Row(c, b.Cols, i, w, b.Focused)
		return
	}
	c.Begin()
	c.Gap(EmptyMargin, styles.Plain)
	c.Spans(b.Empty[i], w)
	c.Until(w)
}

const EmptyMargin = 2

// View is a table of any kind, as a box and the keys see it.
type View interface {
	Fit(w int) []Fitted
	Heading(c *cell.Canvas, cols []Fitted, w int, focused bool)
	Row(c *cell.Canvas, cols []Fitted, i, w int, focused bool)
	ColumnAt(cols []Fitted, x int) int
	Position() (pos, shown, height int)
	Count() (shown, all, marked int)
	SetHeight(int)
	Move(int)
	MoveTo(int)
	ScrollBy(int)
	ScrollColumns(int) bool
	ToggleMark()
	Unmark()
	Filtered() string
	SetFilter(text string) error
	Fields() filter.Set
	Timed() bool
	SortedBy() Sorting
	SortBy(column string, again bool) error
	Sortable() []string
	Arrange(now time.Time) tea.Cmd
	ColumnNames() []string
	ColumnName(i int) string
	ChooseColumns([]string) error
	Selected() (Key, bool)
	Choose(Key)
	Hold()
	Line(i int) int // row i of the screen's lines → position; -1 where there is none
	Subject() Subject
	MarkedSubjects() []Subject
}

// Subject is the thing under the cursor: what the details show and the actions act on.
type Subject struct {
	Key     Key
	Space   *types.Space
	Project *types.Project
	Env     *types.DevEnv
	Session *types.Session
	Change  *types.Change
}

// Some reports whether there is anything at all.
func (s Subject) Some() bool {
	return s.Space != nil || s.Project != nil || s.Env != nil || s.Session != nil || s.Change != nil
}
