package filter

import "strings"

// Field is a property of a row that a term can test.
type Field uint8

// The fields, in the order in which they are offered.
const (
	Space Field = iota
	Project
	Env
	ID
	Alias
	Status
	Type
	Owner
	Repo
	Branch
	IDE
	VPC
	Timeout
	Sessions
	Age
	Updated
	Started
	Unused
	Fresh
	anywhere // plain words search all text of the row
)

var names = [...]string{
	"space", "project", "env", "id", "alias", "status", "type", "owner", "repo", "branch", "ide", "vpc",
	"timeout", "sessions", "age", "updated", "started", "unused", "fresh", "",
}

// String is the field's name as typed.
func (f Field) String() string { return names[min(f, anywhere)] }

func fieldNamed(name string) (Field, bool) {
	for f := range anywhere {
		if strings.EqualFold(names[f], name) {
			return f, true
		}
	}
	return anywhere, false
}

type kind uint8

const (
	textKind kind = iota
	sizeKind
	countKind
	timeoutKind
	ageKind // seconds since a moment
)

func (f Field) kind() kind {
	switch f {
	case Type:
		return sizeKind
	case Sessions:
		return countKind
	case Timeout:
		return timeoutKind
	case Age, Updated, Started, Unused, Fresh:
		return ageKind
	}
	return textKind
}

// Set is a set of fields.
type Set uint32

// All is every field.
const All Set = 1<<anywhere - 1

// Of is the set of the given fields.
func Of(fields ...Field) Set {
	var s Set
	for _, f := range fields {
		s |= 1 << f
	}
	return s & All
}

// Has reports whether f is in s.
func (s Set) Has(f Field) bool { return s>>f&1 == 1 }

// Fields lists s in the order in which fields are offered.
func (s Set) Fields() []Field {
	var fs []Field
	for f := range anywhere {
		if s.Has(f) {
			fs = append(fs, f)
		}
	}
	return fs
}

// String lists the names, as in "space:, project:".
func (s Set) String() string {
	var b strings.Builder
	for i, f := range s.Fields() {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(f.String() + ":")
	}
	return b.String()
}

// mayBeDated reports whether the number is observed from time to time, so that it may be out of date.
func (f Field) mayBeDated() bool { return f == Sessions || f == Unused }
