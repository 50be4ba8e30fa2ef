package auth

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
)

// Kind identifies a problem.
type Kind uint8

// Problems with ~/.aws/config.
const (
	NoHome           Kind = iota + 1 // no home folder to look in
	NoFile                           // no ~/.aws/config, or an empty one
	NoProfile                        // the requested profile is not in the file, or no profile in it is usable
	Ambiguous                        // several profiles are usable and none was requested
	NoSession                        // the profile names no sso-session
	SessionMissing                   // the sso-session that the profile names is not in the file
	SessionMalformed                 // the sso-session lacks its start URL or region, or one of them is invalid
	LegacySSO                        // the profile itself has sso_start_url: CodeCatalyst does not accept such tokens
	KeysOnly                         // the profile has IAM keys or a role, which CodeCatalyst does not accept
	NoScope                          // the sso-session does not request a codecatalyst scope
	Unparsable                       // the file has a syntax error
	Unreadable                       // a file cannot be read or removed
	Unwritable                       // a file cannot be written
	LoadFailed                       // the AWS SDK rejects a setting in the file or the environment
	NameTaken                        // the name for a new profile is in use
	BadName                          // a new profile's name, start URL or region is invalid
)

// Problems with the sign-in.
const (
	SignedOut   Kind = iota + 64 // there is no token
	Expired                      // the token has expired and cannot be refreshed
	Rejected                     // the token or the request was rejected: only signing in again helps
	Unreachable                  // the sign-in service gives no usable answer: retrying helps
	Declined                     // the user declined the sign-in
	CodeExpired                  // nobody approved the code in time
)

// Problem is why there is no token, in words the user can act on. It contains no secrets.
type Problem struct {
	Kind     Kind
	Profile  string // the profile concerned, if any
	Sentence string

	// Lines are for File, ready to paste: after its line AfterLine, which is a section header, or at the end when that
	// is 0. They take the place of ReplacesLines.
	Lines         []string
	File          string
	AfterLine     int
	ReplacesLines []int
	NewProfile    string // the profile that Lines add, if it must be requested because another one was

	Err error `json:"-"` // the cause, if from outside this package; an SDK error can hold the request with its secrets
}

func (p *Problem) Error() string { return p.Sentence }

// SignInHelps reports whether signing in solves the problem.
func (p *Problem) SignInHelps() bool {
	return p.Kind == SignedOut || p.Kind == Expired || p.Kind == Rejected
}

func (p *Problem) Unwrap() error { return p.Err }

// LogValue adds the cause, redacted, to the sentence.
func (p *Problem) LogValue() slog.Value {
	text := p.Sentence
	if p.Err != nil {
		text += " (" + Redact(p.Err.Error()) + ")"
	}
	return slog.StringValue(text)
}

// Help is the sentence, followed by the lines and where to put them.
func (p *Problem) Help() string {
	if len(p.Lines) == 0 {
		return p.Sentence
	}
	var b strings.Builder
	b.WriteString(p.Sentence + "\n\n" + p.location() + "\n\n")
	for _, line := range p.Lines {
		b.WriteString(strings.TrimRight("    "+line, " ") + "\n")
	}
	if p.NewProfile != "" {
		b.WriteString("\nThen select it with --profile " + p.NewProfile + ", or set AWS_PROFILE=" + p.NewProfile + ".\n")
	}
	return b.String()
}

// location says where the lines belong.
func (p *Problem) location() string {
	switch {
	case slices.Equal(p.ReplacesLines, []int{p.AfterLine}):
		return fmt.Sprintf("In %s, replace line %d with:", p.File, p.AfterLine)
	case len(p.ReplacesLines) > 0:
		return fmt.Sprintf("In %s, remove %s and add this after line %d:", p.File, lineNumbers(p.ReplacesLines), p.AfterLine)
	case p.AfterLine > 0:
		return fmt.Sprintf("In %s, add this after line %d:", p.File, p.AfterLine)
	}
	return fmt.Sprintf("Add this to the end of %s:", p.File)
}

func lineNumbers(list []int) string {
	text := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(list)), " and "), "[]")
	if len(list) > 1 {
		return "lines " + text
	}
	return "line " + text
}
