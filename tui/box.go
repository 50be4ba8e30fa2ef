package tui

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/filter"
	"catwatch/styles"
)

// box is one framed list on the screen.
type box struct {
	rect
	list    sheet
	title   []piece // the most important first; what does not fit is left out
	cols    []fitted
	focused bool
	empty   [][]piece // what to say where there are no rows, a line each
}

// line writes line y of the box.
func (b *box) line(c *canvas, y int) {
	switch {
	case y == 0:
		b.topLine(c)
	case y == b.h-1:
		b.bottomLine(c)
	default:
		b.bodyLine(c, y-1)
	}
}

func (b *box) frame() styles.Role {
	if b.focused {
		return styles.Accent
	}
	return styles.Frame
}

func (b *box) topLine(c *canvas) {
	c.begin()
	c.put(b.frame(), styles.Plain, c.TopLeft, 1)
	for i, p := range b.title {
		room := c.left(b.w) - 3
		_, n := c.fit(p.text, 1<<20)
		if i > 0 && n > room {
			break
		}
		if i > 0 || room > 0 {
			c.gap(1, styles.Plain)
			c.put(p.role, styles.Plain, p.text, room)
		}
	}
	if len(b.title) > 0 && c.left(b.w) > 1 {
		c.gap(1, styles.Plain)
	}
	b.rule(c, c.left(b.w)-1)
	c.put(b.frame(), styles.Plain, c.TopRight, 1)
}

func (b *box) rule(c *canvas, n int) {
	c.Repeat(b.frame(), c.Horizontal, n)
}

// bottomLine tells the position where the list is longer than the box.
func (b *box) bottomLine(c *canvas) {
	c.begin()
	c.put(b.frame(), styles.Plain, c.BottomLeft, 1)
	where := b.where()
	b.rule(c, c.left(b.w)-1-len(where))
	if len(where) <= b.w-2 {
		c.put(styles.Dim, styles.Plain, where, len(where))
	}
	c.put(b.frame(), styles.Plain, c.BottomRight, 1)
}

func (b *box) where() string {
	pos, shown, height := b.list.place()
	if shown <= height || b.w < 16 {
		return ""
	}
	return " " + strconv.Itoa(pos+1) + "/" + strconv.Itoa(shown) + " "
}

// headed reports whether the box is high enough to head its columns.
func (b *box) headed() bool { return b.h > 3 }

func (b *box) bodyLine(c *canvas, y int) {
	w := b.w - 2
	c.put(b.frame(), styles.Plain, c.Vertical, 1)
	switch {
	case !b.headed():
		b.rowLine(c, y, w)
	case y == 0:
		b.list.heading(c, b.cols, w, b.focused)
	default:
		b.rowLine(c, y-1, w)
	}
	c.off()
	c.put(b.frame(), styles.Plain, c.Vertical, 1)
}

func (b *box) rowLine(c *canvas, i, w int) {
	if i >= len(b.empty) {
		b.list.row(c, b.cols, i, w, b.focused)
		return
	}
	c.begin()
	c.gap(emptyMargin, styles.Plain)
	c.spans(b.empty[i], w)
	c.until(w)
}

const emptyMargin = 2

// sheet is a table of any kind, as a box and the keys see it.
type sheet interface {
	fit(w int) []fitted
	heading(c *canvas, cols []fitted, w int, focused bool)
	row(c *canvas, cols []fitted, i, w int, focused bool)
	columnAt(cols []fitted, x int) int
	place() (pos, shown, height int)
	count() (shown, all, marked int)
	setHeight(int)
	move(int)
	moveTo(int)
	scrollBy(int)
	scrollColumns(int)
	toggleMark()
	unmark()
	filtered() string
	setFilter(text string) error
	fields() filter.Set
	timed() bool
	sorting() ordering
	sortBy(column string, again bool) error
	sortable() []string
	arrange(now time.Time) tea.Cmd
	columnNames() []string
	columnName(i int) string
	chooseColumns([]string) error
	selected() (key, bool)
	choose(key)
	hold()
	line(i int) int // row i of the screen's lines → position; -1 where there is none
	subject() subject
	markedSubjects() []subject
}

// subject is the thing under the cursor: what the details show and the actions act on.
type subject struct {
	key     key
	space   *types.Space
	project *types.Project
	env     *types.DevEnv
	session *types.Session
	change  *types.Change
}

// some reports whether there is anything at all.
func (s subject) some() bool {
	return s.space != nil || s.project != nil || s.env != nil || s.session != nil || s.change != nil
}
