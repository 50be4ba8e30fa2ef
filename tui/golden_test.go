package tui_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
)

// The main views with their escape sequences. go test ./tui -run Golden -update rewrites them.
func TestGoldenViews(t *testing.T) {
	zone := time.Local // times are shown in it
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = zone })
	for name, keys := range map[string][]string{
		"browse":       {"enter", "enter", "down"},
		"environments": {"2", "/", "'status:running,failed", "enter"},
		"sessions":     {"3"},
		"details":      {"enter", "enter", "d"},
		"help":         {"?"},
	} {
		for _, size := range [][2]int{{160, 40}, {100, 30}, {80, 24}} {
			t.Run(fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), func(t *testing.T) {
				s := newScreen(t, size[0], size[1])
				s.world(2, 3, 30)
				s.keys(keys...)
				golden.RequireEqual(t, s.view())
			})
		}
	}
}
