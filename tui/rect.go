package tui

// rect is a rectangle of cells.
type rect struct{ x, y, w, h int }

func (r rect) contains(x, y int) bool { return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h }

// inner is what a frame leaves.
func (r rect) inner() rect { return rect{r.x + 1, r.y + 1, max(0, r.w-2), max(0, r.h-2)} }

// centre is a box of at most w by h cells in the middle of r.
func centre(r rect, w, h int) rect {
	w, h = max(0, min(w, r.w)), max(0, min(h, r.h))
	return rect{r.x + (r.w-w)/2, r.y + (r.h-h)/2, w, h}
}
