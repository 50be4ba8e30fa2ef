package filter

import "fmt"

// Error says why a text is no filter. Every error of Parse is one.
type Error struct {
	Pos      int    // where, in bytes from the beginning of the text
	Half     bool   // nothing is wrong yet: something is still missing
	Sentence string // what is wrong or missing, for a person, without a full stop
}

func (e *Error) Error() string { return e.Sentence }

func wrong(pos int, format string, args ...any) *Error {
	return &Error{Pos: pos, Sentence: fmt.Sprintf(format, args...)}
}

func half(pos int, format string, args ...any) *Error {
	return &Error{Pos: pos, Half: true, Sentence: fmt.Sprintf(format, args...)}
}
