package tui

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/filter"
)

// rule raises an alert when an environment comes to match a filter.
type rule struct {
	text    string
	match   *filter.Filter
	matched map[types.Path]bool // those that match, so that each match alerts once; nil until everything has been read once
}

// setRules replaces the rules by those of the configuration.
func (m *Model) setRules(texts []string) {
	m.rules = nil
	for _, text := range texts {
		if err := m.addRule(text); err != nil {
			m.complain("notify: " + err.Error())
		}
	}
}

// addRule adds a rule; failed is short for status:failed.
func (m *Model) addRule(text string) error {
	if text == "failed" {
		text = "status:failed"
	}
	match, err := filter.Parse(text, inventory.Fields(types.DevEnvs))
	if err != nil {
		return err
	}
	m.rules = append(m.rules, &rule{text: text, match: match})
	return nil
}

// notifyAbout adds a rule, lists the rules, or drops them all.
func (m *Model) notifyAbout(r request) tea.Cmd {
	switch r.arg {
	case "":
		if len(m.rules) == 0 {
			m.say("No alerts. Try :notify failed")
		} else {
			m.say("Alert when an environment matches " + strings.Join(m.ruleTexts(), " | "))
		}
		return nil
	case "off":
		m.rules = nil
		m.say("Alerts off")
		return nil
	}
	if err := m.addRule(r.arg); err != nil {
		m.complain(err.Error())
		return nil
	}
	m.say("Alert when an environment matches " + m.rules[len(m.rules)-1].text)
	return nil
}

func (m *Model) ruleTexts() []string {
	texts := make([]string, len(m.rules))
	for i, r := range m.rules {
		texts[i] = r.text
	}
	return texts
}

// alertOn raises an alert for each environment among the changes that came to match a rule.
func (m *Model) alertOn(changes []types.Change) tea.Cmd {
	if len(m.rules) == 0 {
		return nil
	}
	var news []string
	for _, path := range environmentsOf(changes) {
		for _, r := range m.rules {
			if r.matched != nil && r.update(path, m.matches(r, m.inv.DevEnv(path))) {
				news = append(news, m.inv.DevEnv(path).Name()+" is "+r.text)
			}
		}
	}
	return m.alert(news)
}

// environmentsOf are the dev environments that changes are about, each once.
func environmentsOf(changes []types.Change) (paths []types.Path) {
	for _, c := range changes {
		if c.Path.DevEnv != "" && !slices.Contains(paths, c.Path) {
			paths = append(paths, c.Path)
		}
	}
	return paths
}

// checkTimedRules sets the baseline of new rules once everything has been read: what matches by then is not news. Rules
// about time come to match without any change, so they are checked once a minute.
func (m *Model) checkTimedRules() tea.Cmd {
	if f := m.inv.Freshness(); len(m.rules) == 0 || f.Lists == 0 || f.Unread > 0 {
		return nil
	}
	from, to := m.dueSlices()
	var news []string
	for _, r := range m.rules {
		if r.matched == nil {
			m.baseline(r)
		} else if r.match.DependsOnTime() {
			news = append(news, m.newMatches(r, from, to)...)
		}
	}
	return m.alert(news)
}

// roundSlices is how many slices a round over all projects has: one for each second of a minute.
const roundSlices = 60

// dueSlices are the slices of the round that have become due since the last tick. With very many environments, a whole
// round at once would be noticeable.
func (m *Model) dueSlices() (from, to int) {
	seconds := int(m.now.Sub(m.rulesChecked) / time.Second)
	m.rulesChecked = m.rulesChecked.Add(time.Duration(seconds) * time.Second) // the rest of a second counts the next time
	if seconds > roundSlices {
		seconds, m.rulesChecked = roundSlices, m.now
	}
	from = m.nextSlice
	m.nextSlice = (from + seconds) % roundSlices
	return from, from + seconds
}

func (m *Model) alert(news []string) tea.Cmd {
	const shown = 3
	if len(news) == 0 {
		return nil
	}
	text := strings.Join(news[:min(shown, len(news))], ", ")
	if more := len(news) - shown; more > 0 {
		text += " and " + strconv.Itoa(more) + " more"
	}
	m.say(text)
	return m.terminal.alert("catwatch: " + text)
}

// baseline notes what matches a new rule already.
func (m *Model) baseline(r *rule) {
	r.matched = map[types.Path]bool{}
	for e := range m.inv.DevEnvs() {
		if m.matches(r, e) {
			r.matched[e.Path()] = true
		}
	}
}

// newMatches are the environments that match r now and did not when last checked, in the projects of slices from to to-1.
func (m *Model) newMatches(r *rule, from, to int) (names []string) {
	i := 0
	for p := range m.projects() {
		if turn := i % roundSlices; turn >= from && turn < to || turn+roundSlices < to {
			l, _ := m.inv.List(p)
			names = append(names, m.newMatchesOf(r, l.Items.DevEnvs)...)
		}
		i++
	}
	slices.Sort(names)
	return names
}

func (m *Model) newMatchesOf(r *rule, envs []types.DevEnv) (names []string) {
	for i := range envs {
		if e := &envs[i]; r.update(e.Path(), m.matches(r, e)) {
			names = append(names, e.Name()+" is "+r.text)
		}
	}
	return names
}

// projects iterates over the projects of every space.
func (m *Model) projects() iter.Seq[types.Path] {
	return func(yield func(types.Path) bool) {
		spaces, _ := m.inv.List(types.Path{})
		for _, s := range spaces.Items.Spaces {
			l, _ := m.inv.List(types.Path{Space: s.Name})
			for _, p := range l.Items.Projects {
				if !yield(types.Path{Space: s.Name, Project: p.Name}) {
					return
				}
			}
		}
	}
}

// update notes whether the environment at p matches, and reports whether it did not before.
func (r *rule) update(p types.Path, match bool) bool {
	did := r.matched[p]
	if match {
		r.matched[p] = true
	} else {
		delete(r.matched, p)
	}
	return match && !did
}

func (m *Model) matches(r *rule, e *types.DevEnv) bool {
	if e == nil || e.Status.Hidden() {
		return false
	}
	var use inventory.Use
	if e.Status == types.Running {
		use = m.inv.Use(e.Path())
	}
	row := inventory.DevEnvRow(e, use, m.owner(e))
	return r.match.Match(&row, m.now.Unix())
}
