package auth

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// judge makes a Profile of a section, or says why it is none.
func (b *book) judge(name string) (*Profile, *Problem) {
	s := b.config.find("profile", name)
	if s == nil {
		return nil, b.absent(name)
	}
	if s.keys["sso_session"] == "" {
		return nil, b.sessionless(s)
	}
	session := b.config.find("sso-session", s.keys["sso_session"])
	if session == nil {
		return nil, b.dangling(s)
	}
	if p := b.malformed(name, session); p != nil {
		return nil, p
	}
	if p := b.contradicted(s, session); p != nil {
		return nil, p
	}
	scopes := splitScopes(session.keys["sso_registration_scopes"])
	if !hasScope(scopes) {
		return nil, b.unscoped(name, session, scopes)
	}
	p := &Profile{
		Name: name, written: s.written, SessionName: session.name, StartURL: session.keys["sso_start_url"],
		SSORegion: session.keys["sso_region"], Region: s.keys["region"], Scopes: scopes, File: b.config.path,
		place: b.place, client: b.client, known: b.known,
	}
	if problem := p.check(); problem != nil {
		return nil, problem
	}
	return p, nil
}

// absent is a profile that is not in the file. In the credentials file there can only be keys.
func (b *book) absent(name string) *Problem {
	if s := b.config.find("", name); s != nil {
		return b.unmarked(s)
	}
	if slices.Contains(b.keyed, name) {
		return b.keysOnly(name)
	}
	switch taken := b.config.find("sso-session", name) != nil; {
	case !validName(name): // which may hold anything
		return b.instead(NoProfile, name, "There is no profile %q in %s.", name, b.config.path)
	case taken:
		return b.problem(NoProfile, name, profileLines(name), "There is no profile %s in %s.", name, b.config.path)
	}
	return b.problem(NoProfile, name, signInLines(name, BuilderStartURL, BuilderRegion), "There is no profile %s in %s.", name, b.config.path)
}

// instead is a problem with a profile that is best left as it is: another one has to be added, and chosen.
func (b *book) instead(k Kind, profile, format string, args ...any) *Problem {
	p := b.problem(k, profile, b.config.freshLines(), format, args...)
	p.Choose = b.config.freshName()
	return p
}

// unmarked is a profile written as the credentials file has them.
func (b *book) unmarked(s *section) *Problem {
	p := b.problem(NoProfile, s.name, []string{"[profile " + s.written + "]"},
		"Line %d of %s says [%s], which this file takes for something else than a profile.", s.line, b.config.path, s.written)
	p.Under, p.Instead = s.line, []int{s.line}
	return p
}

func (b *book) sessionless(s *section) *Problem {
	switch {
	case s.keys["sso_start_url"] != "":
		return b.instead(LegacySSO, s.name, "Profile %s signs in the old way, with sso_start_url "+
			"in the profile itself: CodeCatalyst needs an sso-session.", s.name)
	case hasKeys(s) || slices.Contains(b.keyed, s.name):
		return b.keysOnly(s.name)
	}
	p := b.instead(NoSession, s.name, "Profile %s names no sso_session, so there is no way to sign in with it.", s.name)
	if session := b.session(s.name); session != "" {
		p.Lines, p.Under, p.Choose = []string{"sso_session = " + session}, s.line, ""
		if at := s.at["sso_session"]; at > 0 {
			p.Instead = []int{at}
		}
	}
	return p
}

// session is the sso-session that would do for a profile: the one of its name, or the only one. "" when there is none.
func (b *book) session(profile string) string {
	var good []string
	for _, s := range b.config.sections {
		if s.kind != "sso-session" || b.malformed(profile, s) != nil || !hasScope(splitScopes(s.keys["sso_registration_scopes"])) {
			continue
		}
		if s.name == profile {
			return s.name
		}
		good = append(good, s.name)
	}
	if len(good) != 1 {
		return ""
	}
	return good[0]
}

func hasKeys(s *section) bool {
	for _, k := range []string{"aws_access_key_id", "role_arn", "credential_process", "credential_source", "web_identity_token_file"} {
		if s.keys[k] != "" {
			return true
		}
	}
	return false
}

func (b *book) keysOnly(name string) *Problem {
	return b.instead(KeysOnly, name,
		"Profile %s has IAM credentials only, which CodeCatalyst does not take: it needs a person who signs in.", name)
}

func (b *book) dangling(s *section) *Problem {
	session := s.keys["sso_session"]
	return b.problem(SessionMissing, s.name, sessionLines(session, BuilderStartURL, BuilderRegion),
		"Profile %s uses the sso-session %s, which is not in %s.", s.name, session, b.config.path)
}

// malformed finds what an sso-session lacks, or what is wrong in it.
func (b *book) malformed(profile string, session *section) *Problem {
	if session.written != session.name {
		p := b.problem(SessionMalformed, profile, []string{"[sso-session " + session.name + "]"},
			"The name of the sso-session %s of profile %s is in quotes, which the AWS SDK does not understand.", session.name, profile)
		p.Under, p.Instead = session.line, []int{session.line}
		return p
	}
	var wrong, lines []string
	var instead []int
	for _, k := range []struct {
		key, example string
		valid        func(string) bool
	}{
		{"sso_region", BuilderRegion, validRegion},
		{"sso_start_url", BuilderStartURL, validURL},
	} {
		switch value := session.keys[k.key]; {
		case value == "":
			wrong = append(wrong, "has no "+k.key)
		case !k.valid(value):
			wrong = append(wrong, fmt.Sprintf("has %q for its %s", value, k.key))
		default:
			continue
		}
		lines = append(lines, k.key+" = "+k.example)
		if at := session.at[k.key]; at > 0 {
			instead = append(instead, at)
		}
	}
	if wrong == nil {
		return nil
	}
	p := b.problem(SessionMalformed, profile, lines, "The sso-session %s of profile %s %s.",
		session.name, profile, strings.Join(wrong, " and "))
	p.Under, p.Instead = session.line, instead
	return p
}

// contradicted finds settings of the old way in a profile that say otherwise than its sso-session. The SDK refuses them.
func (b *book) contradicted(s, session *section) *Problem {
	for _, key := range []string{"sso_region", "sso_start_url"} {
		if own := s.keys[key]; own != "" && own != session.keys[key] {
			p := b.problem(SessionMalformed, s.name, []string{key + " = " + session.keys[key]},
				"Profile %s has %q for its %s, and its sso-session %s has %q: they have to agree.", s.name, own, key, session.name, session.keys[key])
			p.Under, p.Instead = s.line, []int{s.at[key]}
			return p
		}
	}
	return nil
}

func (b *book) unscoped(profile string, session *section, scopes []string) *Problem {
	line := "sso_registration_scopes = " + strings.Join(append(scopes, Scope), ", ")
	p := b.problem(NoScope, profile, []string{line},
		"The sso-session %s of profile %s does not ask for CodeCatalyst's scope. Add it, then sign in again.", session.name, profile)
	p.Under = session.line
	if at := session.at["sso_registration_scopes"]; at > 0 {
		p.Instead = []int{at}
	}
	return p
}

func (b *book) problem(k Kind, profile string, lines []string, format string, args ...any) *Problem {
	return &Problem{Kind: k, Profile: profile, Sentence: fmt.Sprintf(format, args...), Lines: lines, File: b.config.path}
}

var (
	nameForm   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$`)
	regionForm = regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-\d{1,2}$`)
)

func validName(s string) bool { return nameForm.MatchString(s) }

func validRegion(s string) bool { return regionForm.MatchString(s) }

func validURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && !strings.ContainsAny(s, " \t\"'\r\n")
}
