package filter

import (
	"slices"
	"strings"
)

// Complete returns the whole texts that text becomes when its last term is completed: by the fields that begin so, and
// after an operator by the known values of the field that begin so. After a blank every field is offered. The values
// are those of the rows at hand; sizes and never are known here. values may be nil.
func Complete(text string, fields Set, values func(Field) []string) []string {
	last, any := lastToken(text)
	switch {
	case !any:
		return fieldsFrom(text, "", fields)
	case last.op != "":
		return valuesFrom(text, last, fields, values)
	case last.parts[0].quoted:
		return nil
	}
	word := last.parts[0]
	return fieldsFrom(text[:word.pos], word.text, fields)
}

// lastToken is the token that the text ends in; none when it ends in a blank or is empty.
func lastToken(text string) (last token, any bool) {
	l := lexer{text: text}
	end := -1
	for tok, more := l.next(); more; tok, more = l.next() {
		last, end = tok, l.at
	}
	return last, end == len(text)
}

func fieldsFrom(before, begun string, fields Set) []string {
	var texts []string
	for _, f := range fields.Fields() {
		if prefixFold(f.String(), Fold(begun)) >= 0 {
			texts = append(texts, before+f.String()+":")
		}
	}
	return texts
}

func valuesFrom(text string, last token, fields Set, values func(Field) []string) []string {
	field, known := lookup(last.name)
	part := last.parts[len(last.parts)-1]
	if !known || !fields.Has(field) || part.stray > 0 || part.quoted && !part.open {
		return nil
	}
	if last.op == "!" {
		return []string{text + "="}
	}
	begun := Fold(part.text)
	var texts []string
	for _, v := range candidates(field, last.op, values) {
		if prefixFold(v, begun) >= 0 && !written(last.parts, v) {
			texts = append(texts, text[:part.pos]+quoteValue(v))
		}
	}
	return texts
}

// candidates are the values to choose from. Sizes come first, in their order: they are what one types.
func candidates(field Field, op string, values func(Field) []string) []string {
	var own, theirs []string
	switch field.kind() {
	case ofSize:
		own = sizes[:]
	case ofTimeout:
		own = []string{"never"}
	}
	if values != nil && !(field.kind() == ofSize && ordered(op)) {
		theirs = values(field)
	}
	all := slices.Clone(own)
	for _, v := range theirs {
		if v != "" && !slices.Contains(own, v) {
			all = append(all, v)
		}
	}
	return all
}

func written(parts []part, value string) bool {
	return slices.ContainsFunc(parts, func(p part) bool { return strings.EqualFold(p.text, value) })
}
