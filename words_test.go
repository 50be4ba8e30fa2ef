package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

const glossary = "docs/GLOSSARY.md"

// retired is one row of the glossary's table of retired words.
type retired struct {
	word   string
	words  []string // the word as camelCase splits it
	say    string
	where  []string // packages, as folders; none for all
	whole  bool     // only as a whole name; longer names may contain it
	source string   // the row's file and line
}

// named is an identifier or a file, with the words of its name.
type named struct {
	at    string
	name  string
	words []string
}

// Retired words may not come back as names of files, types, functions, methods, fields, constants and package-level
// variables.
func TestRetiredWordsDoNotComeBack(t *testing.T) {
	text, err := os.ReadFile(glossary)
	if err != nil {
		t.Fatal(err)
	}
	table, err := retiredWords(string(text))
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go"):
			return nil
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		offences, err := checkWords(table, filepath.ToSlash(file), source)
		for _, o := range offences {
			t.Error(o)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWordsAreChecked(t *testing.T) {
	table, err := retiredWords(strings.Join([]string{
		"| retired | say | where |", "|---|---|---|",
		"| `wobble`, `keyList` | jitter | everywhere |",
		"| `hold` | breaker | `fetch`, `fetch/limit` |",
		"| `done` | complete | `fetch` (whole name) |",
	}, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, file, source string
		want               string // the offending name, "" for none
	}{
		{"function", "tui/a.go", "func wobble() {}", "wobble"},
		{"method", "tui/a.go", "func (a A) AddWobble() {}", "AddWobble"},
		{"field", "tui/a.go", "type a struct{ wobbles, theWobble int }", "theWobble"},
		{"field of an inner struct", "tui/a.go", "func f() { var _ struct{ wobble int } }", "wobble"},
		{"interface method", "tui/a.go", "type a interface{ Wobble() }", "Wobble"},
		{"type", "tui/a.go", "type wobble int", "wobble"},
		{"constant", "tui/a.go", "const maxWobble = 1", "maxWobble"},
		{"variable", "tui/a.go", "var HTTPWobble2 = 1", "HTTPWobble2"},
		{"file", "tui/wobble_test.go", "", "wobble_test.go"},
		{"two words", "tui/a.go", "func bindingKeyList() {}", "bindingKeyList"},
		{"one of two words", "tui/a.go", "func keyOfList() {}", ""},
		{"test, whose name is a sentence", "tui/a_test.go", "func TestWobble(t *testing.T) {}", ""},
		{"helper of tests", "tui/a_test.go", "func wobble(t *testing.T) {}", "wobble"},
		{"local variable", "tui/a.go", "func f() { wobble := 1; _ = wobble }", ""},
		{"part of another word", "tui/a.go", "func wobbly() {}", ""},
		{"its package", "fetch/a.go", "type hold struct{}", "hold"},
		{"its inner package", "fetch/limit/a.go", "type hold struct{}", "hold"},
		{"another package", "tui/a.go", "type hold struct{}", ""},
		{"a package below", "fetch/types/a.go", "type hold struct{}", ""},
		{"whole name", "fetch/a.go", "func done() {}", "done"},
		{"part of a name", "fetch/a.go", "func doneReading() {}", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := checkWords(table, c.file, []byte("package a\n"+c.source))
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("reported %v", got)
			case c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.file+":") || !strings.Contains(got[0], c.want+" says")):
				t.Errorf("reported %v, want %s", got, c.want)
			}
		})
	}
}

func TestRetiredWordsNeedEveryCell(t *testing.T) {
	for _, row := range []string{"| wobble | jitter | everywhere |", "| `wobble` | | everywhere |", "| `wobble` | jitter | tui |", "| `wobble` | jitter |"} {
		if table, err := retiredWords("| retired | say | where |\n|---|---|---|\n" + row); err == nil {
			t.Errorf("%s: got %v, want an error", row, table)
		}
	}
	if _, err := retiredWords("| retired words | say | where |"); err == nil {
		t.Error("a page without the table was read")
	}
}

var quoted = regexp.MustCompile("`([^`]+)`")

