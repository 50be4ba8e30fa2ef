package types

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest string that passes, in bytes: four times what the service's model allows anywhere but in descriptions.
const cleanBytes = 4096

// The most combining marks on one character: enough for Vietnamese, Hebrew, Thai and Tibetan, too few to paint over
// the lines above and below.
const cleanMarks = 5

// Clean makes a string from outside fit to be printed: what is left draws in its own cells, in reading order, and
// cannot speak to the terminal. Blanks stand for line breaks and tabs, U+FFFD for what is not UTF-8; control and escape
// characters, bidirectional controls and invisible characters go, except joiners inside emoji and scripts that need
// them. Ordinary text comes back as it is, without a copy.
func Clean(s string) string {
	if len(s) <= cleanBytes && isPlain(s) {
		return s
	}
	var c cleaner
	for i, r := range s {
		if c.b.Len() >= cleanBytes {
			c.b.WriteRune('…')
			break
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		next, _ := utf8.DecodeRuneInString(s[i+size:])
		c.add(r, next)
	}
	if c.b.String() == s {
		return s
	}
	return c.b.String()
}

// isPlain reports whether s is printable ASCII, as nearly every name is.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

type cleaner struct {
	b     strings.Builder
	last  rune // what was written last; 0 at the beginning
	marks int  // combining marks written since the last character that is none
}

//nolint:gocyclo // one case a kind of character: together they are the rule
func (c *cleaner) add(r, next rune) {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
		c.blank()
	case isJoiner(r):
		if joins(c.last) && joins(next) {
			c.write(r)
		}
	case isSelector(r):
		if joins(c.last) || strings.ContainsRune("0123456789#*", c.last) && next == 0x20E3 {
			c.write(r)
		}
	case isInvisible(r):
	case unicode.Is(unicode.Zs, r):
		c.write(' ')
	case unicode.Is(unicode.M, r):
		c.mark(r)
	case unicode.IsGraphic(r) || unicode.Is(unicode.Co, r) || isNumberSign(r):
		c.write(r)
	}
}

// blank writes one blank for a run of line breaks.
func (c *cleaner) blank() {
	if c.last != ' ' && c.last != 0 {
		c.write(' ')
	}
}

func (c *cleaner) write(r rune) {
	c.b.WriteRune(r)
	c.last, c.marks = r, 0
}

// mark writes a combining mark, unless it would land on whatever is printed before the string, or on a heap of others.
func (c *cleaner) mark(r rune) {
	if c.last == 0 || c.marks >= cleanMarks {
		return
	}
	c.b.WriteRune(r)
	c.last, c.marks = r, c.marks+1
}

// isJoiner: ZERO WIDTH NON-JOINER, which Persian needs, and ZERO WIDTH JOINER, which emoji need.
func isJoiner(r rune) bool { return r == 0x200C || r == 0x200D }

func isSelector(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF || r >= 0x180B && r <= 0x180D
}

// joins reports whether a joiner or selector beside r can have a meaning.
func joins(r rune) bool {
	return r > unicode.MaxLatin1 && r != utf8.RuneError && !isInvisible(r) &&
		(unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsSymbol(r) || r == 0x203C || r == 0x2049)
}

// isInvisible: everything that prints nothing and is no mark, and letters that look like blanks.
func isInvisible(r rune) bool {
	switch r {
	case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180F, 0x2800, 0x3164, 0xFFA0, 0xFFFC:
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && !isNumberSign(r)
}

// isNumberSign: the format characters that do print, under the digits that follow them.
func isNumberSign(r rune) bool {
	return r >= 0x0600 && r <= 0x0605 || r == 0x06DD || r == 0x070F || r == 0x0890 || r == 0x0891 || r == 0x08E2
}
