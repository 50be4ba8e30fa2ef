package auth

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ProfileSpec describes a profile to be added. Without a StartURL it is one for AWS Builder ID.
type ProfileSpec struct{ Name, StartURL, SSORegion string }

// ConfigChange is what adding a profile appends to the configuration file.
type ConfigChange struct {
	File  string
	Lines []string

	oldContent []byte
	mode       os.FileMode
}

// PlanProfile works out what adding a profile appends to the configuration file, and writes nothing. Names in use are
// rejected, and so is a file with a syntax error. Every error is a *Problem.
func PlanProfile(o Options, spec ProfileSpec) (*ConfigChange, error) {
	if spec.StartURL == "" {
		spec.StartURL = BuilderStartURL
	}
	if spec.SSORegion == "" {
		spec.SSORegion = BuilderRegion
	}
	if problem := spec.validate(); problem != nil {
		return nil, problem
	}
	c, problem := loadAWSConfig(o)
	if problem != nil {
		return nil, problem
	}
	for _, kind := range []string{"profile", "sso-session"} {
		if s := c.file.find(kind, spec.Name); s != nil {
			return nil, c.problem(NameTaken, spec.Name, nil, "%s %s already exists, in line %d of %s.",
				strings.ToUpper(kind[:1])+kind[1:], spec.Name, s.line, c.file.path)
		}
	}
	change := &ConfigChange{File: c.file.path, Lines: signInLines(spec.Name, spec.StartURL, spec.SSORegion), mode: 0o600}
	if err := change.readOldContent(); err != nil {
		return nil, err
	}
	if problem := change.checkReadsBack(spec); problem != nil {
		return nil, problem
	}
	return change, nil
}

// checkReadsBack makes sure that the new file would be read as it was meant.
func (c *ConfigChange) checkReadsBack(spec ProfileSpec) *Problem {
	text := c.newContent()
	file, err := parseINI(c.File, string(text))
	switch {
	case err != nil:
		return readProblem(c.File, err)
	case len(text) > maxFileSize:
		return &Problem{Kind: Unwritable, File: c.File, Sentence: fmt.Sprintf("Cannot add to %s: %v.", c.File, errFileTooLarge)}
	}
	profile, session := file.find("profile", spec.Name), file.find("sso-session", spec.Name)
	if profile == nil || session == nil || profile.keys["sso_session"] != spec.Name ||
		session.keys["sso_start_url"] != spec.StartURL || session.keys["sso_region"] != spec.SSORegion {
		return &Problem{Kind: BadName, Profile: spec.Name, Sentence: "The new profile would not be read back as requested: choose another name."}
	}
	return nil
}

func (s ProfileSpec) validate() *Problem {
	bad := func(sentence string) *Problem { return &Problem{Kind: BadName, Profile: s.Name, Sentence: sentence} }
	switch {
	case !validName(s.Name):
		return bad("Invalid profile name: use letters, digits and . _ @ + - and begin with a letter or a digit.")
	case !validURL(s.StartURL):
		return bad("Invalid start URL: use an https address without a user name, such as https://d-1234567890.awsapps.com/start.")
	case !validRegion(s.SSORegion):
		return bad("Invalid SSO region: use the name of a region, such as us-east-1.")
	}
	return nil
}

func (c *ConfigChange) readOldContent() error {
	text, err := readRegularFile(c.File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return readProblem(c.File, err)
	}
	if info, err := os.Stat(c.File); err == nil {
		c.mode = info.Mode().Perm()
	}
	c.oldContent = text
	return nil
}

// Write appends the lines and changes nothing before them. If the file has changed since PlanProfile, it is left alone.
// Every error is a *Problem.
func (c *ConfigChange) Write() error {
	now := ConfigChange{File: c.File}
	if err := now.readOldContent(); err != nil {
		return err
	}
	if !bytes.Equal(now.oldContent, c.oldContent) {
		return &Problem{Kind: Unwritable, File: c.File, Sentence: c.File + " was changed by another program: nothing was added. Try again."}
	}
	err := os.MkdirAll(filepath.Dir(c.File), 0o700)
	if err == nil {
		err = writeFileAtomically(c.File, c.newContent(), c.mode)
	}
	if err != nil {
		return &Problem{Kind: Unwritable, File: c.File, Sentence: fmt.Sprintf("Cannot write %s: %v.", c.File, withoutPath(err)), Err: err}
	}
	return nil
}

// newContent is the whole new file: the old content, a line ending if its last line lacks one, a blank line, and the
// new lines.
func (c *ConfigChange) newContent() []byte {
	eol := "\n"
	if bytes.Contains(c.oldContent, []byte("\r\n")) {
		eol = "\r\n"
	}
	text := bytes.Clone(c.oldContent)
	if len(text) > 0 {
		if text[len(text)-1] != '\n' {
			text = append(text, eol...)
		}
		text = append(text, eol...)
	}
	return append(text, strings.Join(c.Lines, eol)+eol...)
}
