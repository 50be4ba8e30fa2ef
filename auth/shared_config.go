package auth

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"
)

// iniFile is an AWS configuration file, parsed far enough to say what is wrong and in which line.
type iniFile struct {
	path     string
	sections []*section // in the file's order; a repeated section continues the first, as in the SDK
}

// section is a section of the file, such as [profile NAME].
type section struct {
	kind, name string // kind is "profile", "sso-session" or "services"; [default] is the profile default
	nameInFile string // the name with any quotes
	line       int    // of its first header, from 1
	keys       map[string]string
	lineOf     map[string]int // the line of each key
}

// syntaxError is a line that is not valid in a configuration file.
type syntaxError struct {
	line int
	what string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("line %d %s", e.line, e.what) }

// readINIFile reads a configuration file. A file that does not exist has no sections.
func readINIFile(path string) (*iniFile, error) {
	text, err := readRegularFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &iniFile{path: path}, nil
	}
	if err != nil {
		return nil, err
	}
	return parseINI(path, string(text))
}

func parseINI(path, text string) (*iniFile, error) {
	f := &iniFile{path: path}
	var current *section
	number := 0
	if strings.HasPrefix(text, "\ufeff") {
		return nil, &syntaxError{1, "begins with a byte order mark, which the AWS CLI and SDK do not accept: save the file without one"}
	}
	for line := range strings.Lines(text) {
		number++
		var err error
		if current, err = f.parseLine(current, number, strings.TrimRight(line, "\r\n")); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// parseLine parses one line of the current section and returns the section of the next line.
func (f *iniFile) parseLine(current *section, number int, line string) (*section, error) {
	text := strings.TrimSpace(line)
	switch {
	case !utf8.ValidString(line):
		return current, &syntaxError{number, "is not UTF-8"}
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\t' }):
		return current, &syntaxError{number, "contains control characters"} // a name must not drive the terminal
	case text == "", text[0] == '#', text[0] == ';':
		return current, nil
	case text[0] == '[':
		return f.openSection(number, text)
	case line[0] == ' ' || line[0] == '\t':
		if current == nil {
			return current, &syntaxError{number, "is indented, but there is no setting above it to continue"}
		}
		return current, nil // nested settings, such as those of s3, are not needed here
	}
	key, value, found := strings.Cut(text, "=")
	switch {
	case !found:
		return current, &syntaxError{number, "is neither a [section] nor a setting of the form key = value"}
	case current == nil:
		return current, &syntaxError{number, "is a setting before the first [section]"}
	}
	key = strings.ToLower(strings.TrimSpace(key))
	current.keys[key], current.lineOf[key] = settingValue(value), number
	return current, nil
}

// settingValue is a value without the comment that may follow it after a blank.
func settingValue(v string) string {
	for _, comment := range []string{" #", " ;", "\t#", "\t;"} {
		if i := strings.Index(v, comment); i >= 0 {
			v = v[:i]
		}
	}
	return strings.TrimSpace(v)
}

// openSection begins the section of a header, or continues it.
func (f *iniFile) openSection(number int, text string) (*section, error) {
	end := strings.IndexByte(text, ']')
	if end < 0 {
		return nil, &syntaxError{number, "opens a [section] without closing it"}
	}
	fields := strings.Fields(text[1:end])
	if len(fields) == 0 {
		return nil, &syntaxError{number, "is a [section] without a name"}
	}
	kind, nameInFile := "", strings.Join(fields, " ")
	if len(fields) > 1 {
		kind, nameInFile = fields[0], strings.Join(fields[1:], " ")
	}
	name := strings.Trim(nameInFile, `"'`)
	if kind == "" && name == "default" {
		kind = "profile"
	}
	if known := f.find(kind, name); known != nil {
		return known, nil
	}
	s := &section{kind: kind, name: name, nameInFile: nameInFile, line: number, keys: map[string]string{}, lineOf: map[string]int{}}
	f.sections = append(f.sections, s)
	return s, nil
}

func (f *iniFile) find(kind, name string) *section {
	for _, s := range f.sections {
		if s.kind == kind && s.name == name {
			return s
		}
	}
	return nil
}
