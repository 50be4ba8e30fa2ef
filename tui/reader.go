package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"catwatch/keymap"
	"catwatch/styles"
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
	item    key // what it is about; the zero key: nothing in particular
	lines   func(m *Model) []textLine
	swap    func(m *Model) // between the fields and the JSON; nil where there is only one face
	copies  func(m *Model) layer
	end     bool // starts at its end

	query   string
	wrapped []textLine
	from    int
	height  int
	hit     int // line of the match the reader stands at, -1 for none
}

func (r *reader) about() key { return r.item }

func (r *reader) title(*Model) []piece {
	ps := []piece{{styles.Strong, r.heading}}
	if r.query != "" {
		ps = append(ps, piece{styles.Busy, "/" + r.query + "  " + strconv.Itoa(len(r.hits())) + " lines"})
	}
	return ps
}

func (r *reader) size(m *Model, w, h int) (int, int) {
	width := 0
	lines := r.lines(m)
	for _, l := range lines {
		width = max(width, l.indent+ansi.StringWidth(l.body), len(r.heading)+4)
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
}

func wrap(lines []textLine, w int) []textLine {
	var out []textLine
	for _, l := range lines {
		body := ansi.Wrap(l.body, max(8, w-l.indent), " ,/")
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

func (r *reader) row(_ *Model, c *canvas, y, w int) {
	i := r.from + y
	if i >= len(r.wrapped) {
		return
	}
	l := r.wrapped[i]
	s := styles.Plain
	if r.query != "" && i == r.hit {
		s = styles.Shadow
	}
	c.put(l.headRole, s, l.head, min(w, max(0, l.indent-1)))
	c.gap(min(c.left(w), l.indent-(w-c.left(w))), s)
	r.body(c, l, s, w)
}

// body writes the text with what was searched for standing out.
func (r *reader) body(c *canvas, l textLine, s styles.Surface, w int) {
	rest := l.body
	for r.query != "" {
		i := indexFold(rest, r.query)
		if i < 0 {
			break
		}
		c.put(l.bodyRole, s, rest[:i], c.left(w))
		c.put(styles.Match, s, rest[i:i+len(r.query)], c.left(w))
		rest = rest[i+len(r.query):]
	}
	c.put(l.bodyRole, s, rest, c.left(w))
}

// indexFold finds part in text whatever the case, byte for byte the same length.
func indexFold(text, part string) int {
	for i := 0; i+len(part) <= len(text); i++ {
		if strings.EqualFold(text[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

func (r *reader) hits() (at []int) {
	for i, l := range r.wrapped {
		if indexFold(l.head+" "+l.body, r.query) >= 0 {
			at = append(at, i)
		}
	}
	return at
}

func (r *reader) search(text string) {
	r.query, r.hit = text, -1
	r.step(1)
}

// step goes to the next match in a direction, around the end.
func (r *reader) step(by int) {
	at := r.hits()
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
	if n, ok := stride(a, r.height, len(r.wrapped)); ok {
		r.from = max(0, min(r.from+n, len(r.wrapped)-r.height))
		return nil, false
	}
	switch a {
	case keymap.Search:
		return m.startTyping(typingSearch, r.query), false
	case keymap.NextMatch:
		r.step(1)
	case keymap.PrevMatch:
		r.step(-1)
	case keymap.JSON:
		if r.swap != nil {
			r.swap(m)
		}
	case keymap.Copy:
		if r.copies != nil {
			m.overlay.show(m, r.copies(m))
		}
	case keymap.Peel, "":
		return nil, k == "enter" || k == "left" || k == "h"
	default:
		if a == keymap.Copy || a == keymap.Help {
			return nil, false
		}
		return m.act(a), false
	}
	return nil, false
}

func (r *reader) offers() []keymap.Action {
	as := []keymap.Action{keymap.Peel, keymap.Search, keymap.NextMatch}
	if r.swap != nil {
		as = append(as, keymap.JSON, keymap.Copy)
	}
	return as
}
