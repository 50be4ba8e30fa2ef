package filter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold returns s in the form in which letter case no longer tells two texts apart, in every script: lower case, with
// the forms that share a capital (σ and ς, s and ſ) made one. What is not UTF-8 becomes U+FFFD. A Row's Text is made by it.
func Fold(s string) string { return strings.Map(foldRune, s) }

// foldRune goes by way of the capital because some capitals have several small letters.
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

// prefixFold reports where the folded part ends in s, -1 when s does not begin with it. It folds in place, because
// folding may change a text's length and a copy of each row's would be an allocation.
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

// indexFold finds the first occurrence of the folded part in s, as a range of bytes; -1 when there is none.
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
