package styles

// Glyphs are the symbols on screen and the parts of frames. Except where the test says otherwise, each is one cell wide.
type Glyphs struct {
	Running, Unused, Stopped, InTransition, Failed, Other string // states of a dev environment
	Session, Denied, Stale, None                          string
	Bar, Mark, Up, Down, More, Dot                        string
	AtLeast, About                                        string

	Horizontal, Vertical                              string
	TopLeft, TopRight, BottomLeft, BottomRight        string
	Block, Times                                      string
	Started, Ended, Created, Removed, Arrow, Regained string // the Activity view
}

func glyphs(ascii bool) Glyphs {
	if ascii {
		return Glyphs{
			Running: "*", Unused: "%", Stopped: "o", InTransition: "~", Failed: "!", Other: "?",
			Session: "*", Denied: "x", Stale: "?", None: "-",
			Bar: ">", Mark: "+", Up: "^", Down: "v", More: ">", Dot: "-",
			AtLeast: ">=", About: "~",
			Horizontal: "-", Vertical: "|", TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+", Block: "##", Times: "x",
			Started: ">", Ended: "<", Created: "+", Removed: "-", Arrow: "->", Regained: "=",
		}
	}
	return Glyphs{
		Running: "●", Unused: "◐", Stopped: "○", InTransition: "◔", Failed: "▲", Other: "◇",
		Session: "●", Denied: "⊘", Stale: "?", None: "·",
		Bar: "▌", Mark: "✓", Up: "↑", Down: "↓", More: "…", Dot: "·",
		AtLeast: "≥", About: "~",
		Horizontal: "─", Vertical: "│", TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯", Block: "██", Times: "×",
		Started: "▸", Ended: "◂", Created: "+", Removed: "−", Arrow: "→", Regained: "↻",
	}
}
