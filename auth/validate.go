package auth

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// validate returns the named profile, or the problem that keeps it from being used.
func (c *awsConfig) validate(name string) (*Profile, *Problem) {
	s := c.file.find("profile", name)
	if s == nil {
		return nil, c.profileMissing(name)
	}
	if s.keys["sso_session"] == "" {
		return nil, c.sessionNotNamed(s)
	}
	session := c.file.find("sso-session", s.keys["sso_session"])
	if session == nil {
		return nil, c.sessionNotDefined(s)
	}
	if p := c.sessionMalformed(name, session); p != nil {
		return nil, p
	}
	if p := c.sessionConflict(s, session); p != nil {
		return nil, p
	}
	scopes := splitScopes(session.keys["sso_registration_scopes"])
	if !hasCodeCatalystScope(scopes) {
		return nil, c.scopeMissing(name, session, scopes)
	}
	p := &Profile{
		Name: name, nameInFile: s.nameInFile, SessionName: session.name, StartURL: session.keys["sso_start_url"],
		SSORegion: session.keys["sso_region"], Region: s.keys["region"], Scopes: scopes, File: c.file.path,
		paths: c.paths, httpClient: c.httpClient, transport: newSharedTransport(), redactor: c.redactor,
	}
	if problem := p.checkSDKLoads(); problem != nil {
		return nil, problem
	}
	return p, nil
}

// profileMissing explains a profile that is not in the configuration file.
func (c *awsConfig) profileMissing(name string) *Problem {
	if s := c.file.find("", name); s != nil {
		return c.profilePrefixMissing(s)
	}
	if slices.Contains(c.credentialsProfiles, name) { // that file can only hold keys
		return c.iamCredentialsOnly(name)
	}
	switch sessionExists := c.file.find("sso-session", name) != nil; {
	case !validName(name): // %q, since it can contain anything
		return c.problemNeedingNewProfile(NoProfile, name, "There is no profile %q in %s.", name, c.file.path)
	case sessionExists:
		return c.problem(NoProfile, name, profileLines(name), "There is no profile %s in %s.", name, c.file.path)
	}
	return c.problem(NoProfile, name, signInLines(name, BuilderStartURL, BuilderRegion), "There is no profile %s in %s.", name, c.file.path)
}

// problemNeedingNewProfile is a problem with a profile that is best left as it is: another one has to be added and
// selected.
func (c *awsConfig) problemNeedingNewProfile(k Kind, profile, format string, args ...any) *Problem {
	p := c.problem(k, profile, c.file.newProfileLines(), format, args...)
	p.NewProfile = c.file.unusedName()
	return p
}

// profilePrefixMissing explains a header such as [work], which is a profile only in the credentials file.
func (c *awsConfig) profilePrefixMissing(s *section) *Problem {
	p := c.problem(NoProfile, s.name, []string{"[profile " + s.nameInFile + "]"},
		"Line %d of %s is [%s]: a profile in this file needs a header of the form [profile NAME].", s.line, c.file.path, s.nameInFile)
	p.AfterLine, p.ReplacesLines = s.line, []int{s.line}
	return p
}

func (c *awsConfig) sessionNotNamed(s *section) *Problem {
	switch {
	case s.keys["sso_start_url"] != "":
		return c.problemNeedingNewProfile(LegacySSO, s.name,
			"Profile %s uses the legacy SSO format (sso_start_url in the profile): CodeCatalyst needs an sso-session.", s.name)
	case hasIAMCredentials(s) || slices.Contains(c.credentialsProfiles, s.name):
		return c.iamCredentialsOnly(s.name)
	}
	p := c.problemNeedingNewProfile(NoSession, s.name, "Profile %s has no sso_session setting, so it cannot sign in.", s.name)
	if session := c.matchingSession(s.name); session != "" {
		p.Lines, p.AfterLine, p.NewProfile = []string{"sso_session = " + session}, s.line, ""
		if line := s.lineOf["sso_session"]; line > 0 {
			p.ReplacesLines = []int{line}
		}
	}
	return p
}

// matchingSession is the usable sso-session with the profile's name, or else the only usable one, or "".
func (c *awsConfig) matchingSession(profile string) string {
	var usable []string
	for _, s := range c.file.sections {
		if s.kind != "sso-session" || c.sessionMalformed(profile, s) != nil || !hasCodeCatalystScope(splitScopes(s.keys["sso_registration_scopes"])) {
			continue
		}
		if s.name == profile {
			return s.name
		}
		usable = append(usable, s.name)
	}
	if len(usable) != 1 {
		return ""
	}
	return usable[0]
}

