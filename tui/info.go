package tui

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// newInfo shows refresh status and API usage, and explains what is estimated.
func newInfo(*Model, table.Subject) layer {
	return &reader{heading: "Info", lines: (*Model).infoLines}
}

func (m *Model) infoLines() []textLine {
	s, f := m.stats, m.inv.Freshness()
	lines := []textLine{
		field("lists", fmt.Sprintf("%d known, %d read; %d behind, %d stale, %d without access, %d deleted, %d not read yet", s.Known, s.Read, f.Behind, f.Stale, f.Denied, f.Gone, f.Unread)),
		field("oldest", m.since(f.Oldest)),
		field("interval", duration(m.opts.Interval)+" for what is on screen, longer for the rest"+m.stretchText(s.Stretch)),
		field("calls", fmt.Sprintf("%d in the last minute, %d of them throttled; the budget for refreshing is %d per minute", s.Calls, s.Throttled, s.Budget)),
		field("since the start", fmt.Sprintf("%d calls throttled, %d failed for other reasons", s.ThrottledTotal, s.Faults)),
		field("pace", fmt.Sprintf("%s; %d calls in flight, %d lists due", paceText(s.Rate), s.InFlight, s.Due)),
	}
	if m.signIn.Warning != "" {
		lines = append(lines, field("sign-in", m.signIn.Warning))
	}
	if s.RateLimited {
		lines = append(lines, field("", "slowed down because the service throttles"))
	}
	if s.Skew != 0 {
		lines = append(lines, field("clock", "the service's clock differs by "+s.Skew.Round(time.Second).String()))
	}
	lines = append(lines, m.planLines()...)
	lines = append(lines, countLines("Calls since the start", s.ByOperation)...)
	if len(s.Anomalies) > 0 {
		lines = append(lines, countLines("Answers unlike what the API documents, tolerated", s.Anomalies)...)
	}
	lines = append(lines, m.selfLines()...)
	return append(lines, m.estimates()...)
}

func (m *Model) since(at time.Time) string {
	if at.IsZero() {
		return "nothing has been read yet"
	}
	return "read " + cell.Duration(m.now.Sub(at)) + " ago"
}

func (m *Model) planLines() []textLine {
	lines := section("How dev environments are listed")
	for _, space := range slices.Sorted(maps.Keys(m.stats.Plans)) {
		lines = append(lines, field(space, planText(m.stats.Plans[space])))
	}
	return lines
}

func planText(p types.Plan) string {
	return [...]string{
		"project by project",
		"project by project, compared with the space-wide list",
		"space-wide, proven complete in this run; projects one by one as a check",
		"project by project; the space-wide list was denied or incomplete",
	}[min(int(p), 3)]
}

func countLines(title string, counts map[string]int) []textLine {
	lines, indent := section(title), 0
	for what := range counts {
		indent = max(indent, len(what)+2)
	}
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		lines = append(lines, textLine{head: what, body: strconv.Itoa(counts[what]), headRole: styles.Dim, bodyRole: styles.Text, indent: indent})
	}
	return lines
}

// stretchText says how much less often than usual lists are read, to stay within the budget.
func (m *Model) stretchText(times float64) string {
	if times <= 1 {
		return ""
	}
	return "; slowed " + strconv.FormatFloat(times, 'g', 3, 64) + m.theme.Times + " to stay within the budget"
}

func paceText(perSecond float64) string {
	if perSecond == 0 {
		return "unlimited: the service has not throttled"
	}
	return rate(perSecond) + " requests per second allowed"
}

func (m *Model) selfLines() []textLine {
	return append(section("This program"),
		field("memory", fmt.Sprintf("%.1f MB in use, %.1f MB from the system", float64(m.self.heap)/1e6, float64(m.self.total)/1e6)),
		field("goroutines", strconv.FormatUint(m.self.goroutines, 10)))
}

func (m *Model) estimates() []textLine {
	return append(section("What is estimated"),
		textLine{bodyRole: styles.Text, body: m.theme.About + " marks what is shown as it was when it was last read, because it could not be read since, or has not been for long."},
		textLine{bodyRole: styles.Text, body: "The service says neither when an environment was last used nor when it started: unused means that catwatch has seen no session since then. Time in which nothing was read does not count."},
		textLine{bodyRole: styles.Text, body: m.theme.AtLeast + " marks a lower bound: a count with a list in it that has not been read completely, or a time whose beginning was not observed."})
}

