package filter

import (
	"cmp"
	"slices"
)

// Highlights appends to into where the plain words occur in a cell: ranges of bytes, in order and merged where they meet.
// It allocates only to grow into.
func (f *Filter) Highlights(cell string, into [][2]int) [][2]int {
	if f.Empty() {
		return into
	}
	from := len(into)
	for i := range f.terms {
		if t := &f.terms[i]; t.field == anywhere && !t.negated {
			into = occurrences(cell, t.words[0], into)
		}
	}
	return into[:from+mergeRanges(into[from:])]
}

func occurrences(cell, word string, into [][2]int) [][2]int {
	for at := 0; at < len(cell); {
		from, to := indexFold(cell[at:], word)
		if from < 0 {
			break
		}
		into = append(into, [2]int{at + from, at + to})
		at += to
	}
	return into
}

// mergeRanges sorts the ranges, merges those that meet, and returns how many are left.
func mergeRanges(ranges [][2]int) int {
	slices.SortFunc(ranges, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	n := 0
	for _, r := range ranges {
		if n > 0 && r[0] <= ranges[n-1][1] {
			ranges[n-1][1] = max(ranges[n-1][1], r[1])
			continue
		}
		ranges[n] = r
		n++
	}
	return n
}
