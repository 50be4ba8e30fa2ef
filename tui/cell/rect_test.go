package cell_test

import (
	"testing"

	"catwatch/tui/cell"
)

func TestContainsItsEdgesOnly(t *testing.T) {
	r := cell.Rect{X: 2, Y: 3, W: 4, H: 5}
	for _, p := range []struct {
		x, y int
		in   bool
	}{{2, 3, true}, {5, 7, true}, {1, 3, false}, {6, 3, false}, {2, 2, false}, {2, 8, false}} {
		if r.Contains(p.x, p.y) != p.in {
			t.Errorf("%d,%d: %v", p.x, p.y, !p.in)
		}
	}
	if (cell.Rect{}).Contains(0, 0) {
		t.Error("nothing contains a cell")
	}
}

func TestInnerAndCentre(t *testing.T) {
	for _, c := range []struct{ got, want cell.Rect }{
		{cell.Rect{X: 2, Y: 3, W: 4, H: 5}.Inner(), cell.Rect{X: 3, Y: 4, W: 2, H: 3}},
		{cell.Rect{W: 1, H: 1}.Inner(), cell.Rect{X: 1, Y: 1}},
		{cell.Centre(cell.Rect{X: 10, Y: 20, W: 9, H: 7}, 3, 3), cell.Rect{X: 13, Y: 22, W: 3, H: 3}},
		{cell.Centre(cell.Rect{X: 10, Y: 20, W: 9, H: 7}, 100, 100), cell.Rect{X: 10, Y: 20, W: 9, H: 7}},
		{cell.Centre(cell.Rect{W: 9, H: 7}, -1, -1), cell.Rect{X: 4, Y: 3}},
	} {
		if c.got != c.want {
			t.Errorf("got %+v, want %+v", c.got, c.want)
		}
	}
}
