package cell

import (
	"strings"
	"unicode"
)

// Portable removes from text whatever terminals disagree about the width of, no matter what they announce: an emoji joined
// from several becomes those several, a flag its two letters, and nothing chooses between the wide and the narrow form of
// a symbol. Joiners stay where a script needs them.
func Portable(text string) string {
	if strings.IndexFunc(text, contested) < 0 {
		return text
	}
	var b strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case isFlagLetter(r):
			b.WriteRune('A' + r - flagA)
		case r == joiner && i+1 < len(runes) && !unicode.Is(unicode.So, runes[i+1]) || !contested(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

const (
	joiner = '\u200d'
	flagA  = '\U0001f1e6'
	flagZ  = '\U0001f1ff'
)

func isFlagLetter(r rune) bool { return r >= flagA && r <= flagZ }

// contested are joiners, variation selectors, keycaps, skin tones, flags and their tags.
func contested(r rune) bool {
	return r == joiner || r >= 0xfe00 && r <= 0xfe0f || r == 0x20e3 || r >= 0x1f3fb && r <= 0x1f3ff || isFlagLetter(r) ||
		r >= 0xe0020 && r <= 0xe007f
}
