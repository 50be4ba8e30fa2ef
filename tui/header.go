package tui

import (
	"strconv"
	"time"

	"catwatch/fetch"
	"catwatch/styles"
)

// header is the first line: who watches, the counters over everything, and how fresh and how dear that is. Where the
// width does not suffice, the least important goes first.
func (m *Model) header(c *canvas, w int) {
	left, middle, right := m.identity(), m.counters(), m.pulse()
	for len(left) > 1 && cells(c, left)+cells(c, middle)+cells(c, right)+4 > w {
		left = left[:len(left)-1]
	}
	for len(middle) > 1 && cells(c, left)+cells(c, middle)+cells(c, right)+4 > w {
		middle = middle[:len(middle)-1]
	}
	for len(right) > 1 && cells(c, left)+cells(c, middle)+cells(c, right)+4 > w {
		right = right[:len(right)-1]
	}
	c.gap(1, styles.Plain)
	write(c, left, w)
	rest := w - 1 - cells(c, left) - cells(c, middle) - cells(c, right) - 1
	if rest > 2 {
		c.gap(rest/2, styles.Plain)
	} else {
		c.gap(2, styles.Plain)
	}
	m.countersAt = rect{c.col, m.at.header.y, cells(c, middle), 1}
	write(c, middle, w)
	c.gap(c.left(w)-cells(c, right)-1, styles.Plain)
	write(c, right, w)
}

func cells(c *canvas, pieces []piece) (n int) {
	for _, p := range pieces {
		_, w := c.fit(p.text, 1<<20)
		n += w
	}
	return n
}

func write(c *canvas, pieces []piece, w int) {
	for _, p := range pieces {
		c.put(p.role, styles.Plain, p.text, c.left(w))
	}
}

func (m *Model) identity() []piece {
	ps := []piece{{styles.Accent, "catwatch"}}
	s := m.signIn
	if s.Who != "" {
		ps = append(ps, piece{styles.Text, "  " + s.Who})
	}
	if m.opts.Demo {
		return append(ps, piece{styles.Busy, " · demo, nothing here is real"})
	}
	if s.Profile != "" {
		ps = append(ps, piece{styles.Dim, " " + m.theme.Dot + " " + s.Profile})
	}
	if s.Problem != "" {
		return append(ps, piece{styles.Bad, " " + m.theme.Dot + " not signed in"})
	}
	if left := s.Expires.Sub(m.now); !s.Expires.IsZero() {
		ps = append(ps, m.signInClock(left))
	}
	return ps
}

// signInClock is amber when the sign-in ends soon and cannot be renewed by itself.
func (m *Model) signInClock(left time.Duration) piece {
	p := piece{styles.Dim, " " + m.theme.Dot + " signed in " + span(left)}
	switch {
	case left <= 0 && m.signIn.Refreshable:
		p.text = " " + m.theme.Dot + " renewing the sign-in"
	case left <= 0:
		p = piece{styles.Bad, " " + m.theme.Dot + " sign-in expired"}
	case left < 15*time.Minute && !m.signIn.Refreshable:
		p.role = styles.Busy
	}
	return p
}

// counters count everything there is; each doubles as a filter.
func (m *Model) counters() []piece {
	t := m.inv.Totals(fetch.Path{})
	count := func(n int) string { return atLeast(m.theme, n, t.AtLeast) }
	ps := []piece{{styles.Good, m.theme.Running + " " + count(t.Running) + " running"}}
	if t.Unused > 0 {
		ps = append(ps, piece{styles.Unused, "  " + m.theme.Unused + " " + count(t.Unused) + " unused"})
	}
	if t.Failed > 0 {
		ps = append(ps, piece{styles.Bad, "  " + m.theme.Failed + " " + count(t.Failed) + " failed"})
	}
	return append(ps, piece{styles.Info, "  " + count(t.Sessions) + plural(t.Sessions, " session")})
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// pulse tells how old what is looked at is, and what keeping it so costs.
func (m *Model) pulse() []piece {
	var ps []piece
	switch {
	case m.paused:
		ps = append(ps, piece{styles.Banner, " PAUSED "}, piece{styles.Dim, " "})
	case m.stats.Held:
		ps = append(ps, piece{styles.Busy, "rate limited: " + rate(m.stats.Rate) + "/s"}, piece{styles.Dim, " " + m.theme.Dot + " "})
	}
	ps = append(ps, m.freshness()...)
	if f := m.inv.Freshness(); f.Unread > 0 && f.Lists > f.Unread {
		ps = append(ps, piece{styles.Busy, " " + m.theme.Dot + " reading " + strconv.Itoa(f.Lists-f.Unread) + "/" + strconv.Itoa(f.Lists)})
	}
	return append(ps, piece{styles.Dim, " " + m.theme.Dot + " " + strconv.Itoa(m.stats.Calls) + " calls/min"})
}

func rate(perSecond float64) string { return strconv.FormatFloat(perSecond, 'f', -1, 32) }

func (m *Model) freshness() []piece {
	at := m.oldest()
	if at.IsZero() {
		return []piece{{styles.Dim, "not read yet"}}
	}
	age := m.now.Sub(at)
	role := styles.Text
	if age > 3*m.opts.Interval+time.Minute && m.view == browseView {
		role = styles.Busy
	}
	return []piece{{styles.Dim, "fresh "}, {role, span(age)}}
}

// oldest is when the oldest list that the view rests on was read.
func (m *Model) oldest() time.Time {
	if m.view == browseView {
		l, _ := m.inv.List(m.listPath())
		return l.At
	}
	return m.inv.Freshness().Oldest
}

var tabTitles = [...]string{" 1 Browse ", " 2 Environments ", " 3 Sessions ", " 4 Activity "}

func (m *Model) tabs(c *canvas, w int) {
	c.gap(1, styles.Plain)
	for i, t := range tabTitles {
		role := styles.Dim
		if view(i) == m.view {
			role = styles.Tab
		}
		c.put(role, styles.Plain, t, c.left(w))
		c.gap(min(1, c.left(w)), styles.Plain)
	}
}

// tabAt is the view whose tab covers cell x, -1 for none.
func tabAt(x int) view {
	at := 1
	for i, t := range tabTitles {
		if x >= at && x < at+len(t) {
			return view(i)
		}
		at += len(t) + 1
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
	if e := m.inv.DevEnv(path); e != nil {
		return e.Name()
	}
	return path.DevEnv
}
