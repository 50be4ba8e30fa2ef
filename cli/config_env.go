package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"catwatch/styles"
	"catwatch/tui"
)

// environment lays the environment's variables over c.
func (c *Config) applyEnvironment(env func(string) string) error {
	for _, v := range []struct {
		name string
		take func(string) error
	}{
		{"AWS_PROFILE", c.setProfile},
		{"CATWATCH_PROFILE", c.setProfile},
		{"CATWATCH_INTERVAL", func(s string) (err error) { c.Interval, err = interval(s); return err }},
		{"CATWATCH_BUDGET", c.setBudget},
		{"CATWATCH_IDLE", c.setIdle},
		{"CATWATCH_THEME", func(s string) (err error) { c.Theme, err = theme(s); return err }},
		{"CATWATCH_ASCII", c.setASCII},
		{"CATWATCH_VIEW", func(s string) (err error) { c.View, err = view(s); return err }},
	} {
		if s := env(v.name); s != "" {
			if err := v.take(s); err != nil {
				return fmt.Errorf("the environment's %s: %w", v.name, err)
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
	c.Budget, err = budget(n)
	return err
}

func (c *Config) setIdle(s string) error {
	d, err := idle(s)
	c.Idle = &d
	return err
}

func (c *Config) setASCII(s string) error {
	yes, err := strconv.ParseBool(s)
	if err != nil {
		return fmt.Errorf("%q is neither true nor false", s)
	}
	c.ASCII = &yes
	return nil
}

func duration(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a time such as 10s, 2m or 1h30m", s)
	}
	return d, nil
}

func interval(s string) (time.Duration, error) {
	d, err := duration(s)
	if err == nil && d < time.Second {
		err = fmt.Errorf("%s is too short: the least is 1s", s)
	}
	return d, err
}

func idle(s string) (time.Duration, error) {
	d, err := duration(s)
	if err == nil && d < 0 {
		err = fmt.Errorf("%s is not a time that can pass", s)
	}
	return d, err
}

func budget(n int) (int, error) {
	if n < 6 {
		return 0, fmt.Errorf("%d is too small: the least is 6 calls a minute", n)
	}
	return n, nil
}

func theme(s string) (string, error) {
	if s == "" || !styles.Known(s) {
		return "", fmt.Errorf("there is no theme %q: there are %s", s, strings.Join(styles.Names(), ", "))
	}
	return s, nil
}

func view(s string) (string, error) {
	if views := tui.ViewNames(); !slices.Contains(views, s) {
		return "", fmt.Errorf("there is no view %q: there are %s", s, strings.Join(views, ", "))
	}
	return s, nil
}
