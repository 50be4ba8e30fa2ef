package auth

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// New is a profile that does not exist yet. Without a StartURL it is one for AWS Builder ID.
type New struct{ Name, StartURL, SSORegion string }

// Addition is what a new profile adds to the configuration file.
type Addition struct {
	File  string
	Lines []string

	before []byte // the file as it was
	mode   os.FileMode
}

// Plan finds out what a new profile adds. Names that are in use are refused, and so is a file that cannot be understood.
// It writes nothing. Every error is a *Problem.
func Plan(o Options, n New) (*Addition, error) {
	if n.StartURL == "" {
		n.StartURL = BuilderStartURL
	}
	if n.SSORegion == "" {
		n.SSORegion = BuilderRegion
	}
	if problem := n.check(); problem != nil {
		return nil, problem
	}
	b, problem := open(o)
	if problem != nil {
		return nil, problem
	}
	for _, kind := range []string{"profile", "sso-session"} {
		if s := b.config.find(kind, n.Name); s != nil {
			return nil, b.problem(NameTaken, n.Name, nil, "There is a %s %s already, in line %d of %s.", kind, n.Name, s.line, b.config.path)
		}
	}
	a := &Addition{File: b.config.path, Lines: signInLines(n.Name, n.StartURL, n.SSORegion), mode: 0o600}
	return a, a.remember()
}

func (n New) check() *Problem {
	bad := func(sentence string) *Problem { return &Problem{Kind: BadName, Profile: n.Name, Sentence: sentence} }
	switch {
	case !validName(n.Name):
		return bad("A profile's name has letters, digits and . _ @ + - and begins with a letter or a digit.")
	case !validURL(n.StartURL):
		return bad("The start URL has to be an https address, such as https://d-1234567890.awsapps.com/start.")
	case !validRegion(n.SSORegion):
		return bad("The SSO region has to be a region's name, such as us-east-1.")
	}
	return nil
}

// remember notes the file as it is now.
func (a *Addition) remember() error {
	text, err := os.ReadFile(a.File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return unreadable(a.File, err)
	}
	if info, err := os.Stat(a.File); err == nil {
		a.mode = info.Mode().Perm()
	}
	a.before = text
	return nil
}

// Write appends the lines and leaves every byte before them as it is. A file that has changed since Plan is left alone.
// Every error is a *Problem.
func (a *Addition) Write() error {
	now := Addition{File: a.File}
	if err := now.remember(); err != nil {
		return err
	}
	if !bytes.Equal(now.before, a.before) {
		return &Problem{Kind: Unreadable, File: a.File, Sentence: a.File + " has just been changed by another program: nothing was added."}
	}
	err := os.MkdirAll(filepath.Dir(a.File), 0o700)
	if err == nil {
		err = replaceFile(a.File, a.after(), a.mode)
	}
	if err != nil {
		return &Problem{Kind: Unreadable, File: a.File, Sentence: a.File + " could not be written: " + plain(err).Error() + ".", Err: err}
	}
	return nil
}

// after is the whole file: what was there, the end of its last line if that has none, a blank line, and the lines.
func (a *Addition) after() []byte {
	eol := "\n"
	if bytes.Contains(a.before, []byte("\r\n")) {
		eol = "\r\n"
	}
	text := bytes.Clone(a.before)
	if len(text) > 0 {
		if text[len(text)-1] != '\n' {
			text = append(text, eol...)
		}
		text = append(text, eol...)
	}
	return append(text, strings.Join(a.Lines, eol)+eol...)
}
