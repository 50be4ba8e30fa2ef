package filter

import (
	"math"
	"strings"
)

// term is a parsed word or term.
type term struct {
	negated      bool
	field        Field
	op           string        // empty for a plain word
	alternatives []alternative // a row must match one of them
	words        []string      // as written, folded
	dated        bool          // out-of-date numbers match, too
}

// alternative is one value of a term. Numbers of every kind are inclusive ranges: elapsed seconds, seconds of a timeout,
// counts, ranks of sizes.
type alternative struct {
	kind   matchKind
	text   string // folded
	lo, hi int64
}

type matchKind uint8

const (
	contains matchKind = iota
	equals
	inRange
)

// never is the timeout of an environment that never stops.
const never = math.MaxInt64

func (t *term) match(r Row, now int64) bool {
	if d, ok := r.(Dated); ok && !t.dated && t.field.mayBeDated() && d.Dated(t.field) {
		return false // negated or not: it is not known now
	}
	return t.matchesAny(r, now) != t.negated
}

func (t *term) matchesAny(r Row, now int64) bool {
	switch t.field.kind() {
	case textKind, sizeKind:
		if t.field == anywhere {
			return strings.Contains(r.Text(), t.alternatives[0].text)
		}
		return t.anyMatchesWord(r.Word(t.field))
	}
	n, known := r.Number(t.field)
	if !known {
		return false
	}
	return t.anyInRange(t.toRangeUnit(n, now))
}

// toRangeUnit converts a row's number to the unit of the ranges.
func (t *term) toRangeUnit(n, now int64) int64 {
	switch t.field.kind() {
	case ageKind:
		return max(0, now-n) // clocks differ, so a time in the future counts as now
	case timeoutKind:
		if n == 0 {
			return never
		}
		return n * 60
	}
	return n
}

func (t *term) anyInRange(n int64) bool {
	for i := range t.alternatives {
		if a := &t.alternatives[i]; a.lo <= n && n <= a.hi {
			return true
		}
	}
	return false
}

func (t *term) anyMatchesWord(word string) bool {
	for i := range t.alternatives {
		if t.alternatives[i].matchWord(word) {
			return true
		}
	}
	return false
}

func (a *alternative) matchWord(word string) bool {
	switch a.kind {
	case contains:
		return containsFold(word, a.text)
	case equals:
		return equalFold(word, a.text)
	}
	rank := sizeRank(word)
	return a.lo <= rank && rank <= a.hi
}

// sizes are the last parts of the instance types, smallest first.
var sizes = [...]string{"small", "medium", "large", "xlarge"}

// noSize is the rank of any other text; it is in no range.
const noSize = -1

// sizeRank is the index in sizes of an instance type, or of its last part alone.
func sizeRank(word string) int64 {
	word = word[strings.LastIndexByte(word, '.')+1:]
	for i := range sizes {
		if equalFold(word, sizes[i]) {
			return int64(i)
		}
	}
	return noSize
}
