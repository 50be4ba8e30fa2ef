package filter

import "fmt"

// Error says why a text is not a filter. Every error of Parse is one.
type Error struct {
	Pos        int    // byte offset in the text
	Incomplete bool   // nothing is wrong yet, but something is still missing
	Message    string // what is wrong or missing and what to do, without a full stop
}

func (e *Error) Error() string { return e.Message }

func invalid(pos int, format string, args ...any) *Error {
	return &Error{Pos: pos, Message: fmt.Sprintf(format, args...)}
}

func incomplete(pos int, format string, args ...any) *Error {
	return &Error{Pos: pos, Incomplete: true, Message: fmt.Sprintf(format, args...)}
}
