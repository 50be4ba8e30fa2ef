package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/tui/table"
)

// Update takes a message in. The frame is made anew unless the message changed nothing, and none before it did.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.same = false
	cmd := m.route(msg)
	m.dirty = m.dirty || !m.same
	return m, cmd
}

// route gives a message to who it concerns.
func (m *Model) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteMsg:
		return m.paste(msg.Content)
	case tea.MouseMsg:
		return m.mouseMsg(msg)
	case Events:
		return m.events(msg)
	case ticked:
		return m.ticked(msg)
	case types.Stats:
		m.stats = msg
	case table.Arranged:
		return m.arranged(msg)
	case tea.BackgroundColorMsg:
		m.light = !msg.IsDark()
		m.restyle()
	case tea.ColorProfileMsg:
		m.profile(msg)
	case tea.EnvMsg:
		m.terminal = terminalOf(msg)
		m.restyle()
	case tea.ModeReportMsg:
		m.counted(msg)
	case tea.FocusMsg:
		return m.looked(true)
	case tea.BlurMsg:
		return m.looked(false)
	case tea.ResumeMsg:
		return m.resumed()
	case outcome:
		m.say(string(msg))
	case SignIn:
		return m.signedIn(msg)
	case LoginStep:
		m.loginStep(msg)
	case Switched:
		return m.switched(msg)
	case reread:
		return m.reconfigured(msg)
	case clickOver:
		m.click.over(msg)
	default:
		m.same = true
	}
	return nil
}

func (m *Model) resize(w, h int) {
	m.width, m.height = w, h
	m.lay()
}

func (m *Model) profile(msg tea.ColorProfileMsg) {
	if m.opts.NoColor {
		return
	}
	m.color = msg.Profile
	m.restyle()
}

// counted follows the renderer, which counts cells as the terminal announces that it does.
func (m *Model) counted(msg tea.ModeReportMsg) {
	if msg.Mode == ansi.ModeUnicodeCore && (msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet) {
		m.canvas.Measure = ansi.GraphemeWidth
	}
}

// looked follows the terminal's focus: somebody who comes back wants to see what is so now.
func (m *Model) looked(here bool) tea.Cmd {
	was := m.blurred
	m.blurred = !here
	if here && was {
		m.opts.Source.Touch(m.path())
		return tea.Batch(m.askStats(), m.tick())
	}
	return nil
}

// resumed follows a suspension: one look at what is on screen, not a burst; the fetcher notices the lost time itself.
func (m *Model) resumed() tea.Cmd {
	m.say("Back: reading what is on screen again")
	m.opts.Source.Touch(m.path())
	return m.askStats()
}

func (m *Model) ticked(msg ticked) tea.Cmd {
	if msg.number != m.clock {
		m.same = true
		return nil
	}
	return tea.Batch(m.passed(msg), m.tick())
}

// passed is what the time that has passed brings about.
func (m *Model) passed(msg ticked) tea.Cmd {
	m.now, m.stats, m.self = later(m.now, msg.at), msg.stats, msg.self
	if m.news.fade(m.now) {
		m.lists.allStale()
	}
	m.messages.fade(m.now)
	return tea.Batch(m.reload(), m.pickAgain(), m.remind())
}

// pickAgain asks a filter about time anew, since rows come to match it without any change.
func (m *Model) pickAgain() tea.Cmd {
	const every = 5 * time.Second
	if !m.list().Timed() || m.now.Sub(m.picked) < every {
		return nil
	}
	m.picked = m.now
	return m.rearrange()
}

// events takes in what was read. The rows that changed are marked, those that went stay struck through for a while. A
// re-read that found nothing new costs no more than its date.
func (m *Model) events(batch Events) tea.Cmd {
	m.now = later(m.now, batch.At)
	version := m.inv.Version()
	var changes []types.Change
	for _, e := range batch.List {
		changes = append(changes, m.event(e)...)
	}
	m.log(changes)
	if m.inv.Version() != version {
		m.lists.allStale()
	}
	return tea.Batch(m.reload(), m.notify(changes))
}

func (m *Model) event(e types.Event) []types.Change {
	before, _ := m.inv.List(e.Path)
	version := m.inv.Version()
	changes := m.inv.Apply(e)
	if m.inv.Version() != version {
		m.lists.invalidate(e)
	}
	m.news.note(changes, before.Items, m.now)
	m.complainOf(e, before)
	return changes
}

// complainOf keeps every new reason for which a list could not be read.
func (m *Model) complainOf(e types.Event, before inventory.List) {
	if e.Err == nil || before.Err != nil && before.Err.Sentence == e.Err.Sentence {
		return
	}
	m.messages.keep(message{at: m.now, text: m.reason(e.Err), about: e.Path, bad: true, request: e.Err.RequestID, quiet: e.Path != m.listPath()})
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
