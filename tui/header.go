package tui

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui/cell"
)

// header is the first line: who is signed in, the counters of everything, how fresh that is and how many calls it takes.
// If the width does not suffice, the least important is dropped first.
func (m *Model) header(c *cell.Canvas, w int) {
	counters := m.counters()
	left, middle, right, cost := m.identity(), counterSpans(counters), m.readingState(), m.readingCost()
	const between = 6 // one cell at either end, two beside the middle
	tooWide := func() bool { return cells(left)+cells(middle)+cells(right)+cells(cost)+between > w }
	least := 1
	if m.opts.Demo {
		least = 2 // a demo is always marked
	}
	for len(left) > least && tooWide() {
		left = left[:len(left)-1]
	}
	for len(cost) > 0 && tooWide() {
		cost = cost[:len(cost)-1]
	}
	for len(counters) > 1 && tooWide() {
		counters = withoutLightest(counters)
		middle = counterSpans(counters)
	}
	if tooWide() && len(right) > 2 {
		right = right[:1] // the age is dropped rather than a state that must not be missed
	}
	right = append(right, cost...)
	c.Gap(1, styles.Plain)
	c.Spans(left, w)
	rest := w - 1 - cells(left) - cells(middle) - cells(right) - 1
	c.Gap(max(2, rest/2), styles.Plain)
	m.countersShown, m.countersAt = counters, cell.Rect{X: c.Column(), Y: m.at.header.Y, W: cells(middle), H: 1}
	c.Spans(middle, w)
	c.Gap(c.Left(w)-cells(right)-1, styles.Plain)
	c.Spans(right, w)
}

func cells(spans []cell.Span) (n int) {
	for _, p := range spans {
		n += cell.TextWidth(p.Text)
	}
	return n
}

// identity is who is signed in. What is wrong with the sign-in comes first, so that it is dropped last.
func (m *Model) identity() []cell.Span {
	s, dot := m.signIn, " "+m.theme.Dot+" "
	ps := []cell.Span{{Role: styles.Accent, Text: "catwatch"}}
	expired := !s.Expires.IsZero() && !s.Expires.After(m.now) && !s.Refreshable
	switch {
	case m.opts.Demo:
		return append(ps, cell.Span{Role: styles.Busy, Text: "  demo"}, cell.Span{Role: styles.Busy, Text: ", nothing here is real"}, cell.Span{Role: styles.Text, Text: dot + s.Who})
	case s.Problem != "":
		ps = append(ps, cell.Span{Role: styles.Bad, Text: "  not signed in"})
	case expired:
		ps = append(ps, cell.Span{Role: styles.Bad, Text: "  sign-in expired"})
	case s.Mark != "":
		ps = append(ps, cell.Span{Role: styles.Busy, Text: "  " + s.Mark})
	}
	if s.Who != "" {
		ps = append(ps, cell.Span{Role: styles.Text, Text: "  " + s.Who})
	}
	if s.Profile != "" {
		ps = append(ps, cell.Span{Role: styles.Dim, Text: dot + s.Profile})
	}
	if left := s.Expires.Sub(m.now); s.Problem == "" && !expired && !s.Expires.IsZero() {
		ps = append(ps, m.signInClock(left))
	}
	return ps
}

// signInClock turns amber when the sign-in expires soon and cannot be renewed automatically.
func (m *Model) signInClock(left time.Duration) cell.Span {
	p := cell.Span{Role: styles.Dim, Text: " " + m.theme.Dot + " signed in, " + cell.Duration(left) + " left"}
	switch {
	case left <= 0:
		p.Text = " " + m.theme.Dot + " renewing the sign-in"
	case left < 15*time.Minute && !m.signIn.Refreshable:
		p.Role = styles.Busy
	}
	return p
}

// counter is a number in the header; a click on it shows what it counts. On a narrow screen the lightest are left out.
type counter struct {
	cell.Span
	shows  keymap.Action
	weight int
}

func counterSpans(counters []counter) (spans []cell.Span) {
	for _, k := range counters {
		spans = append(spans, k.Span)
	}
	return spans
}

func withoutLightest(counters []counter) []counter {
	lightest := slices.MinFunc(counters, func(a, b counter) int { return cmp.Compare(a.weight, b.weight) })
	return slices.DeleteFunc(counters, func(k counter) bool { return k == lightest })
}

