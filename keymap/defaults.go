package keymap

// The actions, by the names that the configuration and the command line know.
const (
	Up, Down           Action = "up", "down"
	PageUp, PageDown   Action = "page-up", "page-down"
	HalfUp, HalfDown   Action = "half-up", "half-down"
	Top, Bottom        Action = "top", "bottom"
	Open, Back         Action = "open", "back"
	Peel               Action = "peel"
	NextPane, PrevPane Action = "next-pane", "previous-pane"
	Earlier, Later     Action = "earlier", "later"
	ScrollLeft         Action = "scroll-left"
	ScrollRight        Action = "scroll-right"

	Browse       Action = "browse"
	Environments Action = "environments"
	Sessions     Action = "sessions"
	Activity     Action = "activity"
	Attention    Action = "attention"
	Running      Action = "running"
	Unused       Action = "unused"
	Failed       Action = "failed"

	Filter, Sort  Action = "filter", "sort"
	Mark, Unmark  Action = "mark", "unmark"
	Details       Action = "details"
	Copy, Console Action = "copy", "console"
	Columns       Action = "columns"
	Scope         Action = "scope"
	Hidden        Action = "hidden"

	Refresh, RefreshAll Action = "refresh", "refresh-all"
	Pause               Action = "pause"
	Interval, Budget    Action = "interval", "budget"
	Notify, Idle        Action = "notify", "idle"

	CommandLine, Help Action = "command", "help"
	Errors, Info      Action = "errors", "info"
	SignIn, Profile   Action = "login", "profile"
	Theme, Reload     Action = "theme", "reload"
	Mouse, Redraw     Action = "mouse", "redraw"
	Suspend           Action = "suspend"
	Quit, Interrupt   Action = "quit", "interrupt"

	Search, NextMatch, PrevMatch Action = "search", "next-match", "previous-match"
	JSON                         Action = "json"
)

const (
	moving  = "Moving"
	views   = "Views"
	lists   = "Lists"
	things  = "The item under the cursor"
	reading = "Reading the service"
	program = "The program"
	texts   = "Texts"
)

