package main

import (
	"fmt"
	"html"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// The size of a cell in SVG units, and the page round the screen.
const cellW, cellH, margin = 8.4, 18, 12

// draw is the screen as SVG: each run of cells of one style is one text, stretched to its cells so that no font shifts it.
func draw(term *vt.SafeEmulator, light bool) string {
	paper, ink := "#16181d", "#d8dbe2"
	if light {
		paper, ink = "#fafafa", "#282a36"
	}
	var b strings.Builder
	w, h := columns*cellW+2*margin, float64(rows*cellH+2*margin)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14">`+"\n", w, h)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", paper)
	for y := range rows {
		drawRow(&b, term, y, paper, ink)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func drawRow(b *strings.Builder, term *vt.SafeEmulator, y int, paper, ink string) {
	for x := 0; x < columns; {
		cell := term.CellAt(x, y)
		if cell == nil {
			x++
			continue
		}
		from, text := x, ""
		style := cell.Style
		for x < columns {
			c := term.CellAt(x, y)
			if c == nil || !c.Style.Equal(&style) {
				break
			}
			text += c.Content
			x += max(1, c.Width)
		}
		drawRun(b, style, text, from, x-from, y, paper, ink)
	}
}

func drawRun(b *strings.Builder, s uv.Style, text string, x, n, y int, paper, ink string) {
	fg, bg := hex(s.Fg, ink), hex(s.Bg, "")
	if s.Attrs&uv.AttrReverse != 0 {
		fg, bg = hex(s.Bg, paper), hex(s.Fg, ink)
	}
	left, top := margin+float64(x)*cellW, margin+y*cellH
	if bg != "" {
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`, left, top, float64(n)*cellW, cellH, bg)
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	extra := ""
	if s.Attrs&uv.AttrBold != 0 {
		extra += ` font-weight="bold"`
	}
	if s.Attrs&uv.AttrFaint != 0 {
		extra += ` opacity="0.6"`
	}
	if s.Underline != 0 {
		extra += ` text-decoration="underline"`
	}
	if s.Attrs&uv.AttrStrikethrough != 0 {
		extra += ` text-decoration="line-through"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%d" fill="%s" textLength="%.1f" xml:space="preserve"%s>%s</text>`+"\n",
		left, top+13, fg, float64(n)*cellW, extra, html.EscapeString(text))
}

func hex(c color.Color, otherwise string) string {
	if c == nil {
		return otherwise
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
