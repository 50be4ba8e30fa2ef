package table

import (
	"cmp"
	"strings"

	"catwatch/styles"
	"catwatch/tui/cell"
)

// Column is one column of a table of R.
type Column[R any] struct {
	Name     string                                 // as :columns and the sort picker call it
	Title    string                                 // the heading; "" for a column of glyphs
	Min, Max int                                    // cells
	Keep     int                                    // columns with the lowest are dropped first where the width does not suffice; 0 always stays
	Extra    bool                                   // shown only on request
	Cell     func(c *cell.Canvas, r *R) styles.Role // writes the text to c.Text
	Width    func(r *R) int                         // of the text in r, where Min to Max is a range
	Less     func(a, b *R) int                      // nil: cannot be sorted by
	Down     bool                                   // sorts from large to small when first chosen
}

// TextColumn is a column of texts between least and most cells wide, in one role, sorted as texts.
func TextColumn[R any](name, title string, least, most, keep int, role styles.Role, of func(*R) string) Column[R] {
	return Column[R]{Name: name, Title: title, Min: least, Max: most, Keep: keep,
		Cell:  func(c *cell.Canvas, r *R) styles.Role { c.Str(of(r)); return role },
		Width: func(r *R) int { return cell.TextWidth(of(r)) },
		Less:  func(a, b *R) int { return ByText(of(a), of(b)) }}
}

// ByText orders texts as people do, ignoring case; texts that differ only in case are ordered by their bytes.
func ByText(a, b string) int {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x >= 0x80 || y >= 0x80 {
			// Past ASCII the library decides. It allocates, so it is only called there.
			return cmp.Or(strings.Compare(strings.ToLower(a[i:]), strings.ToLower(b[i:])), strings.Compare(a, b))
		}
		if x, y = lower(x), lower(y); x != y {
			return cmp.Compare(x, y)
		}
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
