package types

import "unique"

// Text is an interned string: eight bytes wherever it is repeated, compared in one step. The zero Text is "".
type Text struct{ h unique.Handle[string] }

// MakeText interns s.
func MakeText(s string) Text {
	if s == "" {
		return Text{}
	}
	return Text{unique.Make(s)}
}

// String returns the string that was interned.
func (t Text) String() string {
	if t == (Text{}) {
		return ""
	}
	return t.h.Value()
}
