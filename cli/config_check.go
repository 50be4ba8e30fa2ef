package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"catwatch/filter"
	"catwatch/keymap"
	"catwatch/tui"
)

// checkConfig reads the file at path and finds every mistake in it, including those that only disable a part of it: keys
// that collide, columns that do not exist, filters that do not parse.
func checkConfig(path string) []error {
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return []error{fmt.Errorf("no configuration file at %s; catwatch config init writes one", path)}
	case err != nil:
		return []error{fmt.Errorf("cannot read the configuration: %w", err)}
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

// checkKeys reports each problem at the first action that causes it: the keymap does not know lines.
func (r *configReader) checkKeys(changes map[string][]string) {
	_, problems := keymap.New(changes)
	upTo := map[string][]string{}
	for _, action := range slices.Sorted(maps.Keys(changes)) {
		upTo[action] = changes[action]
		_, now := keymap.New(upTo)
		problems = slices.DeleteFunc(problems, func(p error) bool {
			found := slices.ContainsFunc(now, func(n error) bool { return n.Error() == p.Error() })
			if found {
				r.report(p, "keys", action)
			}
			return found
		})
	}
}
