package filter_test

import (
	"strings"

	"catwatch/filter"
)

// now is when every row of these tests is looked at.
const now = 1_700_000_000

type row struct {
	text    string
	words   map[filter.Field]string
	numbers map[filter.Field]int64
}

func (r *row) Text() string               { return r.text }
func (r *row) Word(f filter.Field) string { return r.words[f] }
func (r *row) Number(f filter.Field) (int64, bool) {
	n, known := r.numbers[f]
	return n, known
}

// has makes a row of field and value in turns: a string is a word, an int a number, ago a moment.
func has(pairs ...any) *row {
	r := &row{words: map[filter.Field]string{}, numbers: map[filter.Field]int64{}}
	var shown []string
	for i := 0; i < len(pairs); i += 2 {
		f := pairs[i].(filter.Field)
		switch v := pairs[i+1].(type) {
		case string:
			r.words[f] = v
			shown = append(shown, v)
		case int:
			r.numbers[f] = int64(v)
		case ago:
			r.numbers[f] = now - int64(v)
		}
	}
	r.text = filter.Fold(strings.Join(shown, "\x00"))
	return r
}

// ago is seconds before now.
type ago int64

const (
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour
)
