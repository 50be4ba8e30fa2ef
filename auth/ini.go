package auth

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"
)

// document is an AWS configuration file: enough of it to say what is wrong, and in which line.
type document struct {
	path     string
	sections []*section // in the file's order; one that is repeated is continued, as the SDK does
}

// section is a part of the file, such as [profile NAME].
type section struct {
	kind, name string // "profile", "sso-session", "services"; [default] is the profile default
	written    string // the name with the quotes it may have
	line       int    // of its first header, from 1
	keys       map[string]string
	at         map[string]int // the lines of the keys
}

// lineError is a line that breaks the grammar.
type lineError struct {
	line int
	what string
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d %s", e.line, e.what) }

// readDocument reads a configuration file. One that does not exist has no sections.
func readDocument(path string) (*document, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &document{path: path}, nil
	}
	if err != nil {
		return nil, err
	}
	return parseDocument(path, string(text))
}

func parseDocument(path, text string) (*document, error) {
	d := &document{path: path}
	var now *section
	number := 0
	if strings.HasPrefix(text, "\ufeff") {
		return nil, &lineError{1, "begins with a byte order mark, which AWS's programs take for text: save the file without one"}
	}
	for line := range strings.Lines(text) {
		number++
		var err error
		if now, err = d.take(now, number, strings.TrimRight(line, "\r\n")); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// take reads one line, which belongs to the section now, and returns the section that the next line belongs to.
func (d *document) take(now *section, number int, line string) (*section, error) {
	text := strings.TrimSpace(line)
	switch {
	case !utf8.ValidString(line):
		return now, &lineError{number, "is not UTF-8"}
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\t' }):
		return now, &lineError{number, "has control characters in it"} // which must not reach a terminal by way of a name
	case text == "", text[0] == '#', text[0] == ';':
		return now, nil
	case text[0] == '[':
		return d.open(number, text)
	case line[0] == ' ' || line[0] == '\t':
		if now == nil {
			return now, &lineError{number, "is indented, but there is nothing above that it could belong to"}
		}
		return now, nil // nested settings, such as those of s3: none of our business
	}
	key, value, found := strings.Cut(text, "=")
	switch {
	case !found:
		return now, &lineError{number, "is neither a [section] nor a setting of the form key = value"}
	case now == nil:
		return now, &lineError{number, "stands before the first [section]"}
	}
	key = strings.ToLower(strings.TrimSpace(key))
	now.keys[key], now.at[key] = settingValue(value), number
	return now, nil
}

// settingValue is a value without the comment that may follow it after a blank.
func settingValue(v string) string {
	for _, mark := range []string{" #", " ;", "\t#", "\t;"} {
		if at := strings.Index(v, mark); at >= 0 {
			v = v[:at]
		}
	}
	return strings.TrimSpace(v)
}

// open begins or continues the section of a header.
func (d *document) open(number int, text string) (*section, error) {
	end := strings.IndexByte(text, ']')
	if end < 0 {
		return nil, &lineError{number, "opens a [section] without closing it"}
	}
	fields := strings.Fields(text[1:end])
	if len(fields) == 0 {
		return nil, &lineError{number, "is a [section] without a name"}
	}
	kind, written := "", strings.Join(fields, " ")
	if len(fields) > 1 {
		kind, written = fields[0], strings.Join(fields[1:], " ")
	}
	name := strings.Trim(written, `"'`)
	if kind == "" && name == "default" {
		kind = "profile"
	}
	if known := d.find(kind, name); known != nil {
		return known, nil
	}
	s := &section{kind: kind, name: name, written: written, line: number, keys: map[string]string{}, at: map[string]int{}}
	d.sections = append(d.sections, s)
	return s, nil
}

func (d *document) find(kind, name string) *section {
	for _, s := range d.sections {
		if s.kind == kind && s.name == name {
			return s
		}
	}
	return nil
}