func hasIAMCredentials(s *section) bool {
	for _, k := range []string{"aws_access_key_id", "role_arn", "credential_process", "credential_source", "web_identity_token_file"} {
		if s.keys[k] != "" {
			return true
		}
	}
	return false
}

func (c *awsConfig) iamCredentialsOnly(name string) *Problem {
	return c.problemNeedingNewProfile(KeysOnly, name,
		"Profile %s has only IAM credentials, which CodeCatalyst does not accept: it needs a user who signs in.", name)
}

func (c *awsConfig) sessionNotDefined(s *section) *Problem {
	session := s.keys["sso_session"]
	return c.problem(SessionMissing, s.name, sessionLines(session, BuilderStartURL, BuilderRegion),
		"Profile %s uses the sso-session %s, which is not in %s.", s.name, session, c.file.path)
}

// sessionMalformed finds missing and invalid settings of an sso-session.
func (c *awsConfig) sessionMalformed(profile string, session *section) *Problem {
	if session.nameInFile != session.name {
		p := c.problem(SessionMalformed, profile, []string{"[sso-session " + session.name + "]"},
			"The name of the sso-session %s of profile %s is in quotes, which the AWS SDK does not accept.", session.name, profile)
		p.AfterLine, p.ReplacesLines = session.line, []int{session.line}
		return p
	}
	var faults, lines []string
	var replaces []int
	for _, k := range []struct {
		key, example string
		valid        func(string) bool
	}{
		{"sso_region", BuilderRegion, validRegion},
		{"sso_start_url", BuilderStartURL, validURL},
	} {
		switch value := session.keys[k.key]; {
		case value == "":
			faults = append(faults, "has no "+k.key)
		case !k.valid(value):
			faults = append(faults, fmt.Sprintf("has an invalid %s, %q", k.key, value))
		default:
			continue
		}
		lines = append(lines, k.key+" = "+k.example)
		if line := session.lineOf[k.key]; line > 0 {
			replaces = append(replaces, line)
		}
	}
	if faults == nil {
		return nil
	}
	p := c.problem(SessionMalformed, profile, lines, "The sso-session %s of profile %s %s.",
		session.name, profile, strings.Join(faults, " and "))
	p.AfterLine, p.ReplacesLines = session.line, replaces
	return p
}

// sessionConflict finds legacy settings in a profile that differ from its sso-session. The SDK rejects them.
func (c *awsConfig) sessionConflict(s, session *section) *Problem {
	for _, key := range []string{"sso_region", "sso_start_url"} {
		if own := s.keys[key]; own != "" && own != session.keys[key] {
			p := c.problem(SessionMalformed, s.name, []string{key + " = " + session.keys[key]},
				"Profile %s has %s %q but its sso-session %s has %q: they must agree.", s.name, key, own, session.name, session.keys[key])
			p.AfterLine, p.ReplacesLines = s.line, []int{s.lineOf[key]}
			return p
		}
	}
	return nil
}

func (c *awsConfig) scopeMissing(profile string, session *section, scopes []string) *Problem {
	line := "sso_registration_scopes = " + strings.Join(append(scopes, Scope), ", ")
	p := c.problem(NoScope, profile, []string{line},
		"The sso-session %s of profile %s does not request CodeCatalyst's scope. Add it, then sign in again.", session.name, profile)
	p.AfterLine = session.line
	if line := session.lineOf["sso_registration_scopes"]; line > 0 {
		p.ReplacesLines = []int{line}
	}
	return p
}

func (c *awsConfig) problem(k Kind, profile string, lines []string, format string, args ...any) *Problem {
	return &Problem{Kind: k, Profile: profile, Sentence: fmt.Sprintf(format, args...), Lines: lines, File: c.file.path}
}

var (
	namePattern   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$`)
	regionPattern = regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-\d{1,2}$`)
)

func validName(s string) bool { return namePattern.MatchString(s) }

func validRegion(s string) bool { return regionPattern.MatchString(s) }

// validURL accepts https addresses that read back from a configuration file as they are, and are safe to show and open.
func validURL(s string) bool {
	if len(s) > maxURL || printableASCII(s) != s || strings.ContainsAny(s, `"'`) {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil // user info makes one host look like another
}
