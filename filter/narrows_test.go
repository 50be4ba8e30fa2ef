package filter_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"catwatch/filter"
)

func TestNarrowsWhileTyping(t *testing.T) {
	for _, c := range []struct {
		text, prev string
		want       bool
	}{
		{"api", "", true}, {"", "api", false}, {"api-d", "api", true}, {"api", "api-d", false}, {"api x", "API", true}, {"!a", "!api", true},
		{"!api", "!a", false}, {"!api", "api", false}, {"space:acme", "acme", false}, {"space:acme", "space:ac", true},
		{"space=acme", "space:ac", true}, {"space:acme", "space=acme", false}, {"status:running", "status:run,start", true},
		{"status:run,start", "status:run", false}, {"!status:run,start", "!status:run", true}, {"!status:run", "!status:run,start", false},
		{"space!=a,b", "space!=a", true}, {"space!=a", "space!=a,b", false}, {"age>3h", "age>2h", true}, {"age>2h", "age>3h", false},
		{"age>2h", "started>2h", false}, {"age:2h", "age>=2h", true}, {"age>=2h", "age:2h", false}, {"age<2h", "age:1h", false}, {"sessions>2", "sessions!=0", true}, {"sessions!=0", "sessions>0", true},
		{"type:large", "type:larg", true}, {"type:large", "type:x", false}, {"type>=large", "type>medium", true},
		{"type:dev.standard1.large", "type:dev", true}, {"type:largest", "type:large", false}, {"timeout:0", "timeout:never", true},
		{"timeout>1h", "timeout>=30", true}, {"type<small", "type:large", true},
	} {
		if got := must(t, c.text).Narrows(must(t, c.prev)); got != c.want {
			t.Errorf("%s after %s: %v", c.text, c.prev, got)
		}
	}
}

// What a filter that narrows chooses, the other chooses too: whatever the filters, whatever the row.
func TestNarrowsNeverLosesARow(t *testing.T) {
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
	someFilter := rapid.Custom(func(t *rapid.T) *filter.Filter {
		terms := rapid.SliceOfN(someTerm, 0, 2).Draw(t, "terms")
		f, err := filter.Parse(strings.Join(terms, " "), filter.All)
		if err != nil {
			return nil
		}
		return f
	})
	narrowed := 0
	rapid.Check(t, func(t *rapid.T) {
		f, prev := someFilter.Draw(t, "filter"), someFilter.Draw(t, "previous")
		if !f.Narrows(prev) {
			return
		}
		narrowed++
		for range 8 {
			r := someRow.Draw(t, "row")
			if f.Match(r, now) && !prev.Match(r, now) {
				t.Fatalf("%q chooses %v, %q does not", f, r, prev)
			}
		}
	})
	if narrowed == 0 {
		t.Error("nothing narrowed: this shows nothing")
	}
}

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
