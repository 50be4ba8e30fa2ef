package table

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/filter"
	"catwatch/tui/cell"
)

// Key identifies a row wherever it stands: a space, project or dev environment by its path, a session by the path of its
// environment and its id, an entry of the activity by its number, and a row of another source by a name unique in its list.
type Key struct {
	Path    types.Path
	Session string
	Entry   uint64
	Other   string
}

// View is a list of rows of any kind, as boxes draw it and keys drive it.
type View interface {
	Fit(w int) []Fitted
	Heading(c *cell.Canvas, cols []Fitted, w int, focused bool)
	Row(c *cell.Canvas, cols []Fitted, i, w int, focused bool)
	ColumnAt(cols []Fitted, x int) int

	Position() (pos, shown, height int)
	Count() (shown, all, marked int)
	Line(i int) int // row i of the screen's lines → position; -1 if there is none
	SetHeight(int)
	Move(int)
	MoveTo(int)
	ScrollBy(int)
	ScrollColumns(int) bool
	Choose(Key)
	Pin()
	ToggleMark()
	Unmark()
	Selected() (Key, bool)
	Subject() Subject
	MarkedSubjects() []Subject

	Filtered() string
	SetFilter(text string) error
	Fields() filter.Set
	Timed() bool
	SortedBy() Sorting
	SortBy(column string, again bool) error
	Sortable() []string
	ColumnNames() []string
	ColumnName(i int) string
	ChooseColumns([]string) error

	Stale()
	Requery()
	Reload(now time.Time) tea.Cmd
	Arrange(now time.Time) tea.Cmd
	Pending() (first bool, err error)
}

// Subject is the thing under the cursor: what the details show and the actions act on.
type Subject struct {
	Key     Key
	Space   *types.Space
	Project *types.Project
	Env     *types.DevEnv
	Session *types.Session
	Change  *types.Change
	Fields  []Field // of a row that is none of these: what there is to know about it
}

// Field is one thing to know about a row, by name.
type Field struct{ Name, Value string }

// Some reports whether there is anything at all.
func (s Subject) Some() bool {
	return s.Space != nil || s.Project != nil || s.Env != nil || s.Session != nil || s.Change != nil || len(s.Fields) > 0
}
