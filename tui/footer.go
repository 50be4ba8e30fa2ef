package tui

import (
	"strconv"
	"strings"
	"time"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// detail is the line with the most important facts about the row under the cursor, or about its list if that could not be
// read. A fact without room is dropped together with its dot, and nothing follows a fact that was cut.
func (m *Model) detail(c *cell.Canvas, w int) {
	c.Gap(1, styles.Plain)
	s := m.list().Subject()
	c.Spans(m.place(s), w-1)
	for i, fact := range m.facts(s) {
		sep := "  "
		if i > 0 {
			sep = " " + m.theme.Dot + " "
		}
		room := c.Left(w) - 1 - cell.TextWidth(sep)
		const worth = 10
		if n := cell.TextWidth(fact.Text); n > room && (room < worth || room < n/3) {
			return
		}
		c.Put(styles.Dim, styles.Plain, sep, c.Left(w))
		c.Put(fact.Role, styles.Plain, fact.Text, room)
	}
}

// place is the path to the subject, with its last step highlighted.
func (m *Model) place(s table.Subject) []cell.Span {
	var steps []string
	if s.Key.Path.Space != "" {
		steps = append(steps, s.Key.Path.Space)
	}
	if s.Key.Path.Project != "" {
		steps = append(steps, s.Key.Path.Project)
	}
	switch {
	case s.Env != nil:
		steps = append(steps, s.Env.Name())
	case s.Key.Path.DevEnv != "":
		steps = append(steps, m.nameOf(s.Key.Path))
	}
	if len(steps) == 0 {
		return nil
	}
	last := len(steps) - 1
	ps := []cell.Span{{Role: styles.Strong, Text: steps[last]}}
	if last > 0 {
		ps = append([]cell.Span{{Role: styles.Dim, Text: strings.Join(steps[:last], " / ") + " / "}}, ps...)
	}
	return ps
}

// nameOf is the name of the environment at p, or its id if the name is not known.
func (m *Model) nameOf(p types.Path) string {
	if e := m.inv.DevEnv(p); e != nil {
		return e.Name()
	}
	return p.DevEnv
}

func (m *Model) facts(s table.Subject) []cell.Span {
	switch {
	case len(s.Fields) > 0:
		return fieldFacts(s.Fields)
	case s.Change != nil:
		return []cell.Span{{Role: styles.Dim, Text: s.Change.At.Format("2006-01-02 15:04:05")}}
	case s.Session != nil:
		return m.sessionFacts(s)
	case s.Env != nil:
		return m.envFacts(s.Env)
	case s.Project != nil:
		return m.listFacts(s.Key.Path, s.Project.DisplayName, s.Project.Description)
	case s.Space != nil:
		return m.listFacts(s.Key.Path, s.Space.DisplayName, s.Space.Region.String(), s.Space.Description)
	case m.view == browseView:
		return m.listFacts(m.listPath())
	}
	return nil
}

func fieldFacts(fields []table.Field) (facts []cell.Span) {
	for _, f := range fields {
		facts = append(facts, cell.Span{Role: styles.Dim, Text: f.Name + " " + f.Value})
	}
	return facts
}

func (m *Model) sessionFacts(s table.Subject) []cell.Span {
	ps := []cell.Span{{Role: styles.Text, Text: s.Session.ID}}
	if s.Session.Started > 0 {
		ps = append(ps, cell.Span{Role: styles.Dim, Text: "started " + time.Unix(s.Session.Started, 0).Format("2006-01-02 15:04:05")})
	}
	if owner := m.owner(s.Env); owner != "" {
		ps = append(ps, cell.Span{Role: styles.Dim, Text: "owner " + owner})
	}
	return ps
}

func (m *Model) listFacts(p types.Path, texts ...string) []cell.Span {
	var ps []cell.Span
	if l, _ := m.inv.List(p); l.Err != nil {
		ps = append(ps, cell.Span{Role: styles.Bad, Text: m.reason(l.Err)})
	}
	for _, t := range texts {
		if t != "" {
			ps = append(ps, cell.Span{Role: styles.Dim, Text: t})
		}
	}
	return ps
}

// envFacts begin with what needs action.
func (m *Model) envFacts(e *types.DevEnv) []cell.Span {
	ps := m.envWarnings(e)
	if e.Type.String() != "" {
		ps = append(ps, cell.Span{Role: styles.Dim, Text: e.Type.String() + machine(e.Size())})
	}
	for _, t := range []string{gib(e.Storage), e.IDE.String(), e.VPC.String()} {
		if t != "" {
			ps = append(ps, cell.Span{Role: styles.Dim, Text: t})
		}
	}
	if r := e.Repos.String(); r != "" {
		ps = append(ps, cell.Span{Role: styles.Text, Text: r})
	}
	if owner := m.owner(e); owner != "" {
		ps = append(ps, cell.Span{Role: styles.Dim, Text: "owner " + owner})
	}
	if e.Updated > 0 {
		ps = append(ps, cell.Span{Role: styles.Dim, Text: "changed " + cell.Duration(m.now.Sub(time.Unix(e.Updated, 0))) + " ago"})
	}
	return ps
}

func (m *Model) envWarnings(e *types.DevEnv) (ps []cell.Span) {
	u := m.inv.Use(e.Path())
	if e.Status == types.Failed || e.Reason.String() != "" {
		ps = append(ps, cell.Span{Role: styles.Bad, Text: strings.TrimSpace(e.StatusWord() + " " + e.Reason.String())})
	}
	if !u.Since.IsZero() {
		text := "running with nobody connected for " + m.unusedText(u) + m.asOf(u)
		if e.Timeout == 0 {
			text += ", never stops by itself"
		}
		return append(ps, cell.Span{Role: styles.Unused, Text: text})
	}
	if e.Timeout == 0 && e.Status == types.Running {
		ps = append(ps, cell.Span{Role: styles.Bad, Text: "never stops by itself"})
	}
	return ps
}

// machine is the hardware of an instance size, as the official clients describe it.
func machine(size string) string {
	return map[string]string{
		"small": " (2 vCPU, 4 GB)", "medium": " (4 vCPU, 8 GB)", "large": " (8 vCPU, 16 GB)", "xlarge": " (16 vCPU, 32 GB)",
	}[size]
}

func gib(n int16) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(int(n)) + " GB disk"
}

