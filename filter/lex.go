package filter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word or a term as it was written, finished or not: completion reads unfinished ones, too.
type token struct {
	pos   int
	not   bool
	name  string // what stands before the operator; "" for a plain word
	op    string // as it counts: of ":>" only ">"; "!" alone is half a "!="
	parts []part // what stands after it, or the plain word
}

// part is one alternative of a term, or a plain word.
type part struct {
	pos    int
	text   string
	quoted bool
	open   bool // the closing quote is missing
	stray  int  // where something stands that is glued to the closing quote; 0 when nothing does
}

type lexer struct {
	text string
	at   int
}

func (l *lexer) next() (token, bool) {
	l.blanks()
	if l.done() {
		return token{}, false
	}
	t := token{pos: l.at}
	t.not = l.take("!")
	if t.name, t.op = l.head(); t.op == "" {
		t.parts = []part{l.part("")}
		return t, true
	}
	for more := true; more; more = l.take(",") {
		t.parts = append(t.parts, l.part(","))
	}
	return t, true
}

// The longest come first. ":>" is how some other programs write ">".
var operators = [...]string{":<=", ":>=", ":<", ":>", ":=", "!=", "<=", ">=", ":", "=", "<", ">"}

// head takes a field and its operator, if letters and an operator come next.
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
	if _, known := lookup(name); known && (rest == "!" || len(rest) > 1 && rest[0] == '!' && blank(rest[1:])) {
		l.at += end + 1
		return name, "!"
	}
	return "", ""
}

// part takes a quoted text, or everything up to a blank or the given mark.
func (l *lexer) part(mark string) part {
	p := part{pos: l.at}
	if l.take(`"`) {
		p.quoted = true
		p.text, p.open = l.quoted()
		if !l.done() && !l.blank() && (mark == "" || l.text[l.at] != mark[0]) {
			p.stray = l.at
			l.bare("")
		}
		return p
	}
	p.text = l.bare(mark)
	return p
}

func (l *lexer) bare(mark string) string {
	from := l.at
	for !l.done() && !l.blank() && (mark == "" || l.text[l.at] != mark[0]) {
		l.at += width(l.text[l.at:])
	}
	return l.text[from:l.at]
}

func (l *lexer) quoted() (text string, open bool) {
	var b strings.Builder
	for !l.done() {
		if l.take(`"`) {
			return b.String(), false
		}
		if l.take(`\`) && l.done() {
			break
		}
		n := width(l.text[l.at:])
		b.WriteString(l.text[l.at : l.at+n])
		l.at += n
	}
	return b.String(), true
}

func (l *lexer) take(mark string) bool {
	if !strings.HasPrefix(l.text[l.at:], mark) {
		return false
	}
	l.at += len(mark)
	return true
}

func (l *lexer) blanks() {
	for !l.done() && l.blank() {
		l.at += width(l.text[l.at:])
	}
}

func (l *lexer) done() bool  { return l.at == len(l.text) }
func (l *lexer) blank() bool { return blank(l.text[l.at:]) }

func blank(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}
