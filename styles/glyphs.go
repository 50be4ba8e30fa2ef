package styles

// Glyphs are the marks on screen, each one cell wide, and the frame's parts.
type Glyphs struct {
	Running, Unused, Stopped, Moving, Failed, Other string // states of a dev environment
	Session, Denied, Stale, None                    string
	Bar, Mark, Up, Down, More, Dot                  string
	AtLeast, About                                  string

	Horizontal, Vertical                           string
	TopLeft, TopRight, BottomLeft, BottomRight     string
	Block, Times                                   string
	Started, Ended, Arrived, Went, Arrow, Regained string // the activity's marks
}

func glyphs(ascii bool) Glyphs {
	if ascii {
		return Glyphs{
			Running: "*", Unused: "%", Stopped: "o", Moving: "~", Failed: "!", Other: "?",
			Session: "*", Denied: "x", Stale: "?", None: "-",
			Bar: ">", Mark: "+", Up: "^", Down: "v", More: ">", Dot: "-",
			AtLeast: ">=", About: "~",
			Horizontal: "-", Vertical: "|", TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+", Block: "##", Times: "x",
			Started: ">", Ended: "<", Arrived: "+", Went: "-", Arrow: "->", Regained: "=",
		}
	}
	return Glyphs{
		Running: "●", Unused: "◐", Stopped: "○", Moving: "◔", Failed: "▲", Other: "◇",
		Session: "●", Denied: "⊘", Stale: "?", None: "·",
		Bar: "▌", Mark: "✓", Up: "↑", Down: "↓", More: "…", Dot: "·",
		AtLeast: "≥", About: "~",
		Horizontal: "─", Vertical: "│", TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯", Block: "██", Times: "×",
		Started: "▸", Ended: "◂", Arrived: "+", Went: "−", Arrow: "→", Regained: "↻",
	}
}
