package tui_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/tui"
)

// names are what people, and attackers, call their environments. The fetcher cleans them before the screen sees them.
var names = []string{
	"api-dev", "データ処理パイプライン", "e\u0301te\u0301-\u0301", "👩\u200d👩\u200d👧\u200d👦 family", "تجربة-الأداء", "עברית", "❤️ 1️⃣ 🇫🇷", "हिन्दी ကမ္ဘာ ខ្មែរ", "ᄒ\u1161\u11ab각", "ｆｕｌｌ",
	strings.Repeat("漢", 128), strings.Repeat("x", 300), "\u200bzero\u200bwidth", "\x1b]52;c;QUJD\x07", "\u202eevil", "a\tb\nc", "", " ",
}

// randomWorld is a small world in which every text is one of names.
func randomWorld(pick func(int) int) []types.Event {
	text := func() types.Text { return types.MakeText(types.Clean(names[pick(len(names))])) }
	word := func() string { return text().String() }
	top := types.Event{At: noon, Items: types.Items{Spaces: []types.Space{{Name: "acme", DisplayName: word(), Description: word()}, {Name: "void"}}}}
	projects := types.Event{Path: acme, At: noon, Items: types.Items{Projects: []types.Project{{Name: "payments", Description: word()}, {Name: "search"}}}}
	envs := types.Event{Path: payments, At: noon}
	all := []types.Event{top, projects}
	for i := range pick(12) {
		e := testEnv(payments, i*7)
		e.Alias, e.Creator, e.Reason, e.Repos, e.IDE, e.VPC = word(), text(), text(), text(), text(), text()
		e.Status, e.Raw = types.Status(pick(9)), text()
		envs.Items.DevEnvs = append(envs.Items.DevEnvs, e)
		if e.Status == types.Running {
			all = append(all, sessionEvent(e.Path(), pick(4)))
		}
	}
	bad := types.Event{Path: types.Path{Space: "void"}, Err: &types.Error{Reason: types.Reason(pick(8)), Sentence: word(), RequestID: "r-1", At: noon}, Retry: noon.Add(time.Minute)}
	return append(append(all, bad), envs)
}

// Whatever is typed, clicked, read and resized, in whatever order: nothing panics, every frame fills its cells, no escape
// sequence from a name reaches the terminal, and only the keys that end the program do.
func TestNothingThatIsDoneBreaksTheScreen(t *testing.T) {
	keys, _ := keymap.New(nil)
	var typed []string
	for _, b := range keys.All() {
		if b.Action != keymap.Quit && b.Action != keymap.Interrupt && b.Action != keymap.Suspend {
			typed = append(typed, b.Keys...)
		}
	}
	typed = append(typed, "'status:run", "'!x >", "'\"half", "'notify unused>1m", "'columns name,status", "'sort -status", "'scope", "é", "backspace", "enter", "enter", "esc")
	rapid.Check(t, func(r *rapid.T) {
		pick := func(n int) int { return rapid.IntRange(0, n-1).Draw(r, "pick") }
		s := newScreen(t, 100, 30, func(o *tui.Options) {
			o.ASCII, o.NoColor, o.Mouse, o.Identity = pick(2) == 0, pick(2) == 0, true, &identity{}
			o.Open = func(string) error { return nil }
		})
		w, h := 100, 30
		for range 40 {
			switch pick(8) {
			case 0:
				w, h = 1+pick(250), 1+pick(80)
				s.resize(w, h)
			case 1:
				s.events(randomWorld(pick)...)
			case 2:
				s.model.Update(tea.MouseClickMsg{X: pick(w), Y: pick(h), Button: tea.MouseLeft})
			case 3:
				s.send(tea.MouseWheelMsg{X: pick(w), Y: pick(h), Button: tea.MouseWheelDown})
			case 4:
				s.wait(time.Duration(1+pick(100)) * time.Second)
			default:
				s.keys(typed[pick(len(typed))])
			}
			checkFrame(r, s.view(), w, h)
			if view := s.view(); strings.ContainsAny(view, "\a\t\r\u202e") || strings.Contains(view, "\x1b]") {
				r.Fatalf("the frame holds what was in a name: %q", view)
			}
		}
	})
}
