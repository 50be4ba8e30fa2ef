package filter

import (
	"strings"
	"unicode"
)

// String is f as it can be typed. Parse turns it back into the same filter.
func (f *Filter) String() string {
	if f.Empty() {
		return ""
	}
	var b strings.Builder
	for i := range f.terms {
		if i > 0 {
			b.WriteByte(' ')
		}
		f.terms[i].write(&b)
	}
	return b.String()
}

func (t *term) write(b *strings.Builder) {
	if t.negated {
		b.WriteByte('!')
	}
	if t.field == anywhere {
		b.WriteString(quoteWord(t.words[0]))
		return
	}
	b.WriteString(t.field.String())
	b.WriteString(t.op)
	for i, w := range t.words {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quoteValue(w))
	}
}

// quoteWord quotes a word that would otherwise be parsed as something else.
func quoteWord(w string) string {
	if _, op := (&lexer{text: w}).head(); op != "" || w[0] == '!' {
		return quote(w)
	}
	return quoteBlanks(w)
}

// quoteValue quotes a value that would otherwise be parsed as something else.
func quoteValue(w string) string {
	if w == "" || strings.ContainsRune("!<=>", rune(w[0])) || strings.Contains(w, ",") {
		return quote(w)
	}
	return quoteBlanks(w)
}

func quoteBlanks(w string) string {
	if w[0] == '"' || strings.ContainsFunc(w, unicode.IsSpace) {
		return quote(w)
	}
	return w
}

func quote(w string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(w) + `"`
}
