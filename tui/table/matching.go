package table

import (
	"catwatch/fetch/inventory"
	"catwatch/filter"
)

// matching is what a table picks its rows by. It captures all it needs, so that it may run on another goroutine.
type matching[R any] struct {
	filter *filter.Filter
	row    func(*R) inventory.Row
	same   func(a, b *R) bool // whether b shows what a showed; nil: never
	now    int64

	rows  []R      // of the last picking …
	texts []string // … and what plain words looked at in them; nil when no word has been looked for
}

// match returns those of sorted that match, and the texts of all rows for the next picking.
func (p *matching[R]) match(rows []R, sorted []int32) (order []int32, texts []string) {
	if p.filter.Empty() {
		return sorted, nil
	}
	if p.filter.UsesText() {
		texts = p.foldTexts(rows)
	}
	order = make([]int32, 0, len(rows))
	var scratch inventory.Row // one for all: a filter keeps nothing of a row
	for _, i := range sorted {
		scratch = p.row(&rows[i])
		if texts != nil {
			scratch.SetText(texts[i])
		}
		if p.filter.Match(&scratch, p.now) {
			order = append(order, i)
		}
	}
	return order, texts
}

// foldTexts folds the texts of the rows, taking over those that the last picking made: rows that did not change come in the
// same order, so they are found nearby.
func (p *matching[R]) foldTexts(rows []R) []string {
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
		r := p.row(&rows[i])
		texts[i] = r.Text()
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
