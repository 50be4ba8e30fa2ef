package tui

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/styles"
	"catwatch/tui/cell"
	"catwatch/tui/table"
)

// newDetails shows everything known about s. It is looked up each time, so that what is shown stays current.
func newDetails(_ *Model, s table.Subject) layer {
	r := &reader{heading: "Details", subject: s}
	fields := func(m *Model) []textLine { return m.fields(m.latest(s)) }
	asJSON := func(m *Model) []textLine { return plainLines(m.json(m.latest(s))) }
	r.lines = fields
	shown := false
	r.swap = func() {
		shown, r.from = !shown, 0
		r.lines, r.heading = fields, "Details"
		if shown {
			r.lines, r.heading = asJSON, "JSON"
		}
	}
	return r
}

// latest is the same thing as s, as it is known now.
func (m *Model) latest(s table.Subject) table.Subject {
	p := s.Key.Path
	if e := m.inv.DevEnv(p); e != nil {
		s.Env = e
	}
	switch {
	case s.Session != nil:
		l, _ := m.inv.List(p)
		s.Session = cmp.Or(find(l.Items.Sessions, func(x *types.Session) bool { return x.ID == s.Session.ID }), s.Session)
	case s.Project != nil:
		l, _ := m.inv.List(p.Parent())
		s.Project = cmp.Or(find(l.Items.Projects, func(x *types.Project) bool { return x.Name == p.Project }), s.Project)
	case s.Space != nil:
		l, _ := m.inv.List(types.Path{})
		s.Space = cmp.Or(find(l.Items.Spaces, func(x *types.Space) bool { return x.Name == p.Space }), s.Space)
	}
	return s
}

func plainLines(text string) []textLine {
	var lines []textLine
	for _, l := range strings.Split(text, "\n") {
		lines = append(lines, textLine{body: l, bodyRole: styles.Text})
	}
	return lines
}

const fieldIndent = 16

func field(name, value string) textLine {
	return textLine{head: name, body: value, headRole: styles.Dim, bodyRole: styles.Text, indent: fieldIndent}
}

func section(title string) []textLine {
	return []textLine{{}, {body: title, bodyRole: styles.Accent}}
}

func (m *Model) fields(s table.Subject) []textLine {
	var lines []textLine
	add := func(name, value string) {
		if value != "" {
			lines = append(lines, field(name, value))
		}
	}
	if s.Change != nil {
		m.changeFields(s.Change, add)
	}
	add("space", s.Key.Path.Space)
	add("project", s.Key.Path.Project)
	switch {
	case s.Change != nil && s.Env != nil:
		lines = append(lines, section("The environment now")...)
		m.envFields(s.Env, add)
	case s.Change != nil:
	case len(s.Fields) > 0:
		for _, f := range s.Fields {
			add(f.Name, f.Value)
		}
	case s.Session != nil:
		m.sessionFields(s, add)
	case s.Env != nil:
		m.envFields(s.Env, add)
	case s.Project != nil:
		add("title", s.Project.DisplayName)
		add("description", s.Project.Description)
	case s.Space != nil:
		add("title", s.Space.DisplayName)
		add("description", s.Space.Description)
		add("region", s.Space.Region.String())
	}
	lines = append(lines, m.stateFields(s)...)
	return append(lines, m.history(s)...)
}

func (m *Model) changeFields(c *types.Change, add func(name, value string)) {
	add("name", c.Name)
	add("what", m.happened(c))
	add("when", m.moment(c.At.Unix()))
	add("reason", reasonOf(c))
}

func (m *Model) sessionFields(s table.Subject, add func(name, value string)) {
	add("environment", s.Env.Name())
	add("environment id", s.Env.ID)
	add("session", s.Session.ID)
	add("started", m.moment(s.Session.Started))
	add("owner", m.owner(s.Env))
}

func (m *Model) envFields(e *types.DevEnv, add func(name, value string)) {
	add("alias", e.Alias)
	add("id", e.ID)
	add("status", e.StatusWord())
	add("reason", e.Reason.String())
	add("in use", m.useOf(e))
	add("instance", e.Type.String()+machine(e.Size()))
	add("disk", strings.TrimSuffix(gib(e.Storage), " disk"))
	add("stops after", stopsText(e))
	add("owner", m.owner(e))
	add("creator id", e.Creator.String())
	for _, r := range strings.Fields(e.Repos.String()) {
		add("repository", r)
	}
	add("IDE", e.IDE.String())
	add("VPC connection", e.VPC.String())
	add("last updated", m.moment(e.Updated))
}

func stopsText(e *types.DevEnv) string {
	switch e.Timeout {
	case 0:
		return "never by itself"
	case types.TimeoutUnknown:
		return "unknown: the service did not say"
	}
	return string(types.AppendTimeout(nil, e.Timeout)) + " without activity"
}

func (m *Model) useOf(e *types.DevEnv) string {
	u := m.inv.Use(e.Path())
	switch {
	case e.Status != types.Running:
		return "not running"
	case !u.Known:
		return "its sessions have not been read yet"
	case u.Sessions == 0:
		return "nobody connected for " + m.unusedText(u) + m.asOf(u)
	}
	return strconv.Itoa(u.Sessions) + plural(u.Sessions, " session") + m.asOf(u)
}

// unusedText is for how long nobody has been connected, marked if it may be longer.
func (m *Model) unusedText(u inventory.Use) string {
	text := cell.Duration(u.Unused(m.now))
	if u.AtLeast {
		return m.theme.AtLeast + text
	}
	return text
}