func defaults() []Binding {
	return []Binding{
		{Up, []string{"up", "k"}, "", "up", "Up one row", moving, Always},
		{Down, []string{"down", "j"}, "", "down", "Down one row", moving, Always},
		{PageUp, []string{"pgup", "ctrl+b"}, "", "page up", "Up one page", moving, Always},
		{PageDown, []string{"pgdown", "ctrl+f"}, "", "page down", "Down one page", moving, Always},
		{HalfUp, []string{"ctrl+u"}, "", "half up", "Up half a page", moving, Always},
		{HalfDown, []string{"ctrl+d"}, "", "half down", "Down half a page", moving, Always},
		{Top, []string{"g", "home"}, "", "top", "To the first row", moving, Always},
		{Bottom, []string{"G", "end"}, "", "bottom", "To the last row", moving, Always},
		{Open, []string{"enter", "right", "l"}, "", "open", "Go in: to the next pane, or from a fleet-wide view to its place in Browse", moving, Tables},
		{Back, []string{"left", "h", "backspace"}, "", "back", "Go back to the pane before", moving, Tables},
		{Peel, []string{"esc"}, "", "back", "Close what is on top: dialog, then filter, then back a pane; never quits", moving, Always},
		{NextPane, []string{"tab"}, "", "next pane", "To the next pane", moving, Tables},
		{PrevPane, []string{"shift+tab"}, "", "previous pane", "To the pane before", moving, Tables},
		{Earlier, []string{"["}, "", "earlier", "Back through where you have been", moving, Tables},
		{Later, []string{"]"}, "", "later", "Forth again through where you have been", moving, Tables},
		{ScrollLeft, []string{"<"}, "", "columns left", "Scroll the columns to the left", moving, Tables},
		{ScrollRight, []string{">"}, "", "columns right", "Scroll the columns to the right", moving, Tables},

		{Browse, []string{"1"}, "", "browse", "Spaces, projects, dev environments and sessions side by side", views, Tables},
		{Environments, []string{"2"}, "", "environments", "Every dev environment of every space and project", views, Tables},
		{Sessions, []string{"3"}, "", "sessions", "Every session of every dev environment", views, Tables},
		{Activity, []string{"4"}, "", "activity", "What changed while you watched, newest first", views, Tables},
		{Attention, []string{"!"}, "", "needs attention", "To the next that needs attention: failed, unused, never stopping, or a list that is refused", views, Tables},
		{Unused, []string{"u"}, "", "unused", "Every running environment that nobody is connected to, the longest unused first", views, Tables},
		{Running, []string{"w"}, "", "running", "Every running environment", views, Tables},
		{Failed, []string{"f"}, "", "failed", "Every environment that failed", views, Tables},

		{Filter, []string{"/"}, "", "filter", "Filter the list: words, !word, and terms such as status:running age>2h", lists, Tables},
		{Sort, []string{"s"}, "[COLUMN]", "sort", "Choose the column to sort by; the same one again reverses", lists, Tables},
		{Columns, nil, "[NAME,…]", "columns", "Choose the columns; none restores the usual ones", lists, Command},
		{Mark, []string{"space"}, "", "mark", "Mark the row, or take its mark away", lists, Tables},
		{Unmark, []string{"U"}, "", "unmark all", "Take all marks away", lists, Tables},
		{Scope, nil, "[NAME]", "scope", "Use a saved filter, sort and view", lists, Command},
		{Hidden, []string{"a"}, "", "show deleted", "Show or hide environments that are being deleted", lists, Tables},

		{Details, []string{"d"}, "", "details", "All fields, what happened to it lately, and its JSON", things, Tables},
		{Copy, []string{"y"}, "[WHAT]", "copy", "Copy its id, name, path, console link or JSON", things, Always},
		{Console, []string{"o"}, "", "console", "Open its page of the CodeCatalyst console", things, Always},

		{Refresh, []string{"r"}, "", "refresh", "Read this list again now", reading, Tables},
		{RefreshAll, []string{"R"}, "", "refresh all", "Read every list again", reading, Tables},
		{Pause, []string{"p"}, "", "pause", "Stop reading, or go on", reading, Tables},
		{Interval, nil, "DURATION", "interval", "How often what you look at is read: 10s", reading, Command},
		{Budget, nil, "CALLS", "budget", "How many calls a minute reading again may take: 300", reading, Command},
		{Idle, nil, "DURATION", "idle", "From when on an unused environment needs attention: 15m", reading, Command},
		{Notify, nil, "RULE|off", "notify", "Ring when something happens: failed, unused>30m, env=api-dev status:running", reading, Command},

		{CommandLine, []string{":"}, "", "command", "Type a command", program, Always},
		{Help, []string{"?"}, "", "help", "Help for where you are", program, Always},
		{Errors, []string{"e"}, "", "messages", "Everything that was said, with request ids", program, Tables},
		{Info, []string{"i"}, "", "info", "How the reading goes: lists, calls, budget, plans, memory", program, Tables},
		{SignIn, []string{"L"}, "", "sign in", "Sign in, without leaving", program, Tables},
		{Profile, nil, "[NAME]", "profile", "Watch as another profile", program, Command},
		{Theme, nil, "NAME", "theme", "Change the colours: auto, dark, light, contrast, colourblind", program, Command},
		{Reload, nil, "", "reload", "Read the configuration file again", program, Command},
		{Mouse, []string{"m"}, "", "mouse", "Give the mouse to the terminal for selecting text, or take it back", program, Always},
		{Redraw, []string{"ctrl+l"}, "", "redraw", "Draw the screen afresh", program, Always},
		{Suspend, []string{"ctrl+z"}, "", "suspend", "Back to the shell; fg returns", program, Always},
		{Quit, []string{"q"}, "", "quit", "Quit; in a dialog, close it", program, Always},
		{Interrupt, []string{"ctrl+c"}, "", "quit", "Quit at once", program, Always},

		{Search, []string{"/"}, "", "search", "Search in the text", texts, Reader},
		{NextMatch, []string{"n"}, "", "next match", "To the next match", texts, Reader},
		{PrevMatch, []string{"N"}, "", "previous match", "To the match before", texts, Reader},
		{JSON, []string{"J", "tab"}, "", "JSON", "Between the fields and the JSON", texts, Reader},
	}
}
