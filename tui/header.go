package tui

import (
	"math"
	"strconv"
	"time"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/styles"
)

// header is the first line: who watches, the counters over everything, and how fresh and how dear that is. Where the
// width does not suffice, the least important goes first.
func (m *Model) header(c *canvas, w int) {
	left, right, cost := m.identity(), m.pulse(), m.cost()
	var middle []piece
	for _, k := range m.counters() {
		middle = append(middle, k.piece)
	}
	const between = 6 // one cell at either end, two beside the middle
	tooWide := func() bool { return cells(left)+cells(middle)+cells(right)+cells(cost)+between > w }
	for _, part := range []struct {
		pieces *[]piece
		least  int
	}{{&left, 1}, {&cost, 0}, {&middle, 1}} {
		for len(*part.pieces) > part.least && tooWide() {
			*part.pieces = (*part.pieces)[:len(*part.pieces)-1]
		}
	}
	if tooWide() && len(right) > 2 {
		right = right[:1] // a state that must not be missed goes before the age
	}
	right = append(right, cost...)
	c.gap(1, styles.Plain)
	c.spans(left, w)
	rest := w - 1 - cells(left) - cells(middle) - cells(right) - 1
	c.gap(max(2, rest/2), styles.Plain)
	m.countersAt = rect{c.Column(), m.at.header.y, cells(middle), 1}
	c.spans(middle, w)
	c.gap(c.left(w)-cells(right)-1, styles.Plain)
	c.spans(right, w)
}

func cells(pieces []piece) (n int) {
	for _, p := range pieces {
		n += textWidth(p.text)
	}
	return n
}

// identity is who watches; what is wrong with the sign-in comes before it, so that it goes last.
func (m *Model) identity() []piece {
	s, dot := m.signIn, " "+m.theme.Dot+" "
	ps := []piece{{styles.Accent, "catwatch"}}
	expired := !s.Expires.IsZero() && !s.Expires.After(m.now) && !s.Refreshable
	switch {
	case m.opts.Demo:
		return append(ps, piece{styles.Busy, "  demo"}, piece{styles.Busy, ", nothing here is real"}, piece{styles.Text, dot + s.Who})
	case s.Problem != "":
		ps = append(ps, piece{styles.Bad, "  not signed in"})
	case expired:
		ps = append(ps, piece{styles.Bad, "  sign-in expired"})
	case s.Mark != "":
		ps = append(ps, piece{styles.Busy, "  " + s.Mark})
	}
	if s.Who != "" {
		ps = append(ps, piece{styles.Text, "  " + s.Who})
	}
	if s.Profile != "" {
		ps = append(ps, piece{styles.Dim, dot + s.Profile})
	}
	if left := s.Expires.Sub(m.now); s.Problem == "" && !expired && !s.Expires.IsZero() {
		ps = append(ps, m.signInClock(left))
	}
	return ps
}

// signInClock is amber when the sign-in ends soon and cannot be renewed by itself.
func (m *Model) signInClock(left time.Duration) piece {
	p := piece{styles.Dim, " " + m.theme.Dot + " signed in, " + span(left) + " left"}
	switch {
	case left <= 0:
		p.text = " " + m.theme.Dot + " renewing the sign-in"
	case left < 15*time.Minute && !m.signIn.Refreshable:
		p.role = styles.Busy
	}
	return p
}

// counter is a number in the header that doubles as a filter.
type counter struct {
	piece
	shows keymap.Action
}