// asOf says when the sessions were read, if that is not now.
func (m *Model) asOf(u inventory.Use) string {
	if u.Current {
		return ""
	}
	return ", as of " + cell.Duration(m.now.Sub(u.At)) + " ago"
}

// moment is a time, both as an age and as a date.
func (m *Model) moment(unix int64) string {
	if unix == 0 {
		return ""
	}
	t := time.Unix(unix, 0)
	return cell.Duration(m.now.Sub(t)) + " ago   " + t.Format("2006-01-02 15:04:05 -0700")
}

// stateFields tell how current the list of what is inside the thing is, and count it.
func (m *Model) stateFields(s table.Subject) []textLine {
	if len(s.Fields) > 0 || s.Session != nil || s.Change != nil || s.Env != nil && s.Env.Status != types.Running {
		return nil
	}
	l, known := m.inv.List(s.Key.Path)
	lines := section("Its " + s.Key.Path.Kind().String())
	switch {
	case !known || l.At.IsZero() && l.Err == nil:
		return append(lines, field("read", "not yet"))
	case !l.At.IsZero():
		lines = append(lines, field("read", cell.Duration(m.now.Sub(l.At))+" ago"), field("count", count(l.Items.Len())))
	}
	if s.Env == nil {
		lines = append(lines, m.totalFields(m.inv.Totals(s.Key.Path))...)
	}
	if l.Err != nil {
		lines = append(lines, field("trouble", l.Err.Sentence))
		if l.Err.RequestID != "" {
			lines = append(lines, field("request id", l.Err.RequestID))
		}
	}
	return lines
}

func (m *Model) totalFields(t inventory.Totals) (lines []textLine) {
	for _, f := range []struct {
		name string
		n    int
	}{
		{"environments", t.DevEnvs}, {"running", t.Running}, {"unused", t.Unused}, {"never stopping", t.NeverStops},
		{"failed", t.Failed}, {"sessions", t.Sessions},
	} {
		if f.n > 0 {
			lines = append(lines, field(f.name, total(m.theme, f.n, t)))
		}
	}
	return lines
}

// history is what happened to the thing and to what is inside it, newest first.
func (m *Model) history(s table.Subject) []textLine {
	var lines []textLine
	for i := len(m.changes) - 1; i >= 0 && len(lines) < 50; i-- {
		c := &m.changes[i].Change
		if s.Key.Path.Contains(c.Path) && s.Change == nil && len(s.Fields) == 0 && (s.Session == nil || s.Session.ID == c.Session) {
			name := ""
			if s.Env == nil {
				name = c.Name + " "
			}
			lines = append(lines, textLine{head: c.At.Format("15:04:05"), headRole: styles.Dim, indent: fieldIndent,
				body: name + m.happened(c), bodyRole: styles.Text})
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return append(section("Activity"), lines...)
}

// json is the thing with the API's member names.
func (m *Model) json(s table.Subject) string {
	var v any
	switch {
	case len(s.Fields) > 0:
		v = fieldsJSON(s.Fields)
	case s.Change != nil:
		v = changeJSON(s.Change)
	case s.Session != nil:
		v = types.SessionJSON(s.Env, *s.Session)
	case s.Env != nil:
		v = types.DevEnvJSON(s.Env)
	case s.Project != nil:
		v = types.ProjectJSON(s.Key.Path.Space, s.Project)
	case s.Space != nil:
		v = types.SpaceJSON(s.Space)
	}
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false) // it is not meant for web pages, and names contain < and &
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(text.String(), "\n")
}

func fieldsJSON(fields []table.Field) map[string]string {
	doc := map[string]string{}
	for _, f := range fields {
		doc[f.Name] = f.Value
	}
	return doc
}

// changeDoc is a change in words of our own; the service's API has no such thing.
type changeDoc struct {
	Time        string `json:"time"`
	Event       string `json:"event"`
	SpaceName   string `json:"spaceName,omitempty"`
	ProjectName string `json:"projectName,omitempty"`
	DevEnvID    string `json:"devEnvironmentId,omitempty"`
	Name        string `json:"name,omitempty"`
	SessionID   string `json:"sessionId,omitempty"`
	From        string `json:"fromStatus,omitempty"`
	To          string `json:"toStatus,omitempty"`
	Seconds     int64  `json:"afterSeconds,omitempty"`
	AtLeast     bool   `json:"atLeast,omitempty"`
	Reason      string `json:"reason,omitempty"`
}

func changeJSON(c *types.Change) changeDoc {
	d := changeDoc{
		Time: c.At.UTC().Format(time.RFC3339), SpaceName: c.Path.Space, ProjectName: c.Path.Project, DevEnvID: c.Path.DevEnv,
		Name: c.Name, SessionID: c.Session, Seconds: int64(c.Took / time.Second), AtLeast: c.AtLeast, Reason: c.Reason,
		Event: map[types.ChangeKind]string{
			types.Appeared: "appeared", types.Disappeared: "left", types.StatusChanged: "statusChanged", types.SessionStarted: "sessionStarted",
			types.SessionEnded: "sessionEnded", types.ListLost: "listLost", types.ListRegained: "listRegained", types.SignInChanged: "signInChanged",
		}[c.Kind],
	}
	if c.Kind == types.StatusChanged {
		d.From, d.To = c.From.String(), c.To.String()
	}
	return d
}