// counters count everything in the inventory.
func (m *Model) counters() []counter {
	t := m.inv.Totals(types.Path{})
	number := func(n int) string { return total(m.theme, n, t) }
	cs := []counter{{cell.Span{Role: styles.Good, Text: m.theme.Running + " " + number(t.Running) + " running"}, keymap.Running, 3}}
	if t.Unused > 0 {
		cs = append(cs, counter{cell.Span{Role: styles.Unused, Text: "  " + m.theme.Unused + " " + number(t.Unused) + " unused"}, keymap.Unused, 4})
	}
	if t.Failed > 0 {
		cs = append(cs, counter{cell.Span{Role: styles.Bad, Text: "  " + m.theme.Failed + " " + number(t.Failed) + " failed"}, keymap.Failed, 5})
	}
	cs = append(cs, counter{cell.Span{Role: styles.Info, Text: "  " + number(t.Sessions) + plural(t.Sessions, " session")}, keymap.Sessions, 1})
	if t.NoAccess > 0 {
		cs = append(cs, counter{cell.Span{Role: styles.Dim, Text: "  " + m.theme.Denied + " " + count(t.NoAccess) + plural(t.NoAccess, " list")}, keymap.NoAccess, 2})
	}
	return cs
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// readingState is how old the data on screen is, and what keeps it from being fresher.
func (m *Model) readingState() []cell.Span {
	var ps []cell.Span
	switch {
	case m.paused:
		ps = append(ps, cell.Span{Role: styles.Banner, Text: " PAUSED "}, cell.Span{Role: styles.Dim, Text: " "})
	case m.stats.RateLimited:
		ps = append(ps, cell.Span{Role: styles.Busy, Text: "rate limited: " + rate(m.stats.Rate) + "/s"}, cell.Span{Role: styles.Dim, Text: " " + m.theme.Dot + " "})
	}
	return append(ps, m.freshness()...)
}

// readingCost is how much is still to be read, and how many calls reading takes.
func (m *Model) readingCost() (ps []cell.Span) {
	if f := m.inv.Freshness(); f.Unread > 0 && f.Lists > f.Unread {
		ps = append(ps, cell.Span{Role: styles.Busy, Text: " " + m.theme.Dot + " reading " + strconv.Itoa(f.Lists-f.Unread) + "/" + strconv.Itoa(f.Lists)})
	}
	return append(ps, cell.Span{Role: styles.Dim, Text: " " + m.theme.Dot + " " + strconv.Itoa(m.stats.Calls) + " calls/min"})
}

func rate(perSecond float64) string {
	return strconv.FormatFloat(math.Round(perSecond*10)/10, 'f', -1, 64)
}

func (m *Model) freshness() []cell.Span {
	at := m.oldest()
	if p := m.listPath(); at.IsZero() && m.view == browseView && p.Kind() == types.Sessions && !m.running(p) {
		return []cell.Span{{Role: styles.Dim, Text: "nothing to read"}}
	}
	if at.IsZero() {
		return []cell.Span{{Role: styles.Dim, Text: "not read yet"}}
	}
	age := m.now.Sub(at)
	if m.isLate(age) {
		return []cell.Span{{Role: styles.Busy, Text: cell.Duration(age) + " old"}}
	}
	return []cell.Span{{Role: styles.Dim, Text: "fresh "}, {Role: styles.Text, Text: cell.Duration(age)}}
}

// isLate reports whether the data on screen should have been read again by now: the last read failed, or is overdue.
func (m *Model) isLate(age time.Duration) bool {
	if m.view != browseView {
		f := m.inv.Freshness()
		return f.Stale+f.Behind > 0
	}
	l, _ := m.inv.List(m.listPath())
	return l.State == inventory.Stale || l.State == inventory.Behind || age > 3*m.opts.Interval+time.Minute
}

// oldest is when the oldest list on which the view depends was read.
func (m *Model) oldest() time.Time {
	if m.view == browseView {
		l, _ := m.inv.List(m.listPath())
		return l.At
	}
	return m.inv.Freshness().Oldest
}

// crumbs are the path to the one pane that a narrow screen shows.
func (m *Model) crumbs(c *cell.Canvas, w int) {
	c.Gap(1, styles.Plain)
	for p := spacesPane; p <= m.pane; p++ {
		role := styles.Dim
		if p == m.pane {
			role = styles.Strong
		}
		if p > spacesPane {
			c.Put(styles.Dim, styles.Plain, " / ", c.Left(w))
		}
		c.Put(role, styles.Plain, m.crumb(p), c.Left(w))
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
