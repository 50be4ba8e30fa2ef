package table

import "catwatch/filter"

// matching is one pass of a filter over the rows. It captures all it needs, so that it may run on another goroutine.
type matching[R any] struct {
	filter *filter.Filter
	reader func() func(*R) filter.Row
	same   func(a, b *R) bool // whether b shows what a showed; nil: never
	now    int64

	rows  []R      // of the last pass,
	texts []string // and their folded texts; nil if no word has been looked for yet
}

// folded is a row whose folded text is known already.
type folded struct {
	filter.Row
	text string
}

func (f *folded) Text() string { return f.text }

// match returns those of sorted that match, and the texts of all rows for the next pass.
func (p *matching[R]) match(rows []R, sorted []int32) (order []int32, texts []string) {
	if p.filter.Empty() {
		return sorted, nil
	}
	if p.reader == nil {
		return nil, nil
	}
	read := p.reader()
	if p.filter.UsesText() {
		texts = p.foldTexts(rows, read)
	}
	order = make([]int32, 0, len(rows))
	var known folded
	for _, i := range sorted {
		row := read(&rows[i])
		if texts != nil {
			known.Row, known.text = row, texts[i]
			row = &known
		}
		if p.filter.Match(row, p.now) {
			order = append(order, i)
		}
	}
	return order, texts
}

// foldTexts folds the texts of the rows and reuses those of the last pass: rows that did not change come in the same
// order, so they are found nearby.
func (p *matching[R]) foldTexts(rows []R, read func(*R) filter.Row) []string {
	if sameRows(rows, p.rows) && p.texts != nil {
		return p.texts
	}
	texts := make([]string, len(rows))
	old := 0
	for i := range rows {
		if at := p.nearby(old, &rows[i]); at >= 0 {
			texts[i], old = p.texts[at], at+1
			continue
		}
		texts[i] = read(&rows[i]).Text()
	}
	return texts
}

func (p *matching[R]) nearby(from int, r *R) int {
	const window = 32
	if p.texts == nil || p.same == nil {
		return -1
	}
	for at := from; at < min(from+window, len(p.rows)); at++ {
		if p.same(&p.rows[at], r) {
			return at
		}
	}
	return -1
}
