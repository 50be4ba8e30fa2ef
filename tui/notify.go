package tui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch"
	"catwatch/filter"
)

// rule rings when an environment comes to match a filter.
type rule struct {
	text  string
	match *filter.Filter
	rung  map[fetch.Path]bool // matched at the last look: one ring for each time
	seen  bool                // looked at once: what matched then is no news
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

// addRule adds a rule; failed is short for a filter.
func (m *Model) addRule(text string) error {
	if text == "failed" {
		text = "status:failed"
	}
	match, err := filter.Parse(text, Fields(fetch.DevEnvs))
	if err != nil {
		return err
	}
	m.rules = append(m.rules, &rule{text: text, match: match})
	return nil
}

// notifyCommand adds a rule, lists the rules, or drops them all.
func (m *Model) notifyCommand(text string) {
	switch text {
	case "":
		m.say("Rules: " + strings.Join(m.ruleTexts(), " | "))
		return
	case "off":
		m.rules = nil
		m.say("Nothing rings any more")
		return
	}
	if err := m.addRule(text); err != nil {
		m.complain(err.Error())
		return
	}
	m.say("Rings when an environment comes to be " + m.rules[len(m.rules)-1].text)
}

func (m *Model) ruleTexts() []string {
	texts := make([]string, len(m.rules))
	for i, r := range m.rules {
		texts[i] = r.text
	}
	return texts
}

// notify looks whether a rule came true. Rules about time come true without any change, so the clock asks, too.
func (m *Model) notify(changes []fetch.Change) tea.Cmd {
	if len(m.rules) == 0 || len(changes) == 0 {
		return nil
	}
	return m.ring()
}

// remind asks the rules again once a minute.
func (m *Model) remind() tea.Cmd {
	if len(m.rules) == 0 || m.now.Sub(m.asked) < time.Minute {
		return nil
	}
	return m.ring()
}

func (m *Model) ring() tea.Cmd {
	m.asked = m.now
	var news []string
	for _, r := range m.rules {
		news = append(news, m.came(r)...)
	}
	if len(news) == 0 {
		return nil
	}
	text := strings.Join(news[:min(3, len(news))], ", ")
	m.say(text)
	return m.terminal.ring("catwatch: " + text)
}

// came are the environments that match r now and did not when it was last asked.
func (m *Model) came(r *rule) (names []string) {
	now := map[fetch.Path]bool{}
	for e := range m.inv.DevEnvs() {
		row := DevEnvRow(e, m.inv.Use(e.Path()), m.owner(e))
		if e.Status.Hidden() || !r.match.Match(&row, m.now.Unix()) {
			continue
		}
		now[e.Path()] = true
		if r.seen && !r.rung[e.Path()] {
			names = append(names, e.Name()+" is "+r.text)
		}
	}
	r.rung, r.seen = now, m.stats.Known > 0 && m.stats.Read == m.stats.Known || r.seen
	slices.Sort(names)
	return names
}
