package tui

import (
	"cmp"
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
	rung  map[fetch.Path]bool // matches: one ring for each time it comes to; nil until all has been read once
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
		m.say("Rings when an environment comes to be: " + cmp.Or(strings.Join(m.ruleTexts(), " | "), "nothing yet, try failed"))
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

// notify looks whether a rule came true of what changed.
func (m *Model) notify(changes []fetch.Change) tea.Cmd {
	if len(m.rules) == 0 {
		return nil
	}
	var news []string
	for _, path := range environmentsOf(changes) {
		for _, r := range m.rules {
			if r.rung != nil && r.comes(path, m.matches(r, m.inv.DevEnv(path))) {
				news = append(news, m.inv.DevEnv(path).Name()+" is "+r.text)
			}
		}
	}
	return m.ring(news)
}

// environmentsOf are the dev environments that changes are about, each once.
func environmentsOf(changes []fetch.Change) (paths []fetch.Path) {
	for _, c := range changes {
		if c.Path.DevEnv != "" && !slices.Contains(paths, c.Path) {
			paths = append(paths, c.Path)
		}
	}
	return paths
}

// remind takes stock for rules that are new, as soon as all has been read: what matches then is no news. Rules about time
// come true without any change, so they are asked again once a minute.
func (m *Model) remind() tea.Cmd {
	if f := m.inv.Freshness(); len(m.rules) == 0 || f.Lists == 0 || f.Unread > 0 {
		return nil
	}
	again := m.now.Sub(m.asked) >= time.Minute
	if again {
		m.asked = m.now
	}
	var news []string
	for _, r := range m.rules {
		if r.rung == nil || again && r.match.Timed() {
			news = append(news, m.came(r)...)
		}
	}
	return m.ring(news)
}

func (m *Model) ring(news []string) tea.Cmd {
	const shown = 3
	if len(news) == 0 {
		return nil
	}
	text := strings.Join(news[:min(shown, len(news))], ", ")
	if more := len(news) - shown; more > 0 {
		text += " and " + itoa(more) + " more"
	}
	m.say(text)
	return m.terminal.ring("catwatch: " + text)
}

// came are the environments that match r now and did not when it was last asked; none at the first time.
func (m *Model) came(r *rule) (names []string) {
	first := r.rung == nil
	if first {
		r.rung = map[fetch.Path]bool{}
	}
	for e := range m.inv.DevEnvs() {
		if r.comes(e.Path(), m.matches(r, e)) && !first {
			names = append(names, e.Name()+" is "+r.text)
		}
	}
	slices.Sort(names)
	return names
}

// comes keeps whether the environment at p matches, and reports whether it has just come to.
func (r *rule) comes(p fetch.Path, match bool) bool {
	did := r.rung[p]
	if match {
		r.rung[p] = true
	} else {
		delete(r.rung, p)
	}
	return match && !did
}

func (m *Model) matches(r *rule, e *fetch.DevEnv) bool {
	if e == nil || e.Status.Hidden() {
		return false
	}
	var use fetch.Use
	if e.Status == fetch.Running {
		use = m.inv.Use(e.Path())
	}
	row := DevEnvRow(e, use, m.owner(e))
	return r.match.Match(&row, m.now.Unix())
}
