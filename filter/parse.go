package filter

import (
	"cmp"
	"slices"
	"strings"
)

// Parse parses a filter for rows that have the given fields. Text without terms is the empty filter. The error is always an
// *Error. It is Incomplete if the text may still become a filter, such as "status:", so that the caller can keep the last
// good one.
func Parse(text string, fields Set) (*Filter, error) {
	f := &Filter{}
	for l := (lexer{text: text}); ; {
		tok, more := l.next()
		if !more {
			break
		}
		t, err := parseTerm(tok, fields)
		if err != nil {
			return nil, err
		}
		f.terms = append(f.terms, t)
	}
	f.cheapestFirst = slices.Clone(f.terms)
	slices.SortStableFunc(f.cheapestFirst, func(a, b term) int { return cmp.Compare(a.cost(), b.cost()) })
	return f, nil
}

func parseTerm(tok token, fields Set) (term, *Error) {
	if tok.op == "" {
		return parseWord(tok)
	}
	field, err := parseField(tok, fields)
	if err != nil {
		return term{}, err
	}
	t := term{negated: tok.not, field: field, op: tok.op}
	for i, p := range tok.parts {
		if err := checkPart(tok, i); err != nil {
			return term{}, err
		}
		written := Fold(p.text)
		if rest, ok := strings.CutPrefix(p.text, "~"); ok && field.mayBeDated() {
			t.dated, p.text, p.pos = true, rest, p.pos+1
		}
		alts, err := parseValue(field, tok.op, p)
		if err != nil {
			return term{}, err
		}
		t.alternatives = append(t.alternatives, alts...)
		t.words = append(t.words, written)
	}
	return t.normalize(), nil
}

// normalize replaces "!=": for texts by a negated "=", for numbers by the ranges of all other numbers.
func (t term) normalize() term {
	switch {
	case t.op != "!=":
	case t.field.kind() == textKind || t.field.kind() == sizeKind:
		t.negated, t.op = !t.negated, "="
	default:
		t.alternatives = complement(t.alternatives)
	}
	return t
}

func parseWord(tok token) (term, *Error) {
	p := tok.parts[0]
	switch {
	case tok.not && !p.quoted && p.text == "":
		return term{}, incomplete(p.pos, "Add a word or a term after !")
	case tok.not && !p.quoted && p.text[0] == '!':
		return term{}, invalid(p.pos, "One ! is enough; use quotes to search for the character itself")
	}
	if err := checkQuotes(p); err != nil {
		return term{}, err
	}
	if p.text == "" {
		return term{}, incomplete(p.pos, "The quotes are empty: type the text to search for")
	}
	word := Fold(p.text)
	return term{negated: tok.not, field: anywhere, alternatives: []alternative{{text: word}}, words: []string{word}}, nil
}

func parseField(tok token, fields Set) (Field, *Error) {
	field, known := fieldNamed(tok.name)
	switch {
	case !known:
		return field, invalid(tok.namePos(), "Unknown field %q. %s", tok.name, suggestion(tok.name, fields))
	case !fields.Has(field):
		return field, invalid(tok.namePos(), "This list has no field %q. %s", field.String(), available(fields))
	case tok.op == "!":
		return field, incomplete(tok.parts[0].pos, "Add = after %s!", field)
	}
	return field, nil
}

func (t token) namePos() int {
	if t.not {
		return t.pos + 1
	}
	return t.pos
}

func checkPart(tok token, i int) *Error {
	p, name := tok.parts[i], strings.ToLower(tok.name)
	switch {
	case p.quoted:
		return checkQuotes(p)
	case i == 0 && len(tok.parts) > 1 && isOrdering(tok.op):
		return invalid(tok.parts[1].pos-1, "%s%s takes one value; use : or = for alternatives", name, tok.op)
	case p.text == "" && i > 0 || p.text == "" && len(tok.parts) > 1:
		return incomplete(p.pos, "A value is missing next to the comma")
	case p.text == "":
		return incomplete(p.pos, "%s%s needs %s", name, tok.op, expected(tok))
	case p.text[0] == '!':
		return invalid(p.pos, "! goes before the term: !%s%s%s", name, tok.op, p.text[1:])
	}
	return nil
}

func checkQuotes(p part) *Error {
	switch {
	case p.unclosed:
		return incomplete(p.pos, "The closing quote is missing")
	case p.trailing > 0:
		return invalid(p.trailing, "Add a blank after the closing quote")
	}
	return nil
}

// expected describes the value that a term without one needs.
func expected(tok token) string {
	field, _ := fieldNamed(tok.name)
	switch field.kind() {
	case sizeKind:
		return "a size: " + strings.Join(sizes[:], ", ")
	case countKind:
		return "a number"
	case timeoutKind:
		return "minutes, a duration such as 1h30m, or never"
	case ageKind:
		return "a duration such as 90s, 15m, 2h or 3d"
	}
	if field == Status {
		return "a status, such as running"
	}
	return "a text to search for"
}
