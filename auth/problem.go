package auth

import (
	"log/slog"
	"strings"
)

// Kind tells problems apart.
type Kind uint8

// The problems with ~/.aws/config.
const (
	NoHome           Kind = iota + 1 // no home folder to look in
	NoFile                           // no ~/.aws/config, or an empty one
	NoProfile                        // the profile asked for is not in the file, or none that will do is
	Ambiguous                        // several will do, and none was asked for
	NoSession                        // the profile names no sso-session
	SessionMissing                   // the sso-session it names is not in the file
	SessionMalformed                 // the sso-session lacks its address or region, or they are no such thing
	LegacySSO                        // sso_start_url stands in the profile: such tokens cannot do this
	KeysOnly                         // IAM keys or roles, which CodeCatalyst does not take
	NoScope                          // the sso-session does not ask for a codecatalyst scope
	Unparsable                       // the file breaks off its own grammar
	Unreadable                       // the file cannot be read or written
	Unloadable                       // the AWS SDK refuses what the file or the environment says
	NameTaken                        // the name for a new profile is in use
	BadName                          // a new profile's name, address or region is not one
)

// The problems with the sign-in.
const (
	SignedOut   Kind = iota + 64 // no token
	Expired                      // a token that ended and cannot be renewed
	Refused                      // the sign-in service refused to renew the token: only signing in helps
	Unreachable                  // the sign-in service does not answer, or not sensibly: trying again helps
	Declined                     // the person said no
	CodeExpired                  // nobody approved the code in time
)

// Problem is why there is no token, in words a person can act on. Nothing secret is in it.
type Problem struct {
	Kind     Kind
	Profile  string // the profile concerned, if any
	Sentence string

	// Lines are for File, ready to paste: below its line Under, which is a section's header, or at the end when that is 0.
	// They stand for the lines Instead.
	Lines   []string
	File    string
	Under   int
	Instead []int
	Choose  string // the profile that the lines add, where it has to be asked for because another one was

	Err error `json:"-"` // the cause, if there is one outside this package; the SDK's hold the request, and it the secrets
}

func (p *Problem) Error() string { return p.Sentence }

// SignInHelps tells that signing in is what to do about it.
func (p *Problem) SignInHelps() bool {
	return p.Kind == SignedOut || p.Kind == Expired || p.Kind == Refused
}

func (p *Problem) Unwrap() error { return p.Err }

// LogValue says more than Error does: a log is for whoever looks into it.
func (p *Problem) LogValue() slog.Value {
	text := p.Sentence
	if p.Err != nil {
		text += " (" + Redact(p.Err.Error()) + ")"
	}
	return slog.StringValue(text)
}

// Help is the sentence and, below it, the lines and where they belong.
func (p *Problem) Help() string {
	if len(p.Lines) == 0 {
		return p.Sentence
	}
	var b strings.Builder
	b.WriteString(p.Sentence + "\n\n" + p.where() + "\n\n")
	for _, line := range p.Lines {
		b.WriteString(strings.TrimRight("    "+line, " ") + "\n")
	}
	if p.Choose != "" {
		b.WriteString("\nThen ask for it: --profile " + p.Choose + ", or AWS_PROFILE=" + p.Choose + " in the environment.\n")
	}
	return b.String()
}
