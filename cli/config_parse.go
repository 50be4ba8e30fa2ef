package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"catwatch/tui"
)

// configFile is the file as it is written.
type configFile struct {
	Profile  string              `toml:"profile"`
	Interval *string             `toml:"interval"`
	Budget   *int                `toml:"budget"`
	Idle     *string             `toml:"idle"`
	View     *string             `toml:"view"`
	Theme    *string             `toml:"theme"`
	ASCII    *bool               `toml:"ascii"`
	Mouse    *bool               `toml:"mouse"`
	Notify   []string            `toml:"notify"`
	Columns  map[string][]string `toml:"columns"` // by view
	Sort     map[string]string   `toml:"sort"`
	Keys     map[string]any      `toml:"keys"`
	Scopes   map[string]struct {
		View   string `toml:"view"`
		Filter string `toml:"filter"`
		Sort   string `toml:"sort"`
	} `toml:"scopes"`
}

// valueKinds say what a value has to be, by key. A key in a table of tables is looked up by its last part.
var valueKinds = map[string]string{
	"profile": "a string", "interval": `a time such as "10s"`, "budget": "a whole number", "idle": `a time such as "15m"`,
	"view": "the name of a view", "theme": "the name of a theme", "ascii": "true or false", "mouse": "true or false",
	"notify": `a list of rules such as ["failed"]`, "filter": "a string",
	"columns": "a table with a list of columns for each view", "sort": "a table with a column for each view",
	"keys": "a table of actions and their keys", "scopes": "tables of the form [scopes.NAME]",
}

// parseConfig reads a file's text. Problems are in the order of the lines; where there are any, the Config is that of
// the rest of the file.
func parseConfig(path string, data []byte) (Config, []error) {
	r := configReader{path: path}
	c := r.parse(data)
	return c, r.sorted()
}

// parse decodes strictly, which covers the whole file even if it has unknown keys.
func (r *configReader) parse(data []byte) Config {
	var file configFile
	err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&file)
	var strict *toml.StrictMissingError
	switch {
	case errors.As(err, &strict):
		for i := range strict.Errors {
			r.reportDecodeError(&strict.Errors[i], "unknown setting "+strings.Join(strict.Errors[i].Key(), "."))
		}
	case err != nil:
		var wrong *toml.DecodeError
		if errors.As(err, &wrong) {
			r.reportDecodeError(wrong, decodeSentence(wrong))
		} else {
			r.report(err)
		}
		return Config{Path: r.path}
	}
	r.positions = findPositions(data)
	return r.config(file)
}

func (r *configReader) reportDecodeError(e *toml.DecodeError, sentence string) {
	line, column := e.Position()
	r.problems = append(r.problems, problem{r.path, position{line, column}, sentence})
}

func decodeSentence(e *toml.DecodeError) string {
	key := e.Key()
	if len(key) > 0 {
		if kind := cmp.Or(valueKinds[key[len(key)-1]], valueKinds[key[0]]); kind != "" {
			return strings.Join(key, ".") + " must be " + kind
		}
	}
	return strings.TrimPrefix(e.Error(), "toml: ")
}

// problem is one mistake in a configuration file.
type problem struct {
	path string
	position
	sentence string
}

func (p problem) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.path, p.line, p.column, p.sentence)
}

// configReader turns a file into a Config and collects the problems.
type configReader struct {
	path      string
	positions keyPositions
	problems  []problem
}

func (r *configReader) report(err error, key ...string) {
	if err != nil {
		r.problems = append(r.problems, problem{r.path, r.positions.of(key), keyPrefix(key) + err.Error()})
	}
}

func keyPrefix(key []string) string {
	if len(key) == 0 {
		return ""
	}
	return strings.Join(key, ".") + ": "
}

func (r *configReader) sorted() (all []error) {
	slices.SortStableFunc(r.problems, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
	})
	for _, p := range r.problems {
		all = append(all, p)
	}
	return all
}

func (r *configReader) config(f configFile) Config {
	c := Config{Path: r.path, Profile: f.Profile, ASCII: f.ASCII, Mouse: f.Mouse, Notify: f.Notify}
	assign(r, "interval", f.Interval, parseInterval, &c.Interval)
	assign(r, "budget", f.Budget, checked(checkBudget), &c.Budget)
	assign(r, "view", f.View, checked(checkView), &c.View)
	assign(r, "theme", f.Theme, checked(checkTheme), &c.Theme)
	if f.Idle != nil {
		c.Idle = new(time.Duration)
		assign(r, "idle", f.Idle, parseIdle, c.Idle)
	}
	c.Columns = byView(r, "columns", f.Columns, func(s []string) bool { return len(s) > 0 })
	c.Sorts = byView(r, "sort", f.Sort, func(s string) bool { return s != "" })
	c.Keys = r.keys(f.Keys)
	for _, name := range slices.Sorted(maps.Keys(f.Scopes)) {
		s := f.Scopes[name]
		if s.View != "" {
			r.report(checkView(s.View), "scopes", name, "view")
		}
		c.Scopes = append(c.Scopes, tui.Scope{Name: name, View: s.View, Filter: s.Filter, Sort: s.Sort})
	}
	return c
}

func assign[F, T any](r *configReader, key string, from *F, as func(F) (T, error), to *T) {
	if from == nil {
		return
	}
	v, err := as(*from)
	r.report(err, key)
	*to = v
}

// checked turns a check into a conversion.
func checked[T any](check func(T) error) func(T) (T, error) {
	return func(v T) (T, error) { return v, check(v) }
}

// byView are the settings of a table with one setting for each view, without the empty ones; nil if none is left.
func byView[T any](r *configReader, table string, all map[string]T, given func(T) bool) map[string]T {
	known := tui.ViewNames()
	maps.DeleteFunc(all, func(name string, v T) bool {
		if !slices.Contains(known, name) {
			r.reportUnknown(table, name)
			return true
		}
		return !given(v)
	})
	if len(all) == 0 {
		return nil
	}
	return all
}

// reportUnknown reports an unknown key in a table whose keys the decoder does not check.
func (r *configReader) reportUnknown(key ...string) {
	r.problems = append(r.problems, problem{r.path, r.positions.of(key), "unknown setting " + strings.Join(key, ".")})
}

// keys accepts one key, a list of keys, or "" for none.
func (r *configReader) keys(from map[string]any) map[string][]string {
	if len(from) == 0 {
		return nil
	}
	keys := make(map[string][]string, len(from))
	for action, v := range from {
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		keys[action] = []string{}
		for _, k := range list {
			if s, ok := k.(string); !ok {
				r.report(errors.New(`must be a key such as "r", a list of keys, or "" for none`), "keys", action)
			} else if s != "" {
				keys[action] = append(keys[action], s)
			}
		}
	}
	return keys
}
