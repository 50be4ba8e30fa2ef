package tui

import (
	"slices"
	"time"

	"catwatch/fetch/types"
	"catwatch/styles"
	"catwatch/tui/table"
)

// How long a change stays highlighted, and how long before the end it fades.
const (
	newsFor  = 6 * time.Second
	fadesFor = 3 * time.Second
)

// recent is what just happened to rows: which changed, and which were removed and are still shown, struck through.
type recent struct {
	changed map[table.Key]time.Time // until when
	removed []removedRow
}

// removedRow is a row that was removed, as it last was. One of space, project, env and session is set.
type removedRow struct {
	key     table.Key
	until   time.Time
	space   *types.Space
	project *types.Project
	env     *types.DevEnv
	session *types.Session
}

// add takes changes in; before holds the items as they were.
func (n *recent) add(changes []types.Change, before types.Items, now time.Time) {
	for _, c := range changes {
		k := table.Key{Path: c.Path, Session: c.Session}
		switch c.Kind {
		case types.Appeared, types.StatusChanged, types.SessionStarted:
			n.mark(k, now)
			n.mark(table.Key{Path: c.Path}, now)
		case types.SessionEnded:
			n.mark(table.Key{Path: c.Path}, now)
			n.keepRemoved(k, c, before, now)
		case types.Disappeared:
			n.keepRemoved(k, c, before, now)
		}
	}
}

func (n *recent) mark(k table.Key, now time.Time) {
	if n.changed == nil {
		n.changed = map[table.Key]time.Time{}
	}
	n.changed[k] = now.Add(newsFor)
}

func (n *recent) keepRemoved(k table.Key, c types.Change, before types.Items, now time.Time) {
	g := removedRow{key: k, until: now.Add(newsFor)}
	switch c.Path.Kind() {
	case types.Projects:
		g.space = find(before.Spaces, func(s *types.Space) bool { return s.Name == c.Path.Space })
	case types.DevEnvs:
		g.project = find(before.Projects, func(p *types.Project) bool { return p.Name == c.Path.Project })
	case types.Sessions:
		if k.Session != "" {
			g.session = sessionOf(c, before)
		} else {
			g.env = find(before.DevEnvs, func(e *types.DevEnv) bool { return e.ID == c.Path.DevEnv })
		}
	}
	if g.space != nil || g.project != nil || g.env != nil || g.session != nil {
		n.removed = append(n.removed, g)
	}
}

// sessionOf is the session that ended. If its environment stopped, it is in no list any more, but the change says enough
// to show it.
func sessionOf(c types.Change, before types.Items) *types.Session {
	if s := find(before.Sessions, func(s *types.Session) bool { return s.ID == c.Session }); s != nil {
		return s
	}
	s := &types.Session{ID: c.Session}
	if c.Took > 0 && !c.AtLeast {
		s.Started = c.At.Add(-c.Took).Unix()
	}
	return s
}

func find[T any](items []T, is func(*T) bool) *T {
	for i := range items {
		if is(&items[i]) {
			return &items[i]
		}
	}
	return nil
}

// expire drops what is no longer recent and reports whether rows must disappear.
func (n *recent) expire(now time.Time) bool {
	for k, until := range n.changed {
		if !now.Before(until) {
			delete(n.changed, k)
		}
	}
	had := len(n.removed)
	n.removed = slices.DeleteFunc(n.removed, func(g removedRow) bool { return !now.Before(g.until) })
	return len(n.removed) != had
}

// surface is how row k is highlighted.
func (n *recent) surface(k table.Key, now time.Time) styles.Surface {
	if len(n.changed) == 0 && len(n.removed) == 0 {
		return styles.Plain
	}
	if slices.ContainsFunc(n.removed, func(g removedRow) bool { return g.key == k }) {
		return styles.Gone
	}
	until, ok := n.changed[k]
	switch {
	case !ok:
		return styles.Plain
	case until.Sub(now) > fadesFor:
		return styles.Changed
	}
	return styles.Fading
}