// retiredWords reads the table that begins with "| retired | say | where |".
func retiredWords(page string) (table []retired, err error) {
	_, rows, found := strings.Cut(page, "| retired | say | where |\n|---|---|---|\n")
	if !found {
		return nil, fmt.Errorf("%s has no table of retired words", glossary)
	}
	line := 1 + strings.Count(page[:len(page)-len(rows)], "\n")
	for row := range strings.Lines(rows) {
		if !strings.HasPrefix(row, "|") {
			break
		}
		source := fmt.Sprintf("%s:%d", glossary, line)
		line++
		cells := strings.Split(strings.Trim(strings.TrimSpace(row), "|"), "|")
		if len(cells) != 3 {
			return nil, fmt.Errorf("%s: want three cells", source)
		}
		words, say, where := quoted.FindAllStringSubmatch(cells[0], -1), strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])
		packages := quoted.FindAllStringSubmatch(where, -1)
		if len(words) == 0 || say == "" || len(packages) == 0 && !strings.HasPrefix(where, "everywhere") {
			return nil, fmt.Errorf("%s: want words in backquotes, what to say, and packages in backquotes or everywhere", source)
		}
		for _, w := range words {
			r := retired{word: w[1], words: splitWords(w[1]), say: say, whole: strings.Contains(where, "(whole name)"), source: source}
			for _, p := range packages {
				r.where = append(r.where, p[1])
			}
			table = append(table, r)
		}
	}
	return table, nil
}

// checkWords reports where a file declares names with retired words.
func checkWords(table []retired, file string, source []byte) (offences []string, err error) {
	names, err := declared(file, source)
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		for _, r := range table {
			if r.in(path.Dir(file)) && r.matches(n.words) {
				offences = append(offences, fmt.Sprintf("%s: %s says %q: say %s (%s)", n.at, n.name, r.word, r.say, r.source))
			}
		}
	}
	return offences, nil
}

func (r *retired) in(folder string) bool {
	return len(r.where) == 0 || slices.Contains(r.where, folder)
}

func (r *retired) matches(words []string) bool {
	if r.whole {
		return slices.Equal(words, r.words)
	}
	for i := range words {
		if i+len(r.words) <= len(words) && slices.Equal(words[i:i+len(r.words)], r.words) {
			return true
		}
	}
	return false
}

// declared returns the names that a file declares for others to read, and its own.
func declared(file string, source []byte) (names []named, err error) {
	positions := token.NewFileSet()
	f, err := parser.ParseFile(positions, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	base := path.Base(file)
	names = append(names, named{file + ":1", base, splitWords(strings.TrimSuffix(base, ".go"))})
	add := func(identifiers ...*ast.Ident) {
		for _, id := range identifiers {
			p := positions.Position(id.Pos())
			names = append(names, named{fmt.Sprintf("%s:%d", file, p.Line), id.Name, splitWords(id.Name)})
		}
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if !strings.HasSuffix(file, "_test.go") || !strings.HasPrefix(d.Name.Name, "Test") { // a test's name is a sentence
				add(d.Name)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if v, ok := s.(*ast.ValueSpec); ok {
					add(v.Names...)
				}
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeSpec:
			add(n.Name)
		case *ast.StructType:
			for _, field := range n.Fields.List {
				add(field.Names...)
			}
		case *ast.InterfaceType:
			for _, method := range n.Methods.List {
				add(method.Names...)
			}
		}
		return true
	})
	return names, nil
}

// splitWords splits camelCase and snake_case into words in lower case: HTTPTime2 is http and time.
func splitWords(name string) (words []string) {
	letters, start := []rune(name), 0
	for i := 1; i <= len(letters); i++ {
		if i < len(letters) && !startsWord(letters, i) {
			continue
		}
		if w := strings.ToLower(strings.Trim(string(letters[start:i]), "_0123456789 ")); w != "" {
			words = append(words, w)
		}
		start = i
	}
	return words
}

func startsWord(letters []rune, i int) bool {
	switch c, before := letters[i], letters[i-1]; {
	case c == '_' || c == ' ':
		return true
	case !unicode.IsUpper(c):
		return false
	case !unicode.IsUpper(before):
		return true
	default: // the last capital before a small letter: the T of HTTPTime
		return i+1 < len(letters) && unicode.IsLower(letters[i+1])
	}
}