// newMessagesText shows all messages, newest last.
func newMessagesText(*Model, table.Subject) layer {
	return &reader{heading: "Messages", end: true, lines: func(m *Model) []textLine {
		if len(m.messages.kept) == 0 {
			return plainLines("No messages yet")
		}
		var lines []textLine
		for _, msg := range m.messages.kept {
			lines = append(lines, m.messageLine(msg))
		}
		return lines
	}}
}

func (m *Model) messageLine(msg message) textLine {
	text := msg.text
	if p := msg.about.String(); p != "" {
		text += " " + m.theme.Dot + " " + p
	}
	if msg.others > 0 {
		text += " and " + count(msg.others) + plural(msg.others, " other list")
	}
	if msg.request != "" {
		text += " " + m.theme.Dot + " request " + msg.request
	}
	role := styles.Text
	if msg.bad {
		role = styles.Bad
	}
	return textLine{head: msg.at.Format("15:04:05"), body: text, headRole: styles.Dim, bodyRole: role, indent: 10}
}

// helpHeading is the heading of the help, which the help key closes again.
const helpHeading = "Help"

// helpPlace is where help was asked for: what can be done there, and why the rest cannot.
type helpPlace struct {
	text     string
	offers   []keymap.Action
	disabled map[keymap.Action]string
}

// newHelp explains the current place first, then every action; those that are disabled here say why.
func newHelp(m *Model) layer {
	here := helpPlace{m.placeText(), m.offers(), map[keymap.Action]string{}}
	for _, b := range m.keys.All() {
		here.disabled[b.Action] = m.disabledReason(b.Action, m.subject(b.Action))
	}
	return &reader{heading: helpHeading, lines: func(m *Model) []textLine { return m.helpLines(here) }}
}

func (m *Model) helpLines(here helpPlace) []textLine {
	lines := append([]textLine{{body: here.text, bodyRole: styles.Text}}, section("Here")...)
	for _, a := range here.offers {
		lines = append(lines, m.helpLine(m.keys.Binding(a), here.disabled[a]))
	}
	group := ""
	for _, b := range m.keys.All() {
		if b.Group != group {
			group = b.Group
			lines = append(lines, section(group)...)
		}
		lines = append(lines, m.helpLine(b, here.disabled[b.Action]))
	}
	return append(lines, filterHelp()...)
}

func (m *Model) helpLine(b keymap.Binding, disabled string) textLine {
	const keys = 18
	l := textLine{head: m.keys.Keys(b.Action), body: b.Help, headRole: styles.Accent, bodyRole: styles.Text, indent: keys}
	if len(b.Keys) == 0 {
		l.head = ":" + string(b.Action)
	}
	if b.Args != "" {
		l.body += "  (:" + string(b.Action) + " " + b.Args + ")"
	}
	if b.Danger != keymap.Safe {
		l.body += ", " + b.Danger.String()
	}
	if disabled != "" {
		l.headRole, l.bodyRole = styles.Dim, styles.Dim
		l.body += " (not now: " + disabled + ")"
	}
	return l
}

// placeText describes the place in which help was asked for.
func (m *Model) placeText() string {
	if m.overlay.open() {
		switch l := m.overlay.top().(type) {
		case *reader:
			return l.heading + ": a text that scrolls and can be searched."
		case *picker:
			return l.heading + ": choose a line with enter, or with the letter before it."
		}
		return "Finish signing in in the browser. Everything here stays as it is meanwhile."
	}
	return m.views[m.view].help
}

func filterHelp() []textLine {
	lines := section("Filters")
	for _, l := range [][2]string{
		{"word", "rows that contain the word anywhere"},
		{"!word", "rows that do not contain it"},
		{"status:running", "a field's value; status:running,starting for either"},
		{"age>2h", "sessions older than 2 hours; also started, updated, unused: 90s 15m 2h 3d"},
		{"type>=large", "by size: small < medium < large < xlarge"},
		{"sessions:0", "running environments that nobody is connected to"},
		{"timeout:0", "environments that never stop automatically"},
	} {
		lines = append(lines, textLine{head: l[0], body: l[1], headRole: styles.Accent, bodyRole: styles.Text, indent: 18})
	}
	return lines
}
