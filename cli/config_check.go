package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"catwatch/filter"
	"catwatch/keymap"
	"catwatch/tui"
)

// checkConfig reads the file at path and finds all that is wrong with it, also what only costs a part of it: keys that
// collide, columns that do not exist, filters that do not parse.
func checkConfig(path string) []error {
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return []error{fmt.Errorf("there is no configuration at %s: catwatch config init writes one", path)}
	case err != nil:
		return []error{fmt.Errorf("the configuration cannot be read: %w", err)}
	}
	r := configReader{path: path}
	c := r.parse(data)
	r.checkKeys(c.Keys)
	for view, names := range c.Columns {
		r.checkScreen(tui.Options{Columns: map[string][]string{view: names}}, "columns", view)
	}
	for view, column := range c.Sorts {
		r.checkScreen(tui.Options{Sorts: map[string]string{view: column}}, "sort", view)
	}
	for _, rule := range c.Notify {
		r.checkScreen(tui.Options{Notify: []string{rule}}, "notify")
	}
	for _, s := range c.Scopes {
		r.checkScope(s)
	}
	return r.sorted()
}

// checkScreen asks the screen itself.
func (r *configReader) checkScreen(o tui.Options, key ...string) {
	o.Keys, _ = keymap.New(nil)
	for _, complaint := range tui.Check(o) {
		r.report(errors.New(complaint), key...)
	}
}

func (r *configReader) checkScope(s tui.Scope) {
	view := cmp.Or(s.View, tui.ViewNames()[0])
	_, err := filter.Parse(s.Filter, tui.ViewFields(view))
	r.report(err, "scopes", s.Name, "filter")
	if s.Sort != "" {
		r.checkScreen(tui.Options{Sorts: map[string]string{view: s.Sort}}, "scopes", s.Name, "sort")
	}
}

// checkKeys places each problem at the first action without which it would not be there: the keymap knows no lines.
func (r *configReader) checkKeys(changes map[string][]string) {
	_, problems := keymap.New(changes)
	some := map[string][]string{}
	for _, action := range sortedActions(changes) {
		some[action] = changes[action]
		_, now := keymap.New(some)
		problems = slices.DeleteFunc(problems, func(p error) bool {
			found := slices.ContainsFunc(now, func(n error) bool { return n.Error() == p.Error() })
			if found {
				r.report(p, "keys", action)
			}
			return found
		})
	}
}
