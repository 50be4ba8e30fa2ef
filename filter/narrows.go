package filter

import (
	"slices"
	"strings"
)

// Narrows reports whether every row that f chooses is also chosen by prev at the same moment, so that only what prev
// chose needs to be asked. It says no where it cannot tell. Of a Timed prev, what it chose a while ago is not enough.
func (f *Filter) Narrows(prev *Filter) bool {
	if prev.Empty() {
		return true
	}
	if f.Empty() {
		return false
	}
	for i := range prev.terms {
		if !slices.ContainsFunc(f.terms, func(t term) bool { return t.implies(&prev.terms[i]) }) {
			return false
		}
	}
	return true
}

// implies reports whether t cannot hold without other.
func (t *term) implies(other *term) bool {
	switch {
	case t.field != other.field || t.not != other.not:
		return false
	case t.not:
		return other.within(t)
	}
	return t.within(other)
}

// within reports whether each alternative of t lies in one of other's; neither is turned round here.
func (t *term) within(other *term) bool {
	for i := range t.alts {
		if !slices.ContainsFunc(other.alts, func(o alt) bool { return t.alts[i].within(&o) }) {
			return false
		}
	}
	return true
}

func (a *alt) within(o *alt) bool {
	switch {
	case a.how == within && o.how == within:
		return o.lo <= a.lo && a.hi <= o.hi
	case a.how == within && o.how == contains:
		return a.sizesContain(o.text)
	case a.how == within || o.how == within:
		return false
	case o.how == equals:
		return a.how == equals && a.text == o.text
	}
	return strings.Contains(a.text, o.text)
}

// sizesContain lets type:large narrow type:larg while it is typed.
func (a *alt) sizesContain(part string) bool {
	if a.hi >= int64(len(sizes)) {
		return false
	}
	for rank := a.lo; rank <= a.hi; rank++ {
		if !strings.Contains(sizes[rank], part) {
			return false
		}
	}
	return true
}
