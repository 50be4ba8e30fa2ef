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
	NoAccess     Action = "no-access"

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
		{Up, []string{"up", "k"}, "", "up", "Up one row", navigation, Always, Safe},
		{Down, []string{"down", "j"}, "", "down", "Down one row", navigation, Always, Safe},
		{PageUp, []string{"pgup", "ctrl+b"}, "", "page up", "Up one page", navigation, Always, Safe},
		{PageDown, []string{"pgdown", "ctrl+f"}, "", "page down", "Down one page", navigation, Always, Safe},
		{HalfUp, []string{"ctrl+u"}, "", "half up", "Up half a page", navigation, Always, Safe},
		{HalfDown, []string{"ctrl+d"}, "", "half down", "Down half a page", navigation, Always, Safe},
		{Top, []string{"g", "home"}, "", "top", "Go to the first row", navigation, Always, Safe},
		{Bottom, []string{"G", "end"}, "", "bottom", "Go to the last row", navigation, Always, Safe},
		{Open, []string{"enter", "right", "l"}, "", "open", "Go to the next pane or, in an all-environments view, to the row's place in Browse", navigation, Tables, Safe},
		{Back, []string{"left", "h", "backspace"}, "", "back", "Go back to the previous pane", navigation, Tables, Safe},
		{Dismiss, []string{"esc"}, "", "back", "Close the dialog, then clear the filter, then go back a pane; never quits", navigation, Always, Safe},
		{NextPane, []string{"tab"}, "", "next pane", "Go to the next pane", navigation, Tables, Safe},
		{PrevPane, []string{"shift+tab"}, "", "previous pane", "Go to the previous pane", navigation, Tables, Safe},
		{Earlier, []string{"["}, "", "earlier", "Back in history", navigation, Tables, Safe},
		{Later, []string{"]"}, "", "later", "Forward in history", navigation, Tables, Safe},
		{ScrollLeft, []string{"<"}, "", "columns left", "Scroll the columns to the left", navigation, Tables, Safe},
		{ScrollRight, []string{">"}, "", "columns right", "Scroll the columns to the right", navigation, Tables, Safe},

		{Browse, []string{"1"}, "", "browse", "Spaces, projects, dev environments and sessions side by side", views, Tables, Safe},
		{Environments, []string{"2"}, "", "environments", "All dev environments in every space and project", views, Tables, Safe},
		{Sessions, []string{"3"}, "", "sessions", "All sessions of every dev environment", views, Tables, Safe},
		{Activity, []string{"4"}, "", "activity", "What changed while you watched, newest first", views, Tables, Safe},
		{Attention, []string{"!"}, "", "needs attention", "Next problem: failed, unused, never stopping, or access denied", views, Tables, Safe},
		{Unused, []string{"u"}, "", "unused", "Running environments that nobody is connected to, longest unused first", views, Tables, Safe},
		{Running, []string{"w"}, "", "running", "Running environments", views, Tables, Safe},
		{Failed, []string{"f"}, "", "failed", "Failed environments", views, Tables, Safe},
		{NoAccess, nil, "", "no access", "Lists without access, and why", views, Tables, Safe},

		{Filter, []string{"/"}, "[TERMS]", "filter", "Filter the list: words, !word, and terms such as status:running age>2h", lists, Tables, Safe},
		{Sort, []string{"s"}, "[COLUMN]", "sort", "Choose the column to sort by; choosing it again reverses the order", lists, Tables, Safe},
		{Columns, nil, "[NAME,…|default]", "columns", "Choose the columns; default restores the usual ones", lists, Command, Safe},
		{Mark, []string{"space"}, "", "mark", "Mark or unmark the row", lists, Tables, Safe},
		{Unmark, []string{"U"}, "", "unmark all", "Remove all marks", lists, Tables, Safe},
		{Scope, nil, "[NAME]", "scope", "Apply a saved filter, sort order and view", lists, Command, Safe},
		{Hidden, []string{"a"}, "", "show deleted", "Show or hide environments that are being deleted", lists, Tables, Safe},

		{Details, []string{"d"}, "", "details", "All fields, recent changes, and JSON", selectedItem, Tables, Safe},
		{Copy, []string{"y"}, "[WHAT]", "copy", "Copy the ID, name, path, console link or JSON", selectedItem, Always, Safe},
		{Console, []string{"o"}, "", "console", "Open it in the CodeCatalyst console", selectedItem, Always, Safe},

		{Refresh, []string{"r"}, "", "refresh", "Refresh this list now", refreshing, Tables, Safe},
		{RefreshAll, []string{"R"}, "", "refresh all", "Refresh every list", refreshing, Tables, Safe},
		{Pause, []string{"p"}, "", "pause", "Pause or resume refreshing", refreshing, Tables, Safe},
		{Interval, nil, "DURATION", "interval", "How often the current list is refreshed: 10s", refreshing, Command, Safe},
		{Budget, nil, "CALLS", "budget", "Maximum API calls per minute for refreshing: 300", refreshing, Command, Safe},
		{Idle, nil, "DURATION", "idle", "Flag environments unused for longer than this: 15m", refreshing, Command, Safe},
		{Notify, nil, "RULE|off", "notify", "Alert when an environment matches: failed, unused>30m, env=api-dev status:running", refreshing, Command, Safe},

		{CommandLine, []string{":"}, "", "command", "Type a command", program, Always, Safe},
		{Help, []string{"?"}, "", "help", "Help for this view", program, Always, Safe},
		{Errors, []string{"e"}, "", "messages", "Message log, with request IDs", program, Tables, Safe},
		{Info, []string{"i"}, "", "info", "Refresh status and API usage", program, Tables, Safe},
		{SignIn, []string{"L"}, "", "sign in", "Sign in without leaving catwatch", program, Tables, Safe},
		{Profile, nil, "[NAME]", "profile", "Switch to another profile", program, Command, Safe},
		{Theme, nil, "NAME", "theme", "Change the colours: auto, dark, light, contrast, colourblind", program, Command, Safe},
		{Reload, nil, "", "reload", "Reload the configuration file", program, Command, Safe},
		{Mouse, []string{"m"}, "", "mouse", "Release the mouse for selecting text, or capture it again", program, Always, Safe},
		{Redraw, []string{"ctrl+l"}, "", "redraw", "Redraw the screen", program, Always, Safe},
		{Suspend, []string{"ctrl+z"}, "", "suspend", "Suspend to the shell; fg resumes", program, Always, Safe},
		{Quit, []string{"q"}, "", "quit", "Quit; in a dialog, close it", program, Always, Safe},
		{Interrupt, []string{"ctrl+c"}, "", "quit", "Quit immediately", program, Always, Safe},

		{Search, []string{"/"}, "", "search", "Search the text", textViews, Reader, Safe},
		{NextMatch, []string{"n"}, "", "next match", "Go to the next match", textViews, Reader, Safe},
		{PrevMatch, []string{"N"}, "", "previous match", "Go to the previous match", textViews, Reader, Safe},
		{JSON, []string{"J", "tab"}, "", "JSON", "Switch between fields and JSON", textViews, Reader, Safe},
	}
}
