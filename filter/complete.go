package filter

import (
	"slices"
	"strings"
)

// Complete returns the texts that complete the last term of text: with the fields that begin with it or, after an operator,
// with the values of the field that begin with it. After a blank it offers every field. values returns the values found in
// the current rows and may be nil; Complete adds the sizes and "never" itself.
func Complete(text string, fields Set, values func(Field) []string) []string {
	last, ok := lastToken(text)
	switch {
	case !ok:
		return completeField(text, "", fields)
	case last.op != "":
		return completeValue(text, last, fields, values)
	case last.parts[0].quoted:
		return nil
	}
	word := last.parts[0]
	return completeField(text[:word.pos], word.text, fields)
}

// lastToken is the token at the end of text; ok is false if text is empty or ends in a blank.
func lastToken(text string) (last token, ok bool) {
	l := lexer{text: text}
	end := -1
	for tok, more := l.next(); more; tok, more = l.next() {
		last, end = tok, l.at
	}
	return last, end == len(text)
}

func completeField(before, prefix string, fields Set) []string {
	var texts []string
	for _, f := range fields.Fields() {
		if prefixFold(f.String(), Fold(prefix)) >= 0 {
			texts = append(texts, before+f.String()+":")
		}
	}
	return texts
}

func completeValue(text string, last token, fields Set, values func(Field) []string) []string {
	field, known := fieldNamed(last.name)
	part := last.parts[len(last.parts)-1]
	if !known || !fields.Has(field) || part.trailing > 0 || part.quoted && !part.unclosed {
		return nil
	}
	if last.op == "!" {
		return []string{text + "="}
	}
	prefix := Fold(part.text)
	var texts []string
	for _, v := range candidates(field, last.op, values) {
		if prefixFold(v, prefix) >= 0 && !alreadyListed(last.parts, v) {
			texts = append(texts, text[:part.pos]+quoteValue(v))
		}
	}
	return texts
}

// candidates are the values to choose from: the sizes in order, then the values of the current rows.
func candidates(field Field, op string, values func(Field) []string) []string {
	var builtIn, fromRows []string
	switch field.kind() {
	case sizeKind:
		builtIn = sizes[:]
	case timeoutKind:
		builtIn = []string{"never"}
	}
	if values != nil && !(field.kind() == sizeKind && isOrdering(op)) {
		fromRows = values(field)
	}
	all := slices.Clone(builtIn)
	for _, v := range fromRows {
		if v != "" && !slices.Contains(builtIn, v) {
			all = append(all, v)
		}
	}
	return all
}

func alreadyListed(parts []part, value string) bool {
	return slices.ContainsFunc(parts, func(p part) bool { return strings.EqualFold(p.text, value) })
}
