package cell

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// The short cut for our own glyphs must count as the library does, for every character it takes, however that counts.
func TestWidthOfAgreesWithTheLibrary(t *testing.T) {
	for r := rune(' '); r < 0x3000; r++ {
		s := string(r)
		got, known := widthOf([]byte(s))
		if by := ansi.WcWidth.StringWidth(s); known && (got != by || got != ansi.GraphemeWidth.StringWidth(s)) {
			t.Errorf("%U: %d cells, the library says %d", r, got, by)
		}
	}
	for _, s := range []string{"日本語", "e\u0301", "👩‍👩‍👧", "▲️", "हिन्दी"} {
		if _, known := widthOf([]byte(s)); known {
			t.Errorf("%q is for the library to count", s)
		}
	}
}

// Whatever is contested goes, nothing else does, and both ways of counting agree about what is left of emoji.
func TestSimpleLeavesWhatTerminalsAgreeAbout(t *testing.T) {
	for text, want := range map[string]string{
		"👩\u200d👩\u200d👧 ours": "👩👩👧 ours", "❤\ufe0f": "❤", "1\ufe0f\u20e3": "1", "🇫🇷": "FR", "👍🏽": "👍", "🏴\U000e0067\U000e007f": "🏴",
		"क्\u200dष": "क्\u200dष", "تجربة": "تجربة", "plain": "plain", "日本語": "日本語",
	} {
		got := Portable(text)
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
		if a, b := ansi.WcWidth.StringWidth(got), ansi.GraphemeWidth.StringWidth(got); a != b && text != "क्\u200dष" {
			t.Errorf("%q is %d cells or %d", got, a, b)
		}
	}
}
