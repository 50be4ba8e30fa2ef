package tui

import "catwatch/keymap"

// whyNot says why a cannot be done here and now, "" when it can.
func (m *Model) whyNot(a keymap.Action) string {
	_, some := m.list().Selected()
	switch a {
	case keymap.Mark, keymap.Details, keymap.Copy, keymap.Console:
		if !some {
			return "There is nothing under the cursor"
		}
	case keymap.Open:
		return m.whyNotOpen(some)
	case keymap.Back, keymap.NextPane, keymap.PrevPane:
		return m.whyNotPane(a)
	case keymap.Unmark:
		if _, _, marked := m.list().Count(); marked == 0 {
			return "Nothing is marked"
		}
	case keymap.Earlier, keymap.Later:
		if !m.visited.can(a == keymap.Later) {
			return "You have not been further that way"
		}
	default:
		return m.whyNotProgram(a)
	}
	return ""
}

func (m *Model) whyNotProgram(a keymap.Action) string {
	switch a {
	case keymap.SignIn:
		if m.opts.Identity == nil {
			return "There is nobody to sign in as here"
		}
	case keymap.Refresh, keymap.RefreshAll:
		if m.paused {
			return "Reading is paused: " + m.keys.Key(keymap.Pause) + " goes on"
		}
	}
	if m.keys.Binding(a).Place == keymap.Reader && !m.overlay.open() {
		return "That is for texts, such as details (" + m.keys.Key(keymap.Details) + ") and help (" + m.keys.Key(keymap.Help) + ")"
	}
	return ""
}

func (m *Model) whyNotOpen(some bool) string {
	switch {
	case !some:
		return "There is nothing to open"
	case m.view == browseView && m.pane == sessionsPane:
		return "A session has nothing inside: " + m.keys.Key(keymap.Details) + " shows all about it"
	}
	return ""
}

func (m *Model) whyNotPane(a keymap.Action) string {
	switch {
	case m.view != browseView:
		return "Panes are in Browse: press " + m.keys.Key(keymap.Browse)
	case m.pane == spacesPane && a != keymap.NextPane:
		return "This is the first pane"
	case m.pane == sessionsPane && a == keymap.NextPane:
		return "This is the last pane"
	}
	return ""
}
