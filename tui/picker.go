package tui

import (
	tea "charm.land/bubbletea/v2"

	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// choice is one line of a picker.
type choice struct {
	label, note string
	hot         string // a key that chooses it at once
	take        func(m *Model) tea.Cmd
}

// picker is a short list to choose from.
type picker struct {
	heading string
	item    table.Key // what it is about; zero for nothing in particular
	choices []choice
	at      int
	from    int // first choice shown
	shown   int
}

func (p *picker) about() table.Key { return p.item }

func (p *picker) title(*Model) []cell.Span {
	return []cell.Span{{Role: styles.Strong, Text: p.heading}}
}

func (p *picker) size(m *Model, w, h int) (int, int) {
	widest := len(p.heading) + 4
	for _, c := range p.choices {
		_, l := m.canvas.Fit(c.label, 1<<20)
		_, n := m.canvas.Fit(c.note, 1<<20)
		widest = max(widest, l+n+6)
	}
	return min(w, widest), min(h, len(p.choices))
}

func (p *picker) prepare(_ *Model, _, h int) {
	p.shown = h
	p.from = max(p.at-h+1, min(p.from, p.at))
}

func (p *picker) row(_ *Model, c *cell.Canvas, y, w int) {
	i := p.from + y
	if i >= len(p.choices) {
		return
	}
	ch, s, bar := p.choices[i], styles.Plain, " "
	if i == p.at {
		s, bar = styles.Cursor, c.Bar
	}
	c.Put(styles.Accent, s, bar, 1)
	if ch.hot != "" {
		c.Put(styles.Accent, s, ch.hot+" ", c.Left(w))
	} else {
		c.Gap(2, s)
	}
	c.Put(styles.Text, s, ch.label, c.Left(w))
	_, n := c.Fit(ch.note, 1<<20)
	c.Gap(max(2, c.Left(w)-n), s)
	c.Put(styles.Dim, s, ch.note, c.Left(w))
}

func (p *picker) key(m *Model, a keymap.Action, k string) (tea.Cmd, bool) {
	for _, c := range p.choices {
		if c.hot == k && k != "" {
			return c.take(m), true
		}
	}
	if n, ok := m.stride(a, p.shown, len(p.choices)); ok {
		p.at = max(0, min(p.at+n, len(p.choices)-1))
		return nil, false
	}
	switch m.keys.Lookup(k, keymap.Tables) {
	case keymap.Open:
		return p.clicked(m, p.at-p.from)
	case keymap.Back:
		return nil, true
	}
	m.notHere(a, k)
	return nil, false
}

// clicked chooses the choice on a line.
func (p *picker) clicked(m *Model, line int) (tea.Cmd, bool) {
	if i := p.from + line; i < len(p.choices) {
		return p.choices[i].take(m), true
	}
	return nil, false
}

func (p *picker) offers() []keymap.Action {
	return []keymap.Action{keymap.Open, keymap.Dismiss, keymap.Help}
}

// newSortPicker offers the columns of the list that has the keys.
func newSortPicker(m *Model) layer {
	l := m.list()
	p := &picker{heading: "Sort by"}
	for _, name := range l.Sortable() {
		note := ""
		if s := l.SortedBy(); s.Column == name {
			p.at, note = len(p.choices), m.arrow(s.Down)
		}
		p.choices = append(p.choices, choice{label: name, note: note, take: func(m *Model) tea.Cmd { return m.sortBy(name) }})
	}
	return p
}
