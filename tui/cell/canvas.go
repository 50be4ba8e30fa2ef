package cell

import (
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"catwatch/filter"
	"catwatch/styles"
)

// Canvas is what a frame is written on, line by line. It counts cells, so that every line ends exactly where it must, and
// writes an escape sequence only where the style changes.
type Canvas struct {
	*styles.Theme
	Now time.Time
	// How the terminal counts cells: by code point, until it has announced that it counts by grapheme cluster. The renderer
	// counts the same way, and would shear lines that were padded in another.
	Measure ansi.Method

	Text []byte // of the cell being written
	Room int    // cells it may take

	out     []byte
	col     int    // cells written in this line
	from    int    // where this box began in the line
	active  string // the sequence in force
	over    styles.Surface
	visible bool // the style in force shows on blanks on any surface

	words        *filter.Filter // whose plain words are highlighted in cells
	highlighting bool           // there are any
	hits         [][2]int
}

// Reset starts a new frame, or a part of one that is written separately.
func (c *Canvas) Reset(now time.Time) {
	c.Now, c.out, c.active, c.col = now, c.out[:0], "", 0
}

// String is what has been written since Reset.
func (c *Canvas) String() string { return string(c.out) }

// Column is how many cells of this line have been written.
func (c *Canvas) Column() int { return c.col }

// Repeat writes a glyph of one cell n times.
func (c *Canvas) Repeat(r styles.Role, glyph string, n int) {
	if n <= 0 {
		return
	}
	c.role(r, styles.Plain)
	for range n {
		c.out = append(c.out, glyph...)
	}
	c.col += n
}

// role switches to role r on surface s.
func (c *Canvas) role(r styles.Role, s styles.Surface) {
	on := c.On(r, s)
	if on == c.active {
		return
	}
	if c.active != "" {
		c.out = append(c.out, styles.Off...)
	}
	c.out = append(c.out, on...)
	c.active, c.over, c.visible = on, s, r == styles.Tab || r == styles.Banner || r == styles.Match
}

// Off ends the style in force.
func (c *Canvas) Off() {
	if c.active != "" {
		c.out = append(c.out, styles.Off...)
		c.active = ""
	}
}

// Newline ends a line.
func (c *Canvas) Newline() {
	c.Off()
	c.out = append(c.out, '\n')
	c.col = 0
}

const blanks = "                                                                                                                                "

// Space writes n blanks in the style in force.
func (c *Canvas) Space(n int) {
	for ; n > 0; n -= len(blanks) {
		c.out = append(c.out, blanks[:min(n, len(blanks))]...)
		c.col += min(n, len(blanks))
	}
}

// Gap writes n blanks on surface s. Blanks show no text, so any role on that surface will do, and each change of style
// avoided here saves bytes on the way to the terminal.
func (c *Canvas) Gap(n int, s styles.Surface) {
	if n <= 0 {
		return
	}
	if c.active == "" || c.over != s || c.visible {
		c.role(styles.Dim, s)
	}
	c.Space(n)
}

// Begin starts a box of its own width in the line.
func (c *Canvas) Begin() { c.from = c.col }

// Until pads the line with blanks to w cells from Begin.
func (c *Canvas) Until(w int) {
	if n := c.from + w - c.col; n > 0 {
		c.Off()
		c.Space(n)
	}
}

// Left is how many of w cells from Begin are still free.
func (c *Canvas) Left(w int) int { return c.from + w - c.col }

// Put writes text in role r, cut to at most w cells.
func (c *Canvas) Put(r styles.Role, s styles.Surface, text string, w int) {
	if w <= 0 {
		return
	}
	text, n := c.Fit(text, w)
	c.role(r, s)
	c.out = append(c.out, text...)
	c.col += n
}

// Fit cuts text to w cells and returns how many it takes.
func (c *Canvas) Fit(text string, w int) (string, int) {
	if plain(text) {
		if len(text) <= w {
			return text, len(text)
		}
		return text[:max(0, w-1)] + c.More, w
	}
	text = Portable(text)
	cut, n := text, c.Measure.StringWidth(text)
	for at := w; n > w; at-- {
		cut = c.Measure.Truncate(text, at, c.More) // may miscount what is joined to a digit, so count again
		n = c.Measure.StringWidth(cut)
	}
	return cut, n
}

func plain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// Cell writes c.Text in exactly w cells.
func (c *Canvas) Cell(r styles.Role, s styles.Surface, w int) {
	if len(c.Text) == 0 {
		c.Gap(w, s)
		return
	}
	n, known := widthOf(c.Text)
	if n > w || !known {
		var text string
		text, n = c.Fit(string(c.Text), w)
		c.Text = append(c.Text[:0], text...)
	}
	c.role(r, s)
	c.write(r, s)
	c.col += n
	c.Space(w - n)
}

// write appends c.Text, highlighting what the filter's words match in it.
func (c *Canvas) write(r styles.Role, s styles.Surface) {
	if !c.highlighting {
		c.out = append(c.out, c.Text...)
		return
	}
	from := 0
	c.hits = c.words.Highlights(string(c.Text), c.hits[:0])
	for _, hit := range c.hits {
		c.out = append(c.out, c.Text[from:hit[0]]...)
		c.role(styles.Match, s)
		c.out = append(c.out, c.Text[hit[0]:hit[1]]...)
		c.role(r, s)
		from = hit[1]
	}
	c.out = append(c.out, c.Text[from:]...)
}

// Highlight has the words of f highlighted in cells from now on; nil ends that.
func (c *Canvas) Highlight(f *filter.Filter) {
	c.words, c.highlighting = f, f.UsesText()
}

// widthOf is how many cells text takes, if it consists of what our own columns write: Latin letters and glyphs of one cell.
// It does not know wide and combining characters.
func widthOf(text []byte) (n int, known bool) {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		narrow := r >= ' ' && r < 0x7f || r >= 0xa1 && r < 0x300 && r != 0xad || r >= 0x2190 && r < 0x2300 || r >= 0x2500 && r < 0x25fd || r == '…' || r == '−'
		if !narrow {
			return 0, false
		}
		i += size
		n++
	}
	return n, true
}

// TextWidth is the most cells a text can take, however the terminal counts.
func TextWidth(s string) int {
	if plain(s) {
		return len(s)
	}
	s = Portable(s)
	return max(ansi.WcWidth.StringWidth(s), ansi.GraphemeWidth.StringWidth(s))
}

// Str appends to the cell being written, as Num and Age do.
func (c *Canvas) Str(s string) { c.Text = append(c.Text, s...) }

// Num appends a number.
func (c *Canvas) Num(n int) { c.Text = strconv.AppendInt(c.Text, int64(n), 10) }

// Age appends how long ago a moment was, given in Unix seconds.
func (c *Canvas) Age(since int64) {
	c.Text = AppendDuration(c.Text, c.Now.Sub(time.Unix(since, 0)))
}
