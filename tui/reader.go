package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"catwatch/filter"
	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// textLine is one line of a text: a head of fixed width, "" for none, and a body that wraps beside it.
type textLine struct {
	head, body         string
	headRole, bodyRole styles.Role
	indent             int // cells the head takes, blanks included
}

// reader is a text that scrolls and can be searched: details, help, messages, info.
type reader struct {
	heading string
	subject table.Subject // what it is about; zero for nothing in particular
	lines   func(m *Model) []textLine
	swap    func() // switches between fields and JSON; nil if there is no JSON
	end     bool   // it opens at its end

	query   string
	words   *filter.Filter // finds query in any script
	marks   [][2]int
	wrapped []textLine
	hits    []int // lines that match
	from    int
	height  int
	hit     int // line of the current match, -1 for none

	searchedFrom int // what from was when the search began
}

func (r *reader) about() table.Key { return r.subject.Key }

func (r *reader) title(m *Model) []cell.Span {
	ps := []cell.Span{{Role: styles.Strong, Text: r.heading}}
	if r.query != "" {
		ps = append(ps, cell.Span{Role: styles.Busy, Text: "/" + r.query + "  " + strconv.Itoa(len(r.hits)) + plural(len(r.hits), " line")})
	}
	if below := len(r.wrapped) - r.from - r.height; below > 0 || r.from > 0 {
		ps = append(ps, cell.Span{Role: styles.Dim, Text: m.theme.Dot + " " + strconv.Itoa(min(len(r.wrapped), r.from+r.height)) + "/" + strconv.Itoa(len(r.wrapped))})
	}
	return ps
}

func (r *reader) size(m *Model, w, h int) (int, int) {
	width := 0
	lines := r.lines(m)
	for _, l := range lines {
		width = max(width, l.indent+cell.TextWidth(l.body), len(r.heading)+4)
	}
	w = min(w, max(width, 40), readable)
	return w, min(h, max(3, len(wrap(lines, w))))
}

// readable is the widest a text gets: longer lines are hard to follow.
const readable = 108

func (r *reader) prepare(m *Model, w, h int) {
	r.wrapped, r.height = wrap(r.lines(m), w), h
	if r.end {
		r.from, r.end = len(r.wrapped), false
	}
	r.from = max(0, min(r.from, len(r.wrapped)-h))
	r.findHits()
}

func wrap(lines []textLine, w int) []textLine {
	var out []textLine
	for _, l := range lines {
		body := ansi.WrapWc(cell.Portable(l.body), max(8, w-l.indent), " ,/")
		for i, part := range strings.Split(body, "\n") {
			next := l
			next.body = part
			if i > 0 {
				next.head = ""
			}
			out = append(out, next)
		}
	}
	return out
}

func (r *reader) row(_ *Model, c *cell.Canvas, y, w int) {
	i := r.from + y
	if i >= len(r.wrapped) {
		return
	}
	l := r.wrapped[i]
	s := styles.Plain
	if r.query != "" && i == r.hit {
		s = styles.OtherCursor
	}
	r.part(c, l.headRole, s, l.head, min(w, max(0, l.indent-1)))
	c.Gap(min(c.Left(w), l.indent-(w-c.Left(w))), s)
	r.part(c, l.bodyRole, s, l.body, c.Left(w))
}

// part writes text in at most w cells, with matches of the search highlighted.
func (r *reader) part(c *cell.Canvas, role styles.Role, s styles.Surface, text string, w int) {
	from, end := 0, c.Column()+w
	r.marks = r.words.Highlights(text, r.marks[:0])
	for _, at := range r.marks {
		c.Put(role, s, text[from:at[0]], end-c.Column())
		c.Put(styles.Match, s, text[at[0]:at[1]], end-c.Column())
		from = at[1]
	}
	c.Put(role, s, text[from:], end-c.Column())
}

// findHits finds the lines that match.
func (r *reader) findHits() {
	r.hits = r.hits[:0]
	if r.query == "" {
		return
	}
	for i, l := range r.wrapped {
		if r.marks = r.words.Highlights(l.body, r.words.Highlights(l.head, r.marks[:0])); len(r.marks) > 0 {
			r.hits = append(r.hits, i)
		}
	}
}

func (r *reader) search(text string) {
	r.query, r.hit = text, -1
	quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	r.words, _ = filter.Parse(quoted, 0) // a quoted word is always a filter
	if strings.TrimSpace(text) == "" {
		r.query, r.words = "", nil
	}
	r.findHits()
	r.step(1)
}

// step goes to the next match in a direction, and starts over at the end.
func (r *reader) step(by int) {
	at := r.hits
	if r.query == "" || len(at) == 0 {
		return
	}
	next := at[0]
	if by < 0 {
		next = at[len(at)-1]
	}
	for i := range at {
		if by > 0 && at[i] > r.hit {
			next = at[i]
			break
		}
		if j := len(at) - 1 - i; by < 0 && at[j] < r.hit {
			next = at[j]
			break
		}
	}
	r.hit = next
	if next < r.from || next >= r.from+r.height {
		r.from = max(0, next-r.height/2)
	}
}

func (r *reader) key(m *Model, a keymap.Action, k string) (tea.Cmd, bool) {
	if n, ok := m.stride(a, r.height, len(r.wrapped)); ok {
		r.from = max(0, min(r.from+n, len(r.wrapped)-r.height))
		return nil, false
	}
	if a != "" {
		return m.act(a), false
	}
	switch m.keys.Lookup(k, keymap.Tables) {
	case keymap.Open, keymap.Back:
		return nil, true
	}
	m.notHere(a, k)
	return nil, false
}

func (r *reader) startSearch(m *Model) tea.Cmd {
	r.searchedFrom = r.from
	return m.startTyping(typingSearch, r.query)
}

// cancelSearch ends the search and goes back to where it began.
func (r *reader) cancelSearch() {
	r.search("")
	r.from = r.searchedFrom
}

func (r *reader) nextMatch(m *Model) tea.Cmd     { return r.match(m, 1) }
func (r *reader) previousMatch(m *Model) tea.Cmd { return r.match(m, -1) }

func (r *reader) match(m *Model, by int) tea.Cmd {
	if len(r.hits) == 0 {
		m.say("No match for " + r.query + " in this text")
	}
	r.step(by)
	return nil
}

// toggleJSON shows the JSON instead of the fields, or the fields again.
func (r *reader) toggleJSON(*Model) tea.Cmd {
	r.swap()
	return nil
}

func (r *reader) offers() []keymap.Action {
	as := []keymap.Action{keymap.Dismiss, keymap.Search}
	if r.query != "" {
		as = append(as, keymap.NextMatch, keymap.PrevMatch)
	}
	if r.swap != nil {
		as = append(as, keymap.JSON, keymap.Copy)
	}
	return append(as, keymap.Help)
}
