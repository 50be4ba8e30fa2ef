package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/tui/table"
)

// Update takes a message in.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd, effect := m.route(msg)
	m.frame.after(effect)
	return m, cmd
}

// route hands a message to whatever it concerns and returns what it did to what is shown.
func (m *Model) route(msg tea.Msg) (tea.Cmd, effect) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.key(msg), changed
	case tea.PasteMsg:
		return m.paste(msg.Content), changed
	case tea.MouseMsg:
		return m.onMouse(msg)
	case Events:
		return m.onEvents(msg), changed
	case tickMsg:
		return m.onTick(msg)
	case table.Result:
		return m.onResult(msg)
	case SignIn:
		return m.onSignIn(msg), changed
	case LoginStep:
		m.onLoginStep(msg)
	case Switched:
		return m.onSwitched(msg), changed
	case configRead:
		return m.onConfigRead(msg), changed
	case types.Stats:
		m.stats = msg
	case outcome:
		m.say(string(msg))
	case Warning:
		m.complain(string(msg))
	case clickExpired:
		m.click.expire(msg)
		return nil, unchanged
	default:
		return m.routeTerminal(msg)
	}
	return nil, changed
}

// routeTerminal hands on what the terminal says about itself.
func (m *Model) routeTerminal(msg tea.Msg) (tea.Cmd, effect) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
	case tea.BackgroundColorMsg:
		m.light = !msg.IsDark()
		m.restyle()
	case tea.ColorProfileMsg:
		m.onColorProfile(msg)
	case tea.EnvMsg:
		m.terminal = terminalOf(msg)
		m.restyle()
	case tea.ModeReportMsg:
		m.onModeReport(msg)
	case tea.FocusMsg:
		return m.onFocus(true), changed
	case tea.BlurMsg:
		return m.onFocus(false), changed
	case tea.ResumeMsg:
		return m.onResume(), changed
	default:
		return nil, unchanged
	}
	return nil, changed
}

func (m *Model) resize(w, h int) {
	m.width, m.height = w, h
	m.lay()
}

func (m *Model) onColorProfile(msg tea.ColorProfileMsg) {
	if m.opts.NoColor {
		return
	}
	m.color = msg.Profile
	m.restyle()
}

// onModeReport has widths counted as the renderer counts them, which is as the terminal says it does.
func (m *Model) onModeReport(msg tea.ModeReportMsg) {
	if msg.Mode == ansi.ModeUnicodeCore && (msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet) {
		m.canvas.Measure = ansi.GraphemeWidth
	}
}

// onFocus follows the terminal's focus. Somebody who comes back wants to see the present state.
func (m *Model) onFocus(here bool) tea.Cmd {
	was := m.blurred
	m.blurred = !here
	if here && was {
		m.opts.Source.Touch(m.path())
		return tea.Batch(m.askStats(), m.tick())
	}
	return nil
}

// onResume follows a suspension: only what is on screen is read, not everything at once. The fetcher notices the lost time
// by itself.
func (m *Model) onResume() tea.Cmd {
	m.say("Resumed: refreshing what is on screen")
	m.opts.Source.Touch(m.path())
	return m.askStats()
}

// onTick follows the clock. A tick of a clock that has been replaced is ignored.
func (m *Model) onTick(msg tickMsg) (tea.Cmd, effect) {
	if msg.number != m.clock {
		return nil, unchanged
	}
	return tea.Batch(m.advance(msg), m.tick()), changed
}

// advance does whatever is due at the time of a tick.
func (m *Model) advance(msg tickMsg) tea.Cmd {
	m.now, m.stats, m.self = later(m.now, msg.at), msg.stats, msg.self
	if m.recent.expire(m.now) {
		m.allStale()
	}
	m.messages.expire(m.now)
	return tea.Batch(m.reload(), m.rematch(), m.checkTimedRules())
}

// rematch evaluates a filter about time again, since rows come to match it without any change.
func (m *Model) rematch() tea.Cmd {
	const every = 5 * time.Second
	if !m.list().Timed() || m.now.Sub(m.timedFilterAt) < every {
		return nil
	}
	m.timedFilterAt = m.now
	return m.rearrange()
}

// onEvents takes in what was read. Rows that changed are highlighted, and those that were removed stay struck through for a
// while. A read that found nothing new costs no more than its date.
func (m *Model) onEvents(batch Events) tea.Cmd {
	m.now = later(m.now, batch.At)
	version := m.inv.Version()
	var changes []types.Change
	for _, e := range batch.List {
		changes = append(changes, m.apply(e)...)
	}
	m.record(changes)
	if m.inv.Version() != version {
		m.allStale()
	}
	return tea.Batch(m.reload(), m.alertOn(changes))
}

func (m *Model) apply(e types.Event) []types.Change {
	before, _ := m.inv.List(e.Path)
	version := m.inv.Version()
	changes := m.inv.Apply(e)
	if m.inv.Version() != version {
		m.invalidate(e)
	}
	m.recent.add(changes, before.Items, m.now)
	m.complainOf(e, before)
	return changes
}

// complainOf records every new reason why a list could not be read.
func (m *Model) complainOf(e types.Event, before inventory.List) {
	if e.Err == nil || before.Err != nil && before.Err.Sentence == e.Err.Sentence {
		return
	}
	m.messages.add(message{at: m.now, text: m.reason(e.Err), about: e.Path, bad: true, request: e.Err.RequestID, quiet: e.Path != m.listPath()})
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
