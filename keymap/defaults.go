package keymap

// The actions, by the names that the configuration and the command line use. A name that is replaced becomes an alias.
const (
	Up, Down           Action = "up", "down"
	PageUp, PageDown   Action = "page-up", "page-down"
	HalfUp, HalfDown   Action = "half-up", "half-down"
	Top, Bottom        Action = "top", "bottom"
	Open, Back         Action = "open", "back"
	Dismiss            Action = "dismiss"
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
	navigation   = "Navigation"
	views        = "Views"
	lists        = "Lists"
	selectedItem = "Selected item"
	refreshing   = "Refreshing"
	program      = "Program"
	textViews    = "Text views"
)

func defaults() []Binding {
	return []Binding{
		{Up, []string{"up", "k"}, "", "up", "Up one row", navigation, Always},
		{Down, []string{"down", "j"}, "", "down", "Down one row", navigation, Always},
		{PageUp, []string{"pgup", "ctrl+b"}, "", "page up", "Up one page", navigation, Always},
		{PageDown, []string{"pgdown", "ctrl+f"}, "", "page down", "Down one page", navigation, Always},
		{HalfUp, []string{"ctrl+u"}, "", "half up", "Up half a page", navigation, Always},
		{HalfDown, []string{"ctrl+d"}, "", "half down", "Down half a page", navigation, Always},
		{Top, []string{"g", "home"}, "", "top", "Go to the first row", navigation, Always},
		{Bottom, []string{"G", "end"}, "", "bottom", "Go to the last row", navigation, Always},
		{Open, []string{"enter", "right", "l"}, "", "open", "Go to the next pane or, in an all-environments view, to the row's place in Browse", navigation, Tables},
		{Back, []string{"left", "h", "backspace"}, "", "back", "Go back to the previous pane", navigation, Tables},
		{Dismiss, []string{"esc"}, "", "back", "Close the dialog, then clear the filter, then go back a pane; never quits", navigation, Always},
		{NextPane, []string{"tab"}, "", "next pane", "Go to the next pane", navigation, Tables},
		{PrevPane, []string{"shift+tab"}, "", "previous pane", "Go to the previous pane", navigation, Tables},
		{Earlier, []string{"["}, "", "earlier", "Back in history", navigation, Tables},
		{Later, []string{"]"}, "", "later", "Forward in history", navigation, Tables},
		{ScrollLeft, []string{"<"}, "", "columns left", "Scroll the columns to the left", navigation, Tables},
		{ScrollRight, []string{">"}, "", "columns right", "Scroll the columns to the right", navigation, Tables},

		{Browse, []string{"1"}, "", "browse", "Spaces, projects, dev environments and sessions side by side", views, Tables},
		{Environments, []string{"2"}, "", "environments", "All dev environments in every space and project", views, Tables},
		{Sessions, []string{"3"}, "", "sessions", "All sessions of every dev environment", views, Tables},
		{Activity, []string{"4"}, "", "activity", "What changed while you watched, newest first", views, Tables},
		{Attention, []string{"!"}, "", "needs attention", "Next problem: failed, unused, never stopping, or access denied", views, Tables},
		{Unused, []string{"u"}, "", "unused", "Running environments that nobody is connected to, longest unused first", views, Tables},
		{Running, []string{"w"}, "", "running", "Running environments", views, Tables},
		{Failed, []string{"f"}, "", "failed", "Failed environments", views, Tables},

		{Filter, []string{"/"}, "", "filter", "Filter the list: words, !word, and terms such as status:running age>2h", lists, Tables},
		{Sort, []string{"s"}, "[COLUMN]", "sort", "Choose the column to sort by; choosing it again reverses the order", lists, Tables},
		{Columns, nil, "[NAME,…]", "columns", "Choose the columns; without names, restore the defaults", lists, Command},
		{Mark, []string{"space"}, "", "mark", "Mark or unmark the row", lists, Tables},
		{Unmark, []string{"U"}, "", "unmark all", "Remove all marks", lists, Tables},
		{Scope, nil, "[NAME]", "scope", "Apply a saved filter, sort order and view", lists, Command},
		{Hidden, []string{"a"}, "", "show deleted", "Show or hide environments that are being deleted", lists, Tables},

		{Details, []string{"d"}, "", "details", "All fields, recent changes, and JSON", selectedItem, Tables},
		{Copy, []string{"y"}, "[WHAT]", "copy", "Copy the ID, name, path, console link or JSON", selectedItem, Always},
		{Console, []string{"o"}, "", "console", "Open it in the CodeCatalyst console", selectedItem, Always},

		{Refresh, []string{"r"}, "", "refresh", "Refresh this list now", refreshing, Tables},
		{RefreshAll, []string{"R"}, "", "refresh all", "Refresh every list", refreshing, Tables},
		{Pause, []string{"p"}, "", "pause", "Pause or resume refreshing", refreshing, Tables},
		{Interval, nil, "DURATION", "interval", "How often the current list is refreshed: 10s", refreshing, Command},
		{Budget, nil, "CALLS", "budget", "Maximum API calls per minute for refreshing: 300", refreshing, Command},
		{Idle, nil, "DURATION", "idle", "Flag environments unused for longer than this: 15m", refreshing, Command},
		{Notify, nil, "RULE|off", "notify", "Alert when an environment matches: failed, unused>30m, env=api-dev status:running", refreshing, Command},

		{CommandLine, []string{":"}, "", "command", "Type a command", program, Always},
		{Help, []string{"?"}, "", "help", "Help for this view", program, Always},
		{Errors, []string{"e"}, "", "messages", "Message log, with request IDs", program, Tables},
		{Info, []string{"i"}, "", "info", "Refresh status and API usage", program, Tables},
		{SignIn, []string{"L"}, "", "sign in", "Sign in without leaving catwatch", program, Tables},
		{Profile, nil, "[NAME]", "profile", "Switch to another profile", program, Command},
		{Theme, nil, "NAME", "theme", "Change the colours: auto, dark, light, contrast, colourblind", program, Command},
		{Reload, nil, "", "reload", "Reload the configuration file", program, Command},
		{Mouse, []string{"m"}, "", "mouse", "Release the mouse for selecting text, or capture it again", program, Always},
		{Redraw, []string{"ctrl+l"}, "", "redraw", "Redraw the screen", program, Always},
		{Suspend, []string{"ctrl+z"}, "", "suspend", "Suspend to the shell; fg resumes", program, Always},
		{Quit, []string{"q"}, "", "quit", "Quit; in a dialog, close it", program, Always},
		{Interrupt, []string{"ctrl+c"}, "", "quit", "Quit immediately", program, Always},

		{Search, []string{"/"}, "", "search", "Search the text", textViews, Reader},
		{NextMatch, []string{"n"}, "", "next match", "Go to the next match", textViews, Reader},
		{PrevMatch, []string{"N"}, "", "previous match", "Go to the previous match", textViews, Reader},
		{JSON, []string{"J", "tab"}, "", "JSON", "Switch between fields and JSON", textViews, Reader},
	}
}
