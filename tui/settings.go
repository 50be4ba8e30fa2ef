package tui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/styles"
)

// interval sets how often what is looked at is read, or says it.
func (m *Model) interval(r request) tea.Cmd {
	if !m.setDuration(r.arg, &m.opts.Interval, types.MinInterval) {
		return nil
	}
	m.opts.Source.SetInterval(m.opts.Interval)
	m.say("Refreshing what you look at every " + duration(m.opts.Interval))
	return nil
}

// idle sets from when on an unused environment needs attention, or says it.
func (m *Model) idle(r request) tea.Cmd {
	if m.setDuration(r.arg, &m.opts.Idle, 0) {
		m.say("Flagging environments unused for longer than " + duration(m.opts.Idle))
	}
	return nil
}

// setDuration sets to as arg says, not at all if it is empty, and reports whether arg is as good.
func (m *Model) setDuration(arg string, to *time.Duration, least time.Duration) bool {
	if arg == "" {
		return true
	}
	d, err := time.ParseDuration(arg)
	if err != nil || d < least {
		m.complain(fmt.Sprintf("%q is not a duration of at least %s. Write it like 10s or 2m", arg, duration(least)))
		return false
	}
	*to = d
	return true
}

// duration is a length of time as people write it: 2m, not 2m0s.
func duration(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}

// budget sets how many calls a minute refreshing may take, or says it.
func (m *Model) budget(r request) tea.Cmd {
	n, err := strconv.Atoi(r.arg)
	switch {
	case r.arg == "":
		m.say("Refreshing takes up to " + strconv.Itoa(m.stats.Budget) + " calls a minute")
	case err != nil || n < types.MinBudget:
		m.complain(fmt.Sprintf("%q is not a number of calls a minute of at least %d", r.arg, types.MinBudget))
	default:
		m.opts.Source.SetBudget(n)
		m.say("Refreshing takes up to " + strconv.Itoa(n) + " calls a minute")
	}
	return nil
}

// setTheme changes the colours, or says which theme is used.
func (m *Model) setTheme(r request) tea.Cmd {
	switch {
	case r.arg == "":
		m.say("Theme: " + m.theme.Name + ". Available: " + strings.Join(styles.Names(), ", "))
	case !styles.Known(r.arg):
		m.complain("No theme " + strconv.Quote(r.arg) + ". Available: " + strings.Join(styles.Names(), ", "))
	default:
		m.opts.Theme = r.arg
		m.restyle()
	}
	return nil
}

func themeNames(*Model, string) []string { return styles.Names() }
