package cli

import (
	"fmt"
	"strconv"
	"time"
)

// applyEnvironment has environment variables override what the file set.
func (c *Config) applyEnvironment(env func(string) string) error {
	for _, v := range []struct {
		name string
		set  func(string) error
	}{
		{"AWS_PROFILE", c.setProfile},
		{"CATWATCH_PROFILE", c.setProfile},
		{"CATWATCH_INTERVAL", func(s string) (err error) { c.Interval, err = parseInterval(s); return err }},
		{"CATWATCH_BUDGET", c.setBudget},
		{"CATWATCH_IDLE", c.setIdle},
		{"CATWATCH_THEME", func(s string) error { c.Theme = s; return checkTheme(s) }},
		{"CATWATCH_ASCII", c.setASCII},
		{"CATWATCH_VIEW", func(s string) error { c.View = s; return checkView(s) }},
	} {
		if s := env(v.name); s != "" {
			if err := v.set(s); err != nil {
				return fmt.Errorf("environment variable %s: %w", v.name, err)
			}
		}
	}
	return nil
}

func (c *Config) setProfile(s string) error {
	c.Profile = s
	return nil
}

func (c *Config) setBudget(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil {
		return fmt.Errorf("%q is not a number", s)
	}
	c.Budget = n
	return checkBudget(n)
}

func (c *Config) setIdle(s string) error {
	d, err := parseIdle(s)
	c.Idle = &d
	return err
}

func (c *Config) setASCII(s string) error {
	yes, err := strconv.ParseBool(s)
	if err != nil {
		return fmt.Errorf("%q is not true or false", s)
	}
	c.ASCII = &yes
	return nil
}

func parseDuration(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil {
		return 0, fmt.Errorf("%q is not "+durationExample, s)
	}
	return d, nil
}

// durationExample is what a duration looks like.
const durationExample = "a time such as 10s, 2m or 1h30m"

func parseInterval(s string) (time.Duration, error) {
	d, err := parseDuration(s)
	if err == nil {
		err = checkInterval(d)
	}
	return d, err
}

func parseIdle(s string) (time.Duration, error) {
	d, err := parseDuration(s)
	if err == nil {
		err = checkIdle(d)
	}
	return d, err
}
