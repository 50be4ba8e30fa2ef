package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"catwatch/tui"
)

// Every view and every dialog fills exactly the cells it was given, whatever the size.
func TestEveryFrameHasItsExactSize(t *testing.T) {
	sizes := [][2]int{{1, 1}, {5, 3}, {39, 12}, {40, 7}, {40, 8}, {40, 12}, {41, 11}, {60, 15}, {80, 24}, {89, 24}, {90, 24}, {100, 9}, {120, 30}, {139, 40}, {140, 40}, {200, 50}, {250, 80}}
	places := map[string][]string{
		"browse": {"1"}, "projects": {"enter"}, "environments pane": {"enter", "enter"}, "sessions pane": {"enter", "enter", "enter"},
		"environments": {"2"}, "sessions": {"3"}, "activity": {"4"}, "filter": {"2", "/", "'env-1", "enter"}, "typing": {"/", "'nothing like it"},
		"command": {":", "'int"}, "help": {"?"}, "search": {"?", "/", "'page"}, "sort": {"2", "s"}, "details": {"2", "d"}, "json": {"2", "d", "J"},
		"copy": {"2", "y"}, "info": {"i"}, "messages": {"e"}, "marked": {"2", "space", "space"}, "scrolled": {"2", ">", ">", ">"},
	}
	for _, ascii := range []bool{false, true} {
		for name, keys := range places {
			s := newScreen(t, 200, 50, func(o *tui.Options) { o.ASCII = ascii })
			s.fleet(2, 3, 30)
			s.keys(keys...)
			for _, size := range sizes {
				t.Run(fmt.Sprintf("%s %dx%d ascii=%v", name, size[0], size[1], ascii), func(t *testing.T) {
					s.resize(size[0], size[1])
					checkFrame(t, s.view(), size[0], size[1])
				})
			}
		}
	}
}

func checkFrame(t *testing.T, frame string, w, h int) {
	t.Helper()
	lines := strings.Split(frame, "\n")
	if len(lines) != h && (w >= 40 && h >= 8) {
		t.Errorf("%d lines, want %d", len(lines), h)
	}
	for i, l := range lines {
		if got := ansi.StringWidth(l); got != w {
			t.Fatalf("line %d has %d cells, want %d: %q", i, got, w, ansi.Strip(l))
		}
	}
}
