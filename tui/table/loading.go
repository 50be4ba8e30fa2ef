package table

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// From manyRows on, a list is sorted and filtered off the screen's goroutine. From severalRows on, it is reloaded at most
// every loadEvery, and arranging it takes at most a loadShare-th of a processor.
const (
	manyRows    = 20_000
	severalRows = 2_000
	loadEvery   = 250 * time.Millisecond
	loadShare   = 10
)

// Snapshot is the rows of a list as they were when it was taken; the last removed of them were just removed. It is called
// on the goroutine that arranges them.
type Snapshot[R any] func() (rows []R, removed int)

// Query asks for rows that are elsewhere: in a file, a database, on the network. It is called on the screen's goroutine,
// where it may capture what it needs of the model; what it returns runs on another goroutine and may take its time. Its
// context ends as soon as its answer is no longer wanted.
type Query[R any] func() func(context.Context) ([]R, error)

// Result is what was worked out for a list on another goroutine. Take hands it to the list, on the screen's goroutine, and
// reports whether anything came of it: an answer that a later request has superseded is dropped.
type Result struct{ Take func() bool }

// loading is how far a list's rows have come. There are two steps, each of which may happen on another goroutine: rows are
// loaded or queried, and what came is arranged. The number of the latest request of each step is kept, so that an answer
// to an earlier one is recognized and dropped.
type loading[R any] struct {
	stale    bool // what is loaded may no longer be so
	loadedAt time.Time
	loaded   Snapshot[R] // the newest, which the table need not have arranged yet
	about    int         // how many rows that has
	took     time.Duration

	arranging     bool
	arrangeNumber uint64 // of the latest

	querying    bool
	queryNumber uint64 // of the latest
	cancel      context.CancelFunc
	arrived     bool  // loaded is an answer that has not been arranged
	err         error // why the last query failed; nil if it did not
}

// Stale has the next Reload load the rows again. Queries go by the clock instead.
func (l *loading[R]) Stale() { l.stale = true }

// Pending reports whether the first rows of a query are being waited for, and why the last query failed. Later queries are
// not worth a word each time.
func (l *loading[R]) Pending() (first bool, err error) { return l.querying && l.loaded == nil, l.err }

// supersede drops whatever is under way: its answers will not be taken.
func (l *loading[R]) supersede() {
	if l.cancel != nil {
		l.cancel()
	}
	l.stale, l.arranging, l.querying, l.arrived, l.cancel = true, false, false, false, nil
	l.arrangeNumber++
	l.queryNumber++
}

// Requery drops the query under way and has the next Reload ask again at once, because what is asked for has changed or
// somebody wants to see it now. A list whose rows are at hand has nothing to ask.
func (l *List[R]) Requery() {
	if l.Query != nil {
		l.supersede()
		l.loadedAt = time.Time{}
	}
}

// Reload brings the rows up to date: it loads them again if they are stale, or queries them if that is due. Small lists
// are arranged at once, large ones on another goroutine.
func (l *List[R]) Reload(now time.Time) tea.Cmd {
	if l.Query != nil {
		return l.ask(now)
	}
	if !l.stale || l.arranging || len(l.rows) > severalRows && now.Sub(l.loadedAt) < max(loadEvery, loadShare*l.took) {
		return nil
	}
	l.stale, l.loadedAt = false, now
	l.loaded, l.about = l.Load()
	return l.Arrange(now)
}

// ask arranges the rows that have arrived and queries them again if that is due. There is one query at a time.
func (l *List[R]) ask(now time.Time) tea.Cmd {
	var arrange tea.Cmd
	if l.arrived {
		l.arrived = false
		arrange = l.Arrange(now)
	}
	if l.querying || !l.loadedAt.IsZero() && now.Sub(l.loadedAt) < l.QueryEvery {
		return arrange
	}
	l.loadedAt, l.querying = now, true
	l.queryNumber++
	number, run := l.queryNumber, l.Query()
	ctx, cancel := context.WithCancel(context.Background())
	l.cancel = cancel
	return tea.Batch(arrange, func() tea.Msg {
		defer cancel()
		rows, err := run(ctx)
		return Result{func() bool { return l.answered(number, rows, err) }}
	})
}

// answered takes the answer to a query. After a failure the old rows stay; the next query is due as usual.
func (l *List[R]) answered(number uint64, rows []R, err error) bool {
	if number != l.queryNumber {
		return false
	}
	l.querying, l.err, l.cancel = false, err, nil
	if err == nil {
		l.loaded, l.about = Ready(rows, nil)
		l.arrived = true
	}
	return true
}

// Arrange sorts and filters the rows. An arrangement that a later one has superseded is dropped.
func (l *List[R]) Arrange(now time.Time) tea.Cmd {
	if l.loaded == nil {
		return nil
	}
	plan := l.plan(l.loaded, now.Unix())
	l.arrangeNumber++
	number := l.arrangeNumber
	if l.about <= manyRows {
		l.arranging = false
		l.adopt(plan())
		return nil
	}
	l.arranging = true
	return func() tea.Msg {
		began := time.Now()
		a := plan()
		took := time.Since(began)
		return Result{func() bool {
			if number != l.arrangeNumber {
				return false
			}
			l.arranging, l.took = false, took
			l.adopt(a)
			return true
		}}
	}
}
