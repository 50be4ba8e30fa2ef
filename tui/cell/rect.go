package cell

// Rect is a rectangle of cells.
type Rect struct{ X, Y, W, H int }

func (r Rect) Contains(x, y int) bool { return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H }

// Inner is what a frame leaves.
func (r Rect) Inner() Rect { return Rect{r.X + 1, r.Y + 1, max(0, r.W-2), max(0, r.H-2)} }

// Centre is a box of at most w by h cells in the middle of r.
func Centre(r Rect, w, h int) Rect {
	w, h = max(0, min(w, r.W)), max(0, min(h, r.H))
	return Rect{r.X + (r.W-w)/2, r.Y + (r.H-h)/2, w, h}
}
