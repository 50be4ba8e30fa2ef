package filter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word or a term as written. It may be incomplete, because completion reads those, too.
type token struct {
	pos   int
	not   bool
	name  string // the text before the operator; "" for a plain word
	op    string // normalized: ":>" is ">"; "!" is an incomplete "!="
	parts []part // the values after it, or the plain word
}

// part is one alternative of a term, or a plain word.
type part struct {
	pos      int
	text     string
	quoted   bool
	unclosed bool // the closing quote is missing
	trailing int  // where text follows the closing quote without a blank; 0 if there is none
}

type lexer struct {
	text string
	at   int
}

func (l *lexer) next() (token, bool) {
	l.skipBlanks()
	if l.atEnd() {
		return token{}, false
	}
	t := token{pos: l.at}
	t.not = l.accept("!")
	if t.name, t.op = l.head(); t.op == "" {
		t.parts = []part{l.part("")}
		return t, true
	}
	for more := true; more; more = l.accept(",") {
		t.parts = append(t.parts, l.part(","))
	}
	return t, true
}

// operators lists longer ones before their prefixes. ":>" is how some other programs write ">".
var operators = [...]string{":<=", ":>=", ":<", ":>", ":=", "!=", "<=", ">=", ":", "=", "<", ">"}

// head reads a field and its operator, if letters and an operator come next.
func (l *lexer) head() (name, op string) {
	rest := l.text[l.at:]
	end := 0
	for end < len(rest) && 'a' <= foldByte(rest[end]) && foldByte(rest[end]) <= 'z' {
		end++
	}
	if end == 0 {
		return "", ""
	}
	name, rest = rest[:end], rest[end:]
	for _, o := range operators {
		if strings.HasPrefix(rest, o) {
			l.at += end + len(o)
			return name, o[min(len(o)-1, strings.IndexByte(o, ':')+1):]
		}
	}
	if _, known := fieldNamed(name); known && (rest == "!" || len(rest) > 1 && rest[0] == '!' && startsWithBlank(rest[1:])) {
		l.at += end + 1
		return name, "!"
	}
	return "", ""
}

// part reads a quoted text, or everything up to a blank or the given separator.
func (l *lexer) part(separator string) part {
	p := part{pos: l.at}
	if l.accept(`"`) {
		p.quoted = true
		p.text, p.unclosed = l.quoted()
		if !l.atEnd() && !l.atBlank() && (separator == "" || l.text[l.at] != separator[0]) {
			p.trailing = l.at
			l.unquoted("")
		}
		return p
	}
	p.text = l.unquoted(separator)
	return p
}

func (l *lexer) unquoted(separator string) string {
	from := l.at
	for !l.atEnd() && !l.atBlank() && (separator == "" || l.text[l.at] != separator[0]) {
		l.at += width(l.text[l.at:])
	}
	return l.text[from:l.at]
}

func (l *lexer) quoted() (text string, unclosed bool) {
	var b strings.Builder
	for !l.atEnd() {
		if l.accept(`"`) {
			return b.String(), false
		}
		if l.accept(`\`) && l.atEnd() {
			break
		}
		n := width(l.text[l.at:])
		b.WriteString(l.text[l.at : l.at+n])
		l.at += n
	}
	return b.String(), true
}

func (l *lexer) accept(s string) bool {
	if !strings.HasPrefix(l.text[l.at:], s) {
		return false
	}
	l.at += len(s)
	return true
}

func (l *lexer) skipBlanks() {
	for !l.atEnd() && l.atBlank() {
		l.at += width(l.text[l.at:])
	}
}

func (l *lexer) atEnd() bool   { return l.at == len(l.text) }
func (l *lexer) atBlank() bool { return startsWithBlank(l.text[l.at:]) }

func startsWithBlank(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}
