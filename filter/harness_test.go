package filter_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"catwatch/filter"
)

// now is the time at which these tests match rows.
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

// has makes a row from alternating fields and values: a string is a word, an int a number, ago a time before now.
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

func must(t testing.TB, text string) *filter.Filter {
	t.Helper()
	f, err := filter.Parse(text, filter.All)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return f
}

// someTerms draws the text of up to two random terms or words.
var someTerms = rapid.Custom(func(t *rapid.T) string {
	word := rapid.SampledFrom([]string{"a", "b", "ab", "ba", "aba", "A"})
	size := rapid.SampledFrom([]string{"small", "medium", "large", "xlarge", "l", "dev.standard1.large", "e"})
	number := rapid.SampledFrom([]string{"0", "1", "2", "3"})
	length := rapid.SampledFrom([]string{"0", "1s", "60s", "1m", "2m", "1h", "61m"})
	timeout := rapid.SampledFrom([]string{"0", "never", "1", "60s", "2", "1h"})
	op := rapid.SampledFrom([]string{":", "=", "!=", "<", "<=", ">", ">="})
	someTerm := rapid.Custom(func(t *rapid.T) string {
		not := rapid.SampledFrom([]string{"", "!"}).Draw(t, "not")
		field := rapid.SampledFrom([]filter.Field{filter.Space, filter.Type, filter.Sessions, filter.Timeout, filter.Age, filter.Fresh}).Draw(t, "field")
		values := map[filter.Field]*rapid.Generator[string]{
			filter.Space: word, filter.Type: size, filter.Sessions: number, filter.Timeout: timeout, filter.Age: length,
		}[field]
		if values == nil {
			return not + word.Draw(t, "word")
		}
		text := fmt.Sprint(not, field, op.Draw(t, "op"), values.Draw(t, "value"))
		if rapid.Bool().Draw(t, "more") {
			text += "," + values.Draw(t, "value")
		}
		return text
	})
	return strings.Join(rapid.SliceOfN(someTerm, 0, 2).Draw(t, "terms"), " ")
})

// someRow draws a random row whose words and numbers are often those of someTerms.
var someRow = rapid.Custom(func(t *rapid.T) *row {
	r := has(filter.Space, rapid.StringMatching("[abAB]{0,4}").Draw(t, "space"),
		filter.Type, rapid.SampledFrom([]string{"", "dev.standard1.small", "large", "dev.standard1.xlarge", "dev.medium", "huge"}).Draw(t, "type"))
	for _, f := range []filter.Field{filter.Sessions, filter.Timeout} {
		if n := rapid.SampledFrom([]int{-1, 0, 1, 2, 3, 59, 60, 61}).Draw(t, f.String()); n >= 0 {
			r.numbers[f] = int64(n)
		}
	}
	if n := rapid.SampledFrom([]int{-1, 0, 1, 59, 60, 61, 119, 120, 3600, 3601, 9999}).Draw(t, "age"); n >= 0 {
		r.numbers[filter.Age] = now - int64(n)
	}
	return r
})
