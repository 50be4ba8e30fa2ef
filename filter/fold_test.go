package filter_test

import (
	"slices"
	"testing"
	"unicode"

	"catwatch/filter"
)

// Every letter of every script folds like all its other cases, and folding is idempotent.
func TestFoldMakesAllCasesOne(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		folded := filter.Fold(string(r))
		if filter.Fold(folded) != folded {
			t.Errorf("%q folds to %q, which folds further", r, folded)
		}
		if other := unicode.SimpleFold(r); filter.Fold(string(other)) != folded {
			t.Errorf("%q and %q differ", r, other)
		}
	}
}

func TestHighlights(t *testing.T) {
	for _, c := range []struct {
		text, cell string
		want       [][2]int
	}{
		{"api", "API-dev api", [][2]int{{0, 3}, {8, 11}}}, {"api pi-d", "xAPI-dev", [][2]int{{1, 6}}}, {"aa", "aaaaa", [][2]int{{0, 4}}},
		{"!api status:api", "api", nil}, {"k", "2\u212a2", [][2]int{{1, 4}}}, {"ⱥx", "xȺX", [][2]int{{1, 4}}}, {"σας", "ΜΕΓΑΣΑΣ", [][2]int{{8, 14}}},
		{"b a", "abc", [][2]int{{0, 2}}}, {"c a", "abc", [][2]int{{0, 1}, {2, 3}}}, {"x", "", nil}, {"\ufffd", "a\xffb", [][2]int{{1, 2}}},
	} {
		before := [2]int{90, 99}
		got := must(t, c.text).Highlights(c.cell, [][2]int{before})
		if got[0] != before || !slices.Equal(got[1:], c.want) {
			t.Errorf("%s in %s: %v", c.text, c.cell, got)
		}
	}
}

func TestHighlightsAllocateNothing(t *testing.T) {
	f, into := must(t, "b a Юл"), make([][2]int, 0, 16)
	if n := testing.AllocsPerRun(100, func() { into = f.Highlights("abc ЮЛИЯ", into[:0]) }); n != 0 || len(into) != 2 {
		t.Errorf("%v allocations, %v", n, into)
	}
}
