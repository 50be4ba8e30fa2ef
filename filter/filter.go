package filter

import (
	"slices"
)

// Row is what a filter asks. Its methods are called for every row at every key, so they look up and do not compute.
type Row interface {
	// Text is everything the row shows, joined, as made by Fold.
	Text() string
	// Word is the field as it is; "" when the row has none.
	Word(Field) string
	// Number is minutes for Timeout (0 is never), a count for Sessions, and for lengths of time the Unix second since
	// when; false when it is not known, or when it is not so, such as Unused of an environment in use.
	Number(Field) (int64, bool)
}

// Filter chooses rows.
type Filter struct {
	terms []term // as written
	plan  []term // as asked: what costs least first
}

// Match reports whether r is chosen at now, in Unix seconds. It does not allocate.
func (f *Filter) Match(r Row, now int64) bool {
	if f == nil {
		return true
	}
	for i := range f.plan {
		if !f.plan[i].match(r, now) {
			return false
		}
	}
	return true
}

func (t *term) cost() int {
	switch {
	case t.field == anywhere:
		return 2
	case t.field.kind() == ofText || t.field.kind() == ofSize:
		return 1
	}
	return 0
}

// Empty reports whether f chooses every row because it asks nothing.
func (f *Filter) Empty() bool { return f == nil || len(f.terms) == 0 }

// Needs reports whether f asks about the field.
func (f *Filter) Needs(field Field) bool {
	return !f.Empty() && slices.ContainsFunc(f.terms, func(t term) bool { return t.field == field })
}

// Reads reports whether f looks at the rows' texts, for plain words.
func (f *Filter) Reads() bool { return f.Needs(anywhere) }

// Timed reports whether a row may come or go just because time passes.
func (f *Filter) Timed() bool {
	return !f.Empty() && slices.ContainsFunc(f.terms, func(t term) bool { return t.field.kind() == ofAge })
}

// Words are the plain words that rows must show, as made by Fold.
func (f *Filter) Words() []string {
	if f.Empty() {
		return nil
	}
	var words []string
	for _, t := range f.terms {
		if t.field == anywhere && !t.not {
			words = append(words, t.words[0])
		}
	}
	return words
}
