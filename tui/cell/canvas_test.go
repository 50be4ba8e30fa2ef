package cell

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"catwatch/filter"
	"catwatch/styles"
)

// The shortcut for our own glyphs must count as the library does, for every character it accepts and in both methods.
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

// What is contested is removed, nothing else is, and both methods of counting agree about what is left of emoji.
func TestPortableKeepsWhatTerminalsAgreeAbout(t *testing.T) {
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

func canvas() *Canvas {
	c := &Canvas{Theme: styles.New(styles.Options{})}
	c.Reset(time.Unix(1_000_000, 0))
	return c
}

// line is what write writes, without its styles.
func line(write func(c *Canvas)) string {
	c := canvas()
	c.Begin()
	write(c)
	return ansi.Strip(c.String())
}

func TestWhatIsWrittenHasItsExactWidth(t *testing.T) {
	for name, c := range map[string]struct {
		want  string
		write func(c *Canvas)
	}{
		"text that fits":        {"ab", func(c *Canvas) { c.Put(styles.Text, styles.Plain, "ab", 5) }},
		"text that is cut":      {"abc…", func(c *Canvas) { c.Put(styles.Text, styles.Plain, "abcdef", 4) }},
		"text without room":     {"", func(c *Canvas) { c.Put(styles.Text, styles.Plain, "abc", 0) }},
		"wide text that is cut": {"日…", func(c *Canvas) { c.Put(styles.Text, styles.Plain, "日本語", 4) }},
		"a cell is padded":      {"ab   ", func(c *Canvas) { c.Str("ab"); c.Cell(styles.Text, styles.Plain, 5) }},
		"a cell is cut":         {"ab…", func(c *Canvas) { c.Str("abcdef"); c.Cell(styles.Text, styles.Plain, 3) }},
		"an empty cell":         {"   ", func(c *Canvas) { c.Cell(styles.Text, styles.Plain, 3) }},
		"a wide cell is padded": {"日本 ", func(c *Canvas) { c.Str("日本"); c.Cell(styles.Text, styles.Plain, 5) }},
		"spans share the room":  {"abc…", func(c *Canvas) { c.Spans([]Span{{Text: "ab"}, {Text: "cdef"}, {Text: "g"}}, 4) }},
		"padding to the end":    {"ab    ", func(c *Canvas) { c.Put(styles.Text, styles.Plain, "ab", 5); c.Until(6) }},
		"numbers and ages":      {"42 1m", func(c *Canvas) { c.Num(42); c.Str(" "); c.Age(999_940); c.Cell(styles.Text, styles.Plain, 5) }},
		"a repeated glyph":      {"───", func(c *Canvas) { c.Repeat(styles.Frame, "─", 3); c.Repeat(styles.Frame, "─", -1) }},
		"many blanks":           {strings.Repeat(" ", 300), func(c *Canvas) { c.Gap(300, styles.Plain) }},
	} {
		got := line(c.write)
		if strings.TrimRight(got, " ") != strings.TrimRight(c.want, " ") || ansi.StringWidth(got) != ansi.StringWidth(c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTheColumnIsCounted(t *testing.T) {
	c := canvas()
	c.Put(styles.Text, styles.Plain, "日本", 10)
	c.Begin()
	c.Gap(3, styles.Plain)
	if c.Column() != 7 || c.Left(10) != 7 {
		t.Errorf("column %d, %d left", c.Column(), c.Left(10))
	}
	c.Newline()
	if c.Column() != 0 || !strings.HasSuffix(c.String(), "\n") {
		t.Errorf("a line does not end: column %d of %q", c.Column(), c.String())
	}
}

func TestAStyleIsWrittenOnlyWhereItChanges(t *testing.T) {
	c := canvas()
	c.Put(styles.Bad, styles.Plain, "a", 1)
	c.Put(styles.Bad, styles.Plain, "b", 1)
	once := c.String()
	c.Put(styles.Good, styles.Plain, "c", 1)
	c.Off()
	c.Off()
	if !strings.HasSuffix(once, "ab") || strings.Count(c.String(), styles.Off) != 2 {
		t.Errorf("wrote %q", c.String())
	}
}

func TestWordsOfTheFilterAreHighlighted(t *testing.T) {
	c := canvas()
	f, err := filter.Parse("env", 0)
	if err != nil {
		t.Fatal(err)
	}
	c.Highlight(f)
	c.Str("my-env-1")
	c.Cell(styles.Text, styles.Plain, 8)
	marked := c.String()
	if ansi.Strip(marked) != "my-env-1" || !strings.Contains(marked, c.On(styles.Match, styles.Plain)+"env") {
		t.Errorf("wrote %q", marked)
	}
	c.Reset(c.Now)
	c.Highlight(nil)
	c.Text = append(c.Text[:0], "my-env-1"...)
	c.Cell(styles.Text, styles.Plain, 8)
	if strings.Contains(c.String(), c.On(styles.Match, styles.Plain)) {
		t.Errorf("still highlights in %q", c.String())
	}
}