func (m *Model) owner(e *types.DevEnv) string {
	if e == nil {
		return ""
	}
	if name := m.inv.Owner(e.Creator); name != "" {
		return name
	}
	return e.Creator.String()
}

// footer is the last line: the latest message, or the keys that matter here.
func (m *Model) footer(c *cell.Canvas, w int) {
	if m.prompt.purpose == typingSearch {
		m.typingLine(c, "/", w)
		return
	}
	c.Gap(1, styles.Plain)
	if msg := m.messages.current; msg.text != "" {
		role := styles.Text
		if msg.bad {
			role = styles.Bad
		}
		c.Put(role, styles.Plain, msg.text, c.Left(w)-1)
		return
	}
	if m.prompt.purpose != notTyping {
		m.typingKeys(c, w)
		return
	}
	for _, a := range m.offers() {
		m.offer(c, w, a)
	}
}

// typingKeys names the keys that do something in the line being typed.
func (m *Model) typingKeys(c *cell.Canvas, w int) {
	arrows := m.theme.Up + m.theme.Down
	keys := [][2]string{{"enter", "keep"}, {"esc", "cancel"}, {"tab", "complete"}, {arrows, "rows"}}
	if m.prompt.purpose == typingCommand {
		keys = [][2]string{{"enter", "run"}, {"esc", "cancel"}, {"tab", "complete"}, {arrows, "earlier ones"}}
	}
	for _, k := range keys {
		if cell.TextWidth(k[0])+1+len(k[1]) > c.Left(w) {
			return
		}
		c.Put(styles.Accent, styles.Plain, k[0], c.Left(w))
		c.Gap(1, styles.Plain)
		c.Put(styles.Dim, styles.Plain, k[1], c.Left(w))
		c.Gap(min(3, c.Left(w)), styles.Plain)
	}
}

// offer names one key. Help, the last of them, always keeps its room.
func (m *Model) offer(c *cell.Canvas, w int, a keymap.Action) {
	b, k := m.keys.Binding(a), m.keys.Key(a)
	reserve := cell.TextWidth(m.keys.Key(keymap.Help)) + len(" help") + 3
	if a == keymap.Help {
		reserve = 0
	}
	if k == "" || cell.TextWidth(k)+1+len(b.Short)+reserve > c.Left(w) {
		return
	}
	role := styles.Dim
	if m.disabledReason(a, m.subject(a)) != "" {
		role = styles.Frame
	}
	c.Put(styles.Accent, styles.Plain, k, c.Left(w))
	c.Gap(1, styles.Plain)
	c.Put(role, styles.Plain, b.Short, c.Left(w))
	c.Gap(min(3, c.Left(w)), styles.Plain)
}

// offers are the actions the footer names, the most useful first.
func (m *Model) offers() []keymap.Action {
	if m.overlay.open() {
		return m.overlay.offers()
	}
	as := make([]keymap.Action, 0, 12)
	if m.signIn.Problem != "" {
		as = append(as, keymap.SignIn)
	}
	as = append(as, keymap.Open)
	if m.list().Filtered() != "" || m.pane > spacesPane && m.view == browseView {
		as = append(as, keymap.Dismiss)
	}
	return append(as, keymap.Filter, keymap.Sort, keymap.Details, keymap.Copy, keymap.Refresh, keymap.Pause,
		keymap.Attention, keymap.CommandLine, keymap.Help)
}
