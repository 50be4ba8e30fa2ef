package filter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold removes the differences of letter case from s, in every script: it returns lower case, with the forms that share a
// capital (σ and ς, s and ſ) unified. Invalid UTF-8 becomes U+FFFD. A Row's Text is folded with it.
func Fold(s string) string { return strings.Map(foldRune, s) }

// foldRune converts to upper case first because some capitals have several lower-case forms.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		return rune(foldByte(byte(r)))
	}
	return unicode.ToLower(unicode.ToUpper(r))
}

func foldByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// prefixFold returns where the folded part ends in s, or -1 if s does not begin with it. It folds rune by rune because
// folding can change a text's length and because folding each row into a copy would allocate.
func prefixFold(s, part string) int {
	i, j := 0, 0
	for j < len(part) {
		if i == len(s) {
			return -1
		}
		if c := s[i]; c < utf8.RuneSelf {
			if foldByte(c) != part[j] {
				return -1
			}
			i, j = i+1, j+1
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		want, m := utf8.DecodeRuneInString(part[j:])
		if foldRune(r) != want {
			return -1
		}
		i, j = i+n, j+m
	}
	return i
}

// indexFold finds the first occurrence of the folded part in s, as a range of bytes; -1 if there is none.
func indexFold(s, part string) (from, to int) {
	for i := 0; i < len(s); {
		if n := prefixFold(s[i:], part); n >= 0 {
			return i, i + n
		}
		i += width(s[i:])
	}
	return -1, -1
}

func width(s string) int {
	if s[0] < utf8.RuneSelf {
		return 1
	}
	_, n := utf8.DecodeRuneInString(s)
	return n
}

func containsFold(s, part string) bool {
	from, _ := indexFold(s, part)
	return from >= 0
}

func equalFold(s, whole string) bool { return prefixFold(s, whole) == len(s) }
