package tui

import (
	tea "charm.land/bubbletea/v2"

	"catwatch/keymap"
	"catwatch/tui/table"
)

// action is what an action does on this screen. Its name, keys, command, help and danger are in the keymap.
type action struct {
	// disabled says why it cannot be done now, "" when it can; on is what it would be done to. Nil: it always can.
	disabled func(m *Model, on table.Subject) string

	// run does it. An action that needs a confirmation shows a dialog here and hands the request to it.
	run func(m *Model, r request) tea.Cmd

	// complete returns what the argument typed so far could become; nil: nothing is offered.
	complete func(m *Model, arg string) []string

	// stride is how many rows it moves by; nil: it is no movement. Lists, texts and pickers all scroll by it.
	stride func(page, all int) int

	// overDialogs has it done whatever dialog is open; other keys go to the dialog first.
	overDialogs bool
}

// request is an action that somebody chose. It is bound to what was under the cursor at that time, so that a dialog in
// between, or rows that come and go meanwhile, never turn it on something else.
type request struct {
	on  table.Subject
	arg string // what was typed after the command, "" for a key or a click
}

// act does what a key or a click asks for, or says why that cannot be done here.
func (m *Model) act(a keymap.Action) tea.Cmd {
	return m.do(a, request{on: m.subject(a)})
}

func (m *Model) do(a keymap.Action, r request) tea.Cmd {
	if why := m.disabledReason(a, r.on); why != "" {
		m.say(why)
		return nil
	}
	return m.actions[a].run(m, r)
}

// disabledReason says why a cannot be done to on, "" when it can.
func (m *Model) disabledReason(a keymap.Action, on table.Subject) string {
	if disabled := m.actions[a].disabled; disabled != nil {
		return disabled(m, on)
	}
	return ""
}

// subject is what a would be done to now: what the text on top is about if a works in texts, else the row under the
// cursor.
func (m *Model) subject(a keymap.Action) table.Subject {
	if r := m.overlay.text(); r != nil && m.keys.Binding(a).Place&keymap.Reader != 0 {
		return m.latest(r.subject)
	}
	return m.list().Subject()
}

// stride is how many rows a moves by where a page and all there is are that many; ok is false if a is no movement.
func (m *Model) stride(a keymap.Action, page, all int) (n int, ok bool) {
	if by := m.actions[a].stride; by != nil {
		return by(page, all), true
	}
	return 0, false
}

// newActions returns what every action in the keymap does; those of the views show them.
func newActions(views []view) map[keymap.Action]action {
	t := map[keymap.Action]action{
		keymap.Up:       moves(func(_, _ int) int { return -1 }),
		keymap.Down:     moves(func(_, _ int) int { return 1 }),
		keymap.PageUp:   moves(func(page, _ int) int { return -page }),
		keymap.PageDown: moves(func(page, _ int) int { return page }),
		keymap.HalfUp:   moves(func(page, _ int) int { return -max(1, page/2) }),
		keymap.HalfDown: moves(func(page, _ int) int { return max(1, page/2) }),
		keymap.Top:      moves(func(_, all int) int { return -all }),
		keymap.Bottom:   moves(func(_, all int) int { return all }),

		keymap.Open:        {disabled: cannotOpen, run: (*Model).open},
		keymap.Back:        {disabled: atFirstPane, run: plain((*Model).back)},
		keymap.Dismiss:     {run: plain((*Model).dismiss), overDialogs: true},
		keymap.NextPane:    {disabled: atLastPane, run: toPane(1)},
		keymap.PrevPane:    {disabled: atFirstPane, run: toPane(-1)},
		keymap.Earlier:     {disabled: noHistory(false), run: toVisit(-1)},
		keymap.Later:       {disabled: noHistory(true), run: toVisit(1)},
		keymap.ScrollLeft:  {run: scrollColumns(-1)},
		keymap.ScrollRight: {run: scrollColumns(1)},

		keymap.Attention: {run: plain((*Model).nextProblem)},
		keymap.Running:   {run: toScope(Scope{View: "environments", Filter: "status:running"})},
		keymap.Unused:    {run: toScope(Scope{View: "environments", Filter: "status:running sessions:0", Sort: "-unused"})},
		keymap.Failed:    {run: toScope(Scope{View: "environments", Filter: "status:failed"})},

		keymap.NoAccess: {run: shows(newNoAccess)},

		keymap.Filter:  {run: (*Model).filter, complete: (*Model).filterCompletions},
		keymap.Sort:    {run: (*Model).sort, complete: sortable},
		keymap.Columns: {run: (*Model).columns, complete: columnNames},
		keymap.Mark:    {disabled: needsRow("Nothing to mark here"), run: plain((*Model).mark)},
		keymap.Unmark:  {disabled: nothingMarked, run: plain((*Model).unmark)},
		keymap.Scope:   {disabled: noScopes, run: (*Model).scope, complete: scopeNames},
		keymap.Hidden:  {run: plain((*Model).toggleHidden)},

		keymap.Details: {disabled: needsRow("Nothing to show here"), run: shows(newDetails)},
		keymap.Copy:    {disabled: needsRow("Nothing to copy here"), run: (*Model).copyOf, complete: copyNames},
		keymap.Console: {disabled: noConsolePage, run: (*Model).console},

		keymap.Refresh:    {disabled: isPaused, run: plain((*Model).refresh)},
		keymap.RefreshAll: {disabled: isPaused, run: plain((*Model).refreshAll)},
		keymap.Pause:      {run: plain((*Model).pause)},
		keymap.Interval:   {run: (*Model).interval, complete: suggest("5s", "10s", "30s", "1m")},
		keymap.Budget:     {run: (*Model).budget},
		keymap.Idle:       {run: (*Model).idle},
		keymap.Notify:     {run: (*Model).notifyAbout, complete: suggest("failed", "unused>30m", "status:running", "off")},

		keymap.CommandLine: {run: plain((*Model).typeCommand), overDialogs: true},
		keymap.Help:        {run: plain((*Model).help), overDialogs: true},
		keymap.Errors:      {run: shows(newMessagesText)},
		keymap.Info:        {run: shows(newInfo)},
		keymap.SignIn:      {disabled: noSignIn, run: plain((*Model).login)},
		keymap.Profile:     {disabled: noProfiles, run: (*Model).profileCommand, complete: profileNames},
		keymap.Theme:       {run: (*Model).setTheme, complete: themeNames},
		keymap.Reload:      {disabled: noConfiguration, run: plain((*Model).readConfig)},
		keymap.Mouse:       {run: plain((*Model).toggleMouse), overDialogs: true},
		keymap.Redraw:      {run: sends(tea.ClearScreen), overDialogs: true},
		keymap.Suspend:     {run: sends(tea.Suspend), overDialogs: true},
		keymap.Quit:        {run: sends(tea.Quit), overDialogs: true},
		keymap.Interrupt:   {run: sends(tea.Quit), overDialogs: true},

		keymap.Search:    {disabled: needsText, run: onText((*reader).startSearch)},
		keymap.NextMatch: {disabled: notSearched, run: onText((*reader).nextMatch)},
		keymap.PrevMatch: {disabled: notSearched, run: onText((*reader).previousMatch)},
		keymap.JSON:      {disabled: noJSON, run: onText((*reader).toggleJSON)},
	}
	for i, v := range views {
		t[v.action] = action{disabled: alreadyIn(viewID(i)), run: plain(func(m *Model) tea.Cmd { return m.show(viewID(i)) })}
	}
	return t
}
