package tui_test

import (
	"fmt"
	"testing"
)

// A key in the fleet-wide view: Update and View of the whole dashboard. The cost must not grow with the rows.
func BenchmarkKey(b *testing.B) {
	for _, rows := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			s := newScreen(b, 200, 50)
			s.fleet(1, max(1, rows/500), min(rows, 500))
			s.keys("2")
			down, up := press("down"), press("up")
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				k := down
				if i/40%2 == 1 {
					k = up
				}
				s.model.Update(k)
				s.model.View()
			}
		})
	}
}

// The clock's tick with nothing else new, in Browse.
func BenchmarkBrowseKey(b *testing.B) {
	s := newScreen(b, 200, 50)
	s.fleet(3, 100, 20)
	s.keys("enter", "enter")
	down, up := press("down"), press("up")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		k := down
		if i/10%2 == 1 {
			k = up
		}
		s.model.Update(k)
		s.model.View()
	}
}

// Loading and sorting every row anew, which large tables do rarely and off the keys' path.
func BenchmarkReload(b *testing.B) {
	s := newScreen(b, 200, 50)
	s.fleet(1, 200, 500)
	s.keys("2")
	b.ReportAllocs()
	for b.Loop() {
		s.fleet(1, 1, 500)
	}
}
