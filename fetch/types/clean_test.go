package types

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "api-dev 2 (main)", "api-dev 2 (main)"},
		{"empty", "", ""},
		{"title sequence", "\x1b]52;c;aGk=\x07x", "]52;c;aGk=x"},
		{"colour", "a\x1b[31mb", "a[31mb"},
		{"8-bit controls", "a\u009b31mb\u0085c", "a31mb c"},
		{"line breaks", "a\r\n\tb\n", "a b "},
		{"separators", "a\u2028b\u2029c", "a b c"},
		{"nul and delete", "a\x00b\x7fc", "abc"},
		{"overrides", "a\u202egnp.exe\u202c", "agnp.exe"},
		{"isolates", "\u2066a\u2069\u200e\u200f\u061c", "a"},
		{"zero width", "pay\u200bpal\u2060\ufeff\u00ad", "paypal"},
		{"joiner between letters", "a\u200db\u200cc", "abc"},
		{"selector on a letter", "a\ufe0f", "a"},
		{"invisible letters", "a\u3164\u115f\u2800b", "ab"},
		{"tags", "a\U000e0041\U000e007f", "a"},
		{"odd blanks", "a\u00a0b\u3000c", "a b c"},
		{"not UTF-8", "a\xff\xc3(b", "a\ufffd\ufffd(b"},
		{"surrogate bytes", "\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
		{"emoji family", "👨‍👩‍👧 ok", "👨‍👩‍👧 ok"},
		{"emoji heart", "❤️", "❤️"},
		{"keycap", "1️⃣", "1️⃣"},
		{"flag", "🇩🇪", "🇩🇪"},
		{"Persian", "می\u200cخواهم", "می\u200cخواهم"},
		{"Hebrew with points", "שָׁלוֹם", "שָׁלוֹם"},
		{"Devanagari", "क्षत्रिय", "क्षत्रिय"},
		{"Chinese, Japanese, Korean", "開発環境 개발", "開発環境 개발"},
		{"Vietnamese, decomposed", "Vie\u0323\u0302t", "Vie\u0323\u0302t"},
		{"mark without a base", "\u0301a", "a"},
		{"heap of marks", "a" + strings.Repeat("\u0301", 40), "a" + strings.Repeat("\u0301", 5)},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestCleanBoundsWhatItReturns(t *testing.T) {
	if got := Clean(strings.Repeat("界", 100_000)); len(got) > cleanBytes+8 || !strings.HasSuffix(got, "…") {
		t.Errorf("%d bytes", len(got))
	}
	if got := Clean(strings.Repeat("x", 1_000_000)); len(got) > cleanBytes+8 {
		t.Errorf("%d bytes", len(got))
	}
}

func TestCleanLeavesOrdinaryTextWhereItIs(t *testing.T) {
	s := "payments-api main@payments 9f3c"
	if n := testing.AllocsPerRun(100, func() { Clean(s) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzClean(f *testing.F) {
	f.Add("\x1b]0;x\x07\u202e\u200d\xff👨‍👩‍👧a\u0301")
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if !utf8.ValidString(got) {
			t.Errorf("Clean(%q) is not UTF-8", s)
		}
		if again := Clean(got); again != got {
			t.Errorf("Clean(%q) = %q, and again %q", s, got, again)
		}
		for _, r := range got {
			if r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				t.Errorf("Clean(%q) = %q", s, got)
			}
		}
	})
}
