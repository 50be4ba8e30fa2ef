package filter

import "slices"

// Row is what a filter matches. Its methods are called for every row on every keystroke, so they should look values up
// rather than compute them.
type Row interface {
	// Text is everything the row shows, joined and folded with Fold.
	Text() string
	// Word is the value of a text field, unfolded; "" if the row has none.
	Word(Field) string
	// Number is minutes for Timeout (0 is never), a count for Sessions, and for durations the Unix second they started at. It
	// is false if the number is unknown or does not apply, such as Unused of an environment in use.
	Number(Field) (int64, bool)
}

// Dated is a Row some of whose numbers may be out of date. A term matches such a number only if its value is written with a
// "~": what was known once is not claimed to be so now.
type Dated interface {
	// Dated reports whether the number is only known as it was some time ago.
	Dated(Field) bool
}

// Filter selects rows.
type Filter struct {
	terms         []term // in the order written
	cheapestFirst []term // in the order matched
}

// Match reports whether f selects r at now, in Unix seconds. It does not allocate.
func (f *Filter) Match(r Row, now int64) bool {
	if f == nil {
		return true
	}
	for i := range f.cheapestFirst {
		if !f.cheapestFirst[i].match(r, now) {
			return false
		}
	}
	return true
}

// cost ranks terms by how long matching takes.
func (t *term) cost() int {
	switch {
	case t.field == anywhere:
		return 2
	case t.field.kind() == textKind || t.field.kind() == sizeKind:
		return 1
	}
	return 0
}

// Empty reports whether f has no terms and so selects every row.
func (f *Filter) Empty() bool { return f == nil || len(f.terms) == 0 }

// Needs reports whether f tests the field.
func (f *Filter) Needs(field Field) bool {
	return !f.Empty() && slices.ContainsFunc(f.terms, func(t term) bool { return t.field == field })
}

// UsesText reports whether f has plain words, which search the rows' text.
func (f *Filter) UsesText() bool { return f.Needs(anywhere) }

// DependsOnTime reports whether a row can start or stop matching only because time passes.
func (f *Filter) DependsOnTime() bool {
	return !f.Empty() && slices.ContainsFunc(f.terms, func(t term) bool { return t.field.kind() == ageKind })
}
