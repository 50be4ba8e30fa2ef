package tui

import (
	"catwatch/keymap"
	"catwatch/tui/table"
)

// The reasons for which an action cannot be done now. Each function returns "" when it can.

func emptyList(m *Model, _ table.Subject) string {
	if _, shown, _ := m.list().Position(); shown == 0 {
		return "This list is empty"
	}
	return ""
}

// needsRow gives reason when the action would be about nothing.
func needsRow(reason string) func(*Model, table.Subject) string {
	return func(_ *Model, on table.Subject) string {
		if !on.Some() {
			return reason
		}
		return ""
	}
}

func noConsolePage(_ *Model, on table.Subject) string {
	if !on.Some() || consoleURL(on.Key.Path) == "" {
		return "This has no page in the console"
	}
	return ""
}

func cannotOpen(m *Model, on table.Subject) string {
	switch {
	case !on.Some():
		return "Nothing to open here"
	case m.view == browseView && m.pane == sessionsPane:
		return "A session contains nothing. Press " + m.keys.Key(keymap.Details) + " for its details"
	}
	return ""
}

func atFirstPane(m *Model, _ table.Subject) string {
	if m.view == browseView && m.pane == spacesPane {
		return "This is the first pane"
	}
	return noPanes(m)
}

func atLastPane(m *Model, _ table.Subject) string {
	if m.view == browseView && m.pane == sessionsPane {
		return "This is the last pane"
	}
	return noPanes(m)
}

func noPanes(m *Model) string {
	if m.view != browseView {
		return "Only Browse has panes. Press " + m.keys.Key(keymap.Browse) + " to go there"
	}
	return ""
}

func alreadyIn(v viewID) func(*Model, table.Subject) string {
	return func(m *Model, _ table.Subject) string {
		if m.view == v {
			return "This view is already open"
		}
		return ""
	}
}

func noHistory(forward bool) func(*Model, table.Subject) string {
	return func(m *Model, _ table.Subject) string {
		if !m.visited.can(forward) {
			return "Nothing further in the history"
		}
		return ""
	}
}

func nothingMarked(m *Model, _ table.Subject) string {
	if _, _, marked := m.list().Count(); marked == 0 {
		return "Nothing is marked"
	}
	return ""
}

func noScopes(m *Model, _ table.Subject) string {
	if len(m.opts.Scopes) == 0 {
		return "No saved scopes. Add one under [scopes] in the configuration file"
	}
	return ""
}

func isPaused(m *Model, _ table.Subject) string {
	if m.paused {
		return "Paused. Press " + m.keys.Key(keymap.Pause) + " to resume"
	}
	return ""
}

func noSignIn(m *Model, _ table.Subject) string {
	if m.opts.Identity == nil {
		return "There is nothing to sign in to here"
	}
	return ""
}

func noProfiles(m *Model, _ table.Subject) string {
	if m.opts.Identity == nil {
		return "There are no profiles to switch to here"
	}
	return ""
}

func noConfiguration(m *Model, _ table.Subject) string {
	if m.opts.Reload == nil {
		return "There is no configuration file to read"
	}
	return ""
}

func needsText(m *Model, _ table.Subject) string {
	if m.overlay.text() == nil {
		return "Only for texts, such as details (" + m.keys.Key(keymap.Details) + ") and help (" + m.keys.Key(keymap.Help) + ")"
	}
	return ""
}

func notSearched(m *Model, on table.Subject) string {
	if r := m.overlay.text(); r != nil && r.query == "" {
		return "No search yet. Press " + m.keys.Key(keymap.Search) + " to search this text"
	}
	return needsText(m, on)
}

func noJSON(m *Model, on table.Subject) string {
	if r := m.overlay.text(); r != nil && r.swap == nil {
		return "This text has no JSON"
	}
	return needsText(m, on)
}
