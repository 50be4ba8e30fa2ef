package tui

import (
	"strconv"

	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// boxes are the framed lists on screen, from the left.
func (m *Model) boxes() []table.Box {
	if m.view == browseView {
		return m.browseBoxes()
	}
	v := m.views[m.view]
	return []table.Box{m.box(m.at.body, v.list, m.viewTitle(v), func() cell.Span { return m.viewEmptiness(v) }, true)}
}

// box frames a list; empty is what it says if it has no rows.
func (m *Model) box(r cell.Rect, l table.View, title []cell.Span, empty func() cell.Span, focused bool) table.Box {
	b := table.Box{Rect: r, List: l, Title: title, Focused: focused, Cols: l.Fit(r.Inner().W)}
	if focused {
		b.Title[0].Role = styles.Strong
	}
	if _, shown, _ := l.Position(); shown > 0 {
		return b
	}
	say := cell.Span{Role: styles.Dim, Text: "Nothing matches the filter"}
	if _, all, _ := l.Count(); all == 0 {
		say = empty()
	}
	b.Empty = wrapped(say.Text, r.Inner().W-table.EmptyMargin, say.Role)
	return b
}

// viewTitle is the title of a view's frame and what its rows lack.
func (m *Model) viewTitle(v openView) []cell.Span {
	title := []cell.Span{{Role: styles.Strong, Text: v.title + m.countOf(v.list)}}
	if v.notes != nil {
		title = append(title, v.notes(m)...)
	}
	switch pending, err := v.list.Pending(); {
	case err != nil:
		title = append(title, cell.Span{Role: styles.Bad, Text: err.Error()})
	case pending:
		title = append(title, cell.Span{Role: styles.Busy, Text: "reading" + m.theme.More})
	}
	return title
}

func (m *Model) viewEmptiness(v openView) cell.Span {
	switch pending, err := v.list.Pending(); {
	case err != nil:
		return cell.Span{Role: styles.Bad, Text: err.Error()}
	case pending:
		return cell.Span{Role: styles.Busy, Text: "Reading" + m.theme.More}
	}
	if v.empty == nil {
		return cell.Span{Role: styles.Dim, Text: "None"}
	}
	return cell.Span{Role: styles.Dim, Text: v.empty(m)}
}

// missingLists are the notes of a view that shows everything in the inventory: how many lists are missing or stale.
func (m *Model) missingLists() (notes []cell.Span) {
	f := m.inv.Freshness()
	note := func(n int, what string, r styles.Role) {
		if n > 0 {
			notes = append(notes, cell.Span{Role: r, Text: strconv.Itoa(n) + plural(n, " list") + " " + what})
		}
	}
	note(f.Denied+f.Gone, m.theme.Denied+" not accessible", styles.Dim)
	note(f.Stale, "stale", styles.Busy)
	note(f.Behind, "behind", styles.Busy)
	note(f.Unread, "not read yet", styles.Busy)
	return notes
}

// noneListed is what a view that shows everything in the inventory says if it has no rows.
func (m *Model) noneListed() string {
	if m.inv.Freshness().Unread > 0 {
		return "Reading" + m.theme.More
	}
	return "None"
}

// countOf is the number of rows, with how many match the filter and how many are marked, if any.
func (m *Model) countOf(l table.View) string {
	shown, all, marked := l.Count()
	text := " " + count(all)
	if l.Filtered() != "" {
		text = " " + count(shown) + "/" + count(all)
	}
	if marked > 0 {
		text += " " + m.theme.Mark + count(marked)
	}
	return text
}
