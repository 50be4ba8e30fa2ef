package filter

import (
	"math"
	"strings"
)

// term is one word or term, ready to be asked of rows.
type term struct {
	not   bool
	field Field
	op    string // empty for a plain word
	alts  []alt  // any of them will do
	words []string
}

// alt is one alternative. Numbers of every kind are ranges, both ends within, so that comparing two terms is
// comparing ranges: elapsed seconds, seconds of a timeout, counts, ranks of sizes.
type alt struct {
	how    how
	text   string // folded
	lo, hi int64
}

type how uint8

const (
	contains how = iota
	equals
	within
)

// never is a timeout that does not end.
const never = math.MaxInt64

func (t *term) match(r Row, now int64) bool { return t.any(r, now) != t.not }

func (t *term) any(r Row, now int64) bool {
	switch t.field.kind() {
	case ofText, ofSize:
		if t.field == anywhere {
			return strings.Contains(r.Text(), t.alts[0].text)
		}
		return t.anyOf(r.Word(t.field))
	}
	n, known := r.Number(t.field)
	if !known {
		return false
	}
	return t.anyAt(t.measure(n, now))
}

// measure turns a row's number into what the ranges are in.
func (t *term) measure(n, now int64) int64 {
	switch t.field.kind() {
	case ofAge:
		return max(0, now-n) // clocks differ: nothing happened in the future
	case ofTimeout:
		if n == 0 {
			return never
		}
		return n * 60
	}
	return n
}

func (t *term) anyAt(n int64) bool {
	for i := range t.alts {
		if a := &t.alts[i]; a.lo <= n && n <= a.hi {
			return true
		}
	}
	return false
}

func (t *term) anyOf(word string) bool {
	for i := range t.alts {
		if t.alts[i].matchWord(word) {
			return true
		}
	}
	return false
}

func (a *alt) matchWord(word string) bool {
	switch a.how {
	case contains:
		return containsFold(word, a.text)
	case equals:
		return equalFold(word, a.text)
	}
	rank := sizeRank(word)
	return a.lo <= rank && rank <= a.hi
}

// sizes are the instance types' last words, least first.
var sizes = [...]string{"small", "medium", "large", "xlarge"}

// noSize is the rank of what is none of them, and is in no range.
const noSize = -1

// sizeRank is the place of an instance type, or of its last word alone, among the sizes.
func sizeRank(word string) int64 {
	word = word[strings.LastIndexByte(word, '.')+1:]
	for i := range sizes {
		if equalFold(word, sizes[i]) {
			return int64(i)
		}
	}
	return noSize
}