// counters count everything there is.
func (m *Model) counters() []counter {
	t := m.inv.Totals(types.Path{})
	number := func(n int) string { return atLeast(m.theme, n, t.AtLeast) }
	cs := []counter{{piece{styles.Good, m.theme.Running + " " + number(t.Running) + " running"}, keymap.Running}}
	if t.Unused > 0 {
		cs = append(cs, counter{piece{styles.Unused, "  " + m.theme.Unused + " " + number(t.Unused) + " unused"}, keymap.Unused})
	}
	if t.Failed > 0 {
		cs = append(cs, counter{piece{styles.Bad, "  " + m.theme.Failed + " " + number(t.Failed) + " failed"}, keymap.Failed})
	}
	return append(cs, counter{piece{styles.Info, "  " + number(t.Sessions) + plural(t.Sessions, " session")}, keymap.Sessions})
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// pulse tells how old what is looked at is, and what keeps it from being younger.
func (m *Model) pulse() []piece {
	var ps []piece
	switch {
	case m.paused:
		ps = append(ps, piece{styles.Banner, " PAUSED "}, piece{styles.Dim, " "})
	case m.stats.RateLimited:
		ps = append(ps, piece{styles.Busy, "rate limited: " + rate(m.stats.Rate) + "/s"}, piece{styles.Dim, " " + m.theme.Dot + " "})
	}
	return append(ps, m.freshness()...)
}

// cost is what keeping it so takes.
func (m *Model) cost() (ps []piece) {
	if f := m.inv.Freshness(); f.Unread > 0 && f.Lists > f.Unread {
		ps = append(ps, piece{styles.Busy, " " + m.theme.Dot + " reading " + strconv.Itoa(f.Lists-f.Unread) + "/" + strconv.Itoa(f.Lists)})
	}
	return append(ps, piece{styles.Dim, " " + m.theme.Dot + " " + strconv.Itoa(m.stats.Calls) + " calls/min"})
}

func rate(perSecond float64) string {
	return strconv.FormatFloat(math.Round(perSecond*10)/10, 'f', -1, 64)
}

func (m *Model) freshness() []piece {
	at := m.oldest()
	if p := m.listPath(); at.IsZero() && m.view == browseView && p.Kind() == types.Sessions && !m.running(p) {
		return []piece{{styles.Dim, "nothing to read"}}
	}
	if at.IsZero() {
		return []piece{{styles.Dim, "not read yet"}}
	}
	age := m.now.Sub(at)
	if m.isLate(age) {
		return []piece{{styles.Busy, span(age) + " old"}}
	}
	return []piece{{styles.Dim, "fresh "}, {styles.Text, span(age)}}
}

// isLate reports whether what is looked at should have been read since: its last read failed, or it waits for too long.
func (m *Model) isLate(age time.Duration) bool {
	if m.view != browseView {
		return m.inv.Freshness().Stale > 0
	}
	l, _ := m.inv.List(m.listPath())
	return l.State == inventory.Stale || age > 3*m.opts.Interval+time.Minute
}

// oldest is when the oldest list that the view rests on was read.
func (m *Model) oldest() time.Time {
	if m.view == browseView {
		l, _ := m.inv.List(m.listPath())
		return l.At
	}
	return m.inv.Freshness().Oldest
}

var tabActions = [...]keymap.Action{keymap.Browse, keymap.Environments, keymap.Sessions, keymap.Activity}

// tabTitle is the tab of a view with its key. Where not all names find room, only the open view has its own.
func (m *Model) tabTitle(v view) string {
	const all = len("   Browse  Environments  Sessions  Activity ")
	key, name := m.keys.Key(tabActions[v]), [...]string{"Browse", "Environments", "Sessions", "Activity"}[v]
	switch {
	case key == "":
		return " " + name + " "
	case m.width < all+4*(textWidth(key)+2) && v != m.view:
		return " " + key + " "
	}
	return " " + key + " " + name + " "
}

func (m *Model) tabs(c *canvas, w int) {
	c.gap(1, styles.Plain)
	for v := browseView; v <= activityView; v++ {
		role := styles.Dim
		if v == m.view {
			role = styles.Tab
		}
		c.put(role, styles.Plain, m.tabTitle(v), c.left(w))
		c.gap(min(1, c.left(w)), styles.Plain)
	}
}

// tabAt is the view whose tab covers cell x, -1 for none.
func (m *Model) tabAt(x int) view {
	at := 1
	for v := browseView; v <= activityView; v++ {
		n := textWidth(m.tabTitle(v))
		if x >= at && x < at+n {
			return v
		}
		at += n + 1
	}
	return -1
}

// crumbs say where a narrow screen's one pane stands.
func (m *Model) crumbs(c *canvas, w int) {
	c.gap(1, styles.Plain)
	for p := spacesPane; p <= m.pane; p++ {
		role := styles.Dim
		if p == m.pane {
			role = styles.Strong
		}
		if p > spacesPane {
			c.put(styles.Dim, styles.Plain, " / ", c.left(w))
		}
		c.put(role, styles.Plain, m.crumb(p), c.left(w))
	}
}

func (m *Model) crumb(p pane) string {
	path := m.path()
	switch p {
	case spacesPane:
		return "spaces"
	case projectsPane:
		return path.Space
	case devEnvsPane:
		return path.Project
	}
	return m.nameOf(path)
}
