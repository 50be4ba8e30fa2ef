package filter

import (
	"cmp"
	"slices"
	"strings"
)

// Parse reads a filter for rows of which the given fields can be asked. Blanks alone are the empty filter. The error is
// always an *Error: Half when the text is on its way to a filter, such as "status:", so that the last good one may stay.
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
	f.plan = slices.Clone(f.terms)
	slices.SortStableFunc(f.plan, func(a, b term) int { return cmp.Compare(a.cost(), b.cost()) })
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
	t := term{not: tok.not, field: field, op: tok.op}
	for i, p := range tok.parts {
		if err := checkPart(tok, i); err != nil {
			return term{}, err
		}
		alts, err := value(field, tok.op, p)
		if err != nil {
			return term{}, err
		}
		t.alts = append(t.alts, alts...)
		t.words = append(t.words, Fold(p.text))
	}
	return t.settled(), nil
}

// settled turns "!=" into what it says: "!" and "=" of a text, and of a number all the others.
func (t term) settled() term {
	switch {
	case t.op != "!=":
	case t.field.kind() == ofText || t.field.kind() == ofSize:
		t.not, t.op = !t.not, "="
	default:
		t.alts = outside(t.alts)
	}
	return t
}

func parseWord(tok token) (term, *Error) {
	p := tok.parts[0]
	switch {
	case tok.not && !p.quoted && p.text == "":
		return term{}, half(p.pos, "A word or a term is missing after !")
	case tok.not && !p.quoted && p.text[0] == '!':
		return term{}, wrong(p.pos, "One ! is enough; quotes look for the mark itself")
	}
	if err := checkQuotes(p); err != nil {
		return term{}, err
	}
	if p.text == "" {
		return term{}, half(p.pos, "Nothing stands between the quotes")
	}
	word := Fold(p.text)
	return term{not: tok.not, field: anywhere, alts: []alt{{text: word}}, words: []string{word}}, nil
}

func parseField(tok token, fields Set) (Field, *Error) {
	field, known := lookup(tok.name)
	switch {
	case !known:
		return field, wrong(tok.namePos(), "There is no field %s; %s", tok.name, instead(tok.name, fields))
	case !fields.Has(field):
		return field, wrong(tok.namePos(), "%s does not apply here; %s", field, there(fields))
	case tok.op == "!":
		return field, half(tok.parts[0].pos, "= is missing after %s!", field)
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
	case i == 0 && len(tok.parts) > 1 && ordered(tok.op):
		return wrong(tok.parts[1].pos-1, "%s%s takes one value; alternatives need : or =", name, tok.op)
	case p.text == "" && i > 0 || p.text == "" && len(tok.parts) > 1:
		return half(p.pos, "A value is missing beside the comma")
	case p.text == "":
		return half(p.pos, "%s%s needs %s", name, tok.op, wanted(tok))
	case p.text[0] == '!':
		return wrong(p.pos, "! goes before the term: !%s%s%s", name, tok.op, p.text[1:])
	}
	return nil
}

func checkQuotes(p part) *Error {
	switch {
	case p.open:
		return half(p.pos, "The closing quote is missing")
	case p.stray > 0:
		return wrong(p.stray, "A blank is missing after the closing quote")
	}
	return nil
}

// wanted is what a term without a value lacks.
func wanted(tok token) string {
	field, _ := lookup(tok.name)
	switch field.kind() {
	case ofSize:
		return "a size: " + strings.Join(sizes[:], ", ")
	case ofCount:
		return "a number"
	case ofTimeout:
		return "minutes, a length of time such as 1h30m, or never"
	case ofAge:
		return "a length of time such as 90s, 15m, 2h or 3d"
	}
	if field == Status {
		return "a status, such as running"
	}
	return "a text to look for"
}
