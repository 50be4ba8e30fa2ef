package tui

import (
	"slices"
	"time"

	"catwatch/fetch"
	"catwatch/styles"
)

// How long a change stays marked, and from when on it fades.
const (
	newsFor  = 6 * time.Second
	fadesFor = 3 * time.Second
)

// news is what just happened to rows: which changed, and those that went, kept to be shown struck through.
type news struct {
	changed map[key]time.Time // until when
	gone    []goner
}

// goner is a row that went, as it last was.
type goner struct {
	key     key
	until   time.Time
	env     *fetch.DevEnv
	session fetch.Session
}

// note marks what changes say; before holds the items as they were.
func (n *news) note(changes []fetch.Change, before fetch.Items, now time.Time) {
	for _, c := range changes {
		k := key{path: c.Path, session: c.Session}
		switch c.Kind {
		case fetch.Appeared, fetch.StatusChanged, fetch.SessionStarted:
			n.mark(k, now)
			n.mark(key{path: c.Path}, now)
		case fetch.SessionEnded:
			n.mark(key{path: c.Path}, now)
			n.bury(k, before, now)
		case fetch.Left:
			n.bury(k, before, now)
		}
	}
}

func (n *news) mark(k key, now time.Time) {
	if n.changed == nil {
		n.changed = map[key]time.Time{}
	}
	n.changed[k] = now.Add(newsFor)
}

func (n *news) bury(k key, before fetch.Items, now time.Time) {
	g := goner{key: k, until: now.Add(newsFor)}
	if k.session != "" {
		i := slices.IndexFunc(before.Sessions, func(s fetch.Session) bool { return s.ID == k.session })
		if i < 0 {
			return
		}
		g.session = before.Sessions[i]
	} else {
		i := slices.IndexFunc(before.DevEnvs, func(e fetch.DevEnv) bool { return e.ID == k.path.DevEnv })
		if i < 0 {
			return
		}
		g.env = &before.DevEnvs[i]
	}
	n.gone = append(n.gone, g)
}

// fade forgets what is old and reports whether rows must go.
func (n *news) fade(now time.Time) bool {
	for k, until := range n.changed {
		if !now.Before(until) {
			delete(n.changed, k)
		}
	}
	had := len(n.gone)
	n.gone = slices.DeleteFunc(n.gone, func(g goner) bool { return !now.Before(g.until) })
	return len(n.gone) != had
}

// surface is how the row k is marked at now.
func (n *news) surface(k key, now time.Time) styles.Surface {
	if len(n.changed) == 0 && len(n.gone) == 0 {
		return styles.Plain
	}
	if slices.ContainsFunc(n.gone, func(g goner) bool { return g.key == k }) {
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
