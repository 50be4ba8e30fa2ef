package tui_test

import (
	"testing"
	"time"

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
		"signing in": {"L"}, "completing": {":", "'co", "tab"}, "paused": {"p"}, "half a filter": {"2", "/", "'status:"}, "unused": {"u"},
		"details of a space": {"d"}, "copy in details": {"2", "d", "y"}, "help on details": {"2", "d", "?"}, "command over help": {"?", ":", "'int"},
	}
	for name, keys := range places {
		for _, look := range looks {
			t.Run(name+" "+look.name, func(t *testing.T) {
				s := newScreen(t, 200, 50, look.set, func(o *tui.Options) { o.Identity = &identity{} })
				s.world(2, 3, 30)
				s.keys(keys...)
				if name == "signing in" {
					s.send(tui.LoginStep{Code: "ABCD-1234", URL: "https://device.example/start", Full: "https://device.example/?c", Expires: s.now.Add(time.Minute)})
				}
				for _, size := range sizes {
					s.resize(size[0], size[1])
					checkFrame(t, s.view(), size[0], size[1])
				}
			})
		}
	}
}

// looks are the ways the same frame can be drawn.
var looks = []struct {
	name string
	set  func(*tui.Options)
}{
	{"dark", func(o *tui.Options) { o.Theme = "dark" }},
	{"light", func(o *tui.Options) { o.Theme = "light" }},
	{"no colour", func(o *tui.Options) { o.NoColor = true }},
	{"dark ascii", func(o *tui.Options) { o.Theme, o.ASCII = "dark", true }},
	{"light ascii", func(o *tui.Options) { o.Theme, o.ASCII = "light", true }},
	{"no colour ascii", func(o *tui.Options) { o.NoColor, o.ASCII = true, true }},
}
