package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

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

// kinds are what values have to be, by key; what stands in a table of tables is found by its last name.
var valueKinds = map[string]string{
	"profile": "a text", "interval": `a time such as "10s"`, "budget": "a whole number", "idle": `a time such as "15m"`,
	"view": "the name of a view", "theme": "the name of a theme", "ascii": "true or false", "mouse": "true or false",
	"notify": `a list of rules such as ["failed"]`, "filter": "a text",
	"columns": "a table with a list of columns for each view", "sort": "a table with a column for each view",
	"keys": "a table of actions and their keys", "scopes": "tables of their own: [scopes.NAME]",
}

// parseConfig reads a file's text. The problems come in the order of the lines; with any, the Config is that of the
// rest of the file.
func parseConfig(path string, data []byte) (Config, []error) {
	r := configReader{path: path}
	c := r.parse(data)
	return c, r.sorted()
}

// parse decodes strictly, which goes through the whole file even where it finds what it does not know.
func (r *configReader) parse(data []byte) Config {
	var file configFile
	err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&file)
	var strict *toml.StrictMissingError
	switch {
	case errors.As(err, &strict):
		for i := range strict.Errors {
			r.reportDecodeError(&strict.Errors[i], "there is no setting "+strings.Join(strict.Errors[i].Key(), "."))
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

// reading turns what a file says into a Config and notes what is wrong with it.
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
	assign(r, "interval", f.Interval, interval, &c.Interval)
	assign(r, "budget", f.Budget, budget, &c.Budget)
	assign(r, "view", f.View, view, &c.View)
	assign(r, "theme", f.Theme, theme, &c.Theme)
	if f.Idle != nil {
		d, err := idle(*f.Idle)
		r.report(err, "idle")
		c.Idle = &d
	}
	c.Columns = byView(r, "columns", f.Columns, func(s []string) bool { return len(s) > 0 })
	c.Sorts = byView(r, "sort", f.Sort, func(s string) bool { return s != "" })
	c.Keys = r.keys(f.Keys)
	for _, name := range slices.Sorted(maps.Keys(f.Scopes)) {
		s := f.Scopes[name]
		if s.View != "" {
			_, err := view(s.View)
			r.report(err, "scopes", name, "view")
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

// byView are the settings of a table that has one for each view, without the empty ones; nil if none is left.
func byView[T any](r *configReader, table string, all map[string]T, given func(T) bool) map[string]T {
	known := tui.ViewNames()
	maps.DeleteFunc(all, func(name string, v T) bool {
		if !slices.Contains(known, name) {
			r.unknown(table, name)
			return true
		}
		return !given(v)
	})
	if len(all) == 0 {
		return nil
	}
	return all
}

// unknown says of a key that it is no setting, as the decoder does of those it can tell.
func (r *configReader) unknown(key ...string) {
	r.problems = append(r.problems, problem{r.path, r.positions.of(key), "there is no setting " + strings.Join(key, ".")})
}

// keys takes one key, a list of keys, or "" for none.
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
				r.report(errors.New(`this must be a key such as "r", a list of keys, or "" for none`), "keys", action)
			} else if s != "" {
				keys[action] = append(keys[action], s)
			}
		}
	}
	return keys
}
