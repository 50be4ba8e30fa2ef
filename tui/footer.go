package tui

import (
	"strconv"
	"strings"
	"time"

	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/styles"
)

// detail is the line that says most about the row under the cursor, or about its list where that could not be read.
// A fact that there is no room for goes with its dot; the first that is cut is the last.
func (m *Model) detail(c *canvas, w int) {
	c.gap(1, styles.Plain)
	s := m.list().subject()
	c.spans(m.place(s), w-1)
	for i, fact := range m.facts(s) {
		sep := "  "
		if i > 0 {
			sep = " " + m.theme.Dot + " "
		}
		room := c.left(w) - 1 - textWidth(sep)
		const worth = 10
		if n := textWidth(fact.text); n > room && (room < worth || room < n/3) {
			return
		}
		c.put(styles.Dim, styles.Plain, sep, c.left(w))
		c.put(fact.role, styles.Plain, fact.text, room)
	}
}

// place is the path to the subject, the last step bright.
func (m *Model) place(s subject) []piece {
	var steps []string
	if s.key.path.Space != "" {
		steps = append(steps, s.key.path.Space)
	}
	if s.key.path.Project != "" {
		steps = append(steps, s.key.path.Project)
	}
	switch {
	case s.env != nil:
		steps = append(steps, s.env.Name())
	case s.key.path.DevEnv != "":
		steps = append(steps, m.nameOf(s.key.path))
	}
	if len(steps) == 0 {
		return nil
	}
	last := len(steps) - 1
	ps := []piece{{styles.Strong, steps[last]}}
	if last > 0 {
		ps = append([]piece{{styles.Dim, strings.Join(steps[:last], " / ") + " / "}}, ps...)
	}
	return ps
}

// nameOf is the name of the environment at p, its id where it is not known.
func (m *Model) nameOf(p types.Path) string {
	if e := m.inv.DevEnv(p); e != nil {
		return e.Name()
	}
	return p.DevEnv
}

func (m *Model) facts(s subject) []piece {
	switch {
	case s.change != nil:
		return []piece{{styles.Dim, s.change.At.Format("2006-01-02 15:04:05")}}
	case s.session != nil:
		return m.sessionFacts(s)
	case s.env != nil:
		return m.envFacts(s.env)
	case s.project != nil:
		return m.listFacts(s.key.path, s.project.DisplayName, s.project.Description)
	case s.space != nil:
		return m.listFacts(s.key.path, s.space.DisplayName, s.space.Region.String(), s.space.Description)
	case m.view == browseView:
		return m.listFacts(m.listPath())
	}
	return nil
}

func (m *Model) sessionFacts(s subject) []piece {
	ps := []piece{{styles.Text, s.session.ID}}
	if s.session.Started > 0 {
		ps = append(ps, piece{styles.Dim, "started " + time.Unix(s.session.Started, 0).Format("2006-01-02 15:04:05")})
	}
	if owner := m.owner(s.env); owner != "" {
		ps = append(ps, piece{styles.Dim, "owner " + owner})
	}
	return ps
}

func (m *Model) listFacts(p types.Path, texts ...string) []piece {
	var ps []piece
	if l, _ := m.inv.List(p); l.Err != nil {
		ps = append(ps, piece{styles.Bad, m.reason(l.Err)})
	}
	for _, t := range texts {
		if t != "" {
			ps = append(ps, piece{styles.Dim, t})
		}
	}
	return ps
}

// envFacts begin with what somebody should act on.
func (m *Model) envFacts(e *types.DevEnv) []piece {
	ps := m.envWarnings(e)
	if e.Type.String() != "" {
		ps = append(ps, piece{styles.Dim, e.Type.String() + machine(e.Size())})
	}
	for _, t := range []string{gib(e.Storage), e.IDE.String(), e.VPC.String()} {
		if t != "" {
			ps = append(ps, piece{styles.Dim, t})
		}
	}
	if r := e.Repos.String(); r != "" {
		ps = append(ps, piece{styles.Text, r})
	}
	if owner := m.owner(e); owner != "" {
		ps = append(ps, piece{styles.Dim, "owner " + owner})
	}
	if e.Updated > 0 {
		ps = append(ps, piece{styles.Dim, "changed " + span(m.now.Sub(time.Unix(e.Updated, 0))) + " ago"})
	}
	return ps
}

func (m *Model) envWarnings(e *types.DevEnv) (ps []piece) {
	u := m.inv.Use(e.Path())
	if e.Status == types.Failed || e.Reason.String() != "" {
		ps = append(ps, piece{styles.Bad, strings.TrimSpace(e.StatusWord() + " " + e.Reason.String())})
	}
	if !u.Since.IsZero() {
		text := "running with nobody connected for " + m.theme.About + span(m.now.Sub(u.Since))
		if e.Timeout == 0 {
			text += ", never stops by itself"
		}
		return append(ps, piece{styles.Unused, text})
	}
	if e.Timeout == 0 && e.Status == types.Running {
		ps = append(ps, piece{styles.Bad, "never stops by itself"})
	}
	return ps
}

// machine is what an instance size stands for, as the official clients describe it.
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

// footer is the last line: what was just said, or the keys that matter here.
func (m *Model) footer(c *canvas, w int) {
	if m.prompt.purpose == typingSearch {
		m.typingLine(c, "/", w)
		return
	}
	c.gap(1, styles.Plain)
	if msg := m.messages.current; msg.text != "" {
		role := styles.Text
		if msg.bad {
			role = styles.Bad
		}
		c.put(role, styles.Plain, msg.text, c.left(w)-1)
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

// typingKeys names the keys that mean something in the line that is typed into.
func (m *Model) typingKeys(c *canvas, w int) {
	arrows := m.theme.Up + m.theme.Down
	keys := [][2]string{{"enter", "keep"}, {"esc", "clear"}, {"tab", "complete"}, {arrows, "rows"}}
	if m.prompt.purpose == typingCommand {
		keys = [][2]string{{"enter", "run"}, {"esc", "cancel"}, {"tab", "complete"}, {arrows, "earlier ones"}}
	}
	for _, k := range keys {
		if textWidth(k[0])+1+len(k[1]) > c.left(w) {
			return
		}
		c.put(styles.Accent, styles.Plain, k[0], c.left(w))
		c.gap(1, styles.Plain)
		c.put(styles.Dim, styles.Plain, k[1], c.left(w))
		c.gap(min(3, c.left(w)), styles.Plain)
	}
}

// offer names one key. The last of them, help, always keeps its room.
func (m *Model) offer(c *canvas, w int, a keymap.Action) {
	b, k := m.keys.Binding(a), m.keys.Key(a)
	reserve := textWidth(m.keys.Key(keymap.Help)) + len(" help") + 3
	if a == keymap.Help {
		reserve = 0
	}
	if k == "" || textWidth(k)+1+len(b.Short)+reserve > c.left(w) {
		return
	}
	role := styles.Dim
	if m.whyNot(a) != "" {
		role = styles.Frame
	}
	c.put(styles.Accent, styles.Plain, k, c.left(w))
	c.gap(1, styles.Plain)
	c.put(role, styles.Plain, b.Short, c.left(w))
	c.gap(min(3, c.left(w)), styles.Plain)
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
	if m.list().filtered() != "" || m.pane > spacesPane && m.view == browseView {
		as = append(as, keymap.Peel)
	}
	return append(as, keymap.Filter, keymap.Sort, keymap.Details, keymap.Copy, keymap.Refresh, keymap.Pause,
		keymap.Attention, keymap.CommandLine, keymap.Help)
}
