package tui

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// The short cut for our own glyphs must count as the library does, for every character it takes.
func TestWidthOfAgreesWithTheLibrary(t *testing.T) {
	for r := rune(' '); r < 0x3000; r++ {
		s := string(r)
		if got, want := widthOf([]byte(s)), ansi.StringWidth(s); got != want {
			t.Errorf("%U: %d cells, the library says %d", r, got, want)
		}
	}
	for _, s := range []string{"日本語", "e\u0301", "👩‍👩‍👧", "▲️", "≥3 ?"} {
		if got, want := widthOf([]byte(s)), ansi.StringWidth(s); got != want {
			t.Errorf("%q: %d cells, the library says %d", s, got, want)
		}
	}
}
