package tui

import "strings"

func compileWords[R any](text func(*R) string) func(string) (func(*R) bool, error) {
	return func(s string) (func(*R) bool, error) {
		if s == "" {
			return nil, nil
		}
		s = strings.ToLower(s)
		return func(r *R) bool { return strings.Contains(strings.ToLower(text(r)), s) }, nil
	}
}

func (m *Model) filterCompletions(string) []string { return nil }
