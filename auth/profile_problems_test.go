package auth_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"catwatch/auth"
)

// invalidConfigs are home folders without a usable profile, and how each is explained.
var invalidConfigs = map[string]struct {
	config, credentials, profile string
	kind                         auth.Kind
	says                         string
}{
	"an empty home":                        {"", "", "", auth.NoFile, "No profile found in"},
	"an empty file":                        {"# nothing yet\n", "", "", auth.NoFile, "No profile found in"},
	"no such profile":                      {guideConfig, "", "other", auth.NoProfile, "no profile other"},
	"no usable profile":                    {"[profile a]\nregion = x\n[profile b]\nregion = y\n", "", "", auth.NoProfile, "can sign in to CodeCatalyst"},
	"no sso-session named":                 {"[profile a]\nregion = x\n", "", "a", auth.NoSession, "has no sso_session setting"},
	"a missing sso-session":                {"[profile a]\nsso_session = gone\n", "", "a", auth.SessionMissing, "sso-session gone"},
	"no region":                            {"[profile a]\nsso_session = s\n[sso-session s]\nsso_start_url = https://a.b/c\nsso_registration_scopes = codecatalyst:read_write\n", "", "a", auth.SessionMalformed, "no sso_region"},
	"an empty sso-session":                 {"[profile a]\nsso_session = s\n[sso-session s]\nsso_registration_scopes = codecatalyst:read_write", "", "a", auth.SessionMalformed, "no sso_region and has no sso_start_url"},
	"the only profile, missing one":        {"[profile a]\nsso_session = gone\n", "", "", auth.SessionMissing, "sso-session gone"},
	"the only profile with an sso-session": {keysConfig + "[profile a]\nsso_session = gone\n", "", "", auth.SessionMissing, "sso-session gone"},
	"the only other one with a session":    {"[profile b]\nregion = x\n[profile a]\nsso_session = gone\n", "", "", auth.SessionMissing, "sso-session gone"},
	"the only one without a session":       {"[profile a]\nregion = x\n", "", "", auth.NoSession, "has no sso_session setting"},
	"the only one in legacy form":          {"[profile a]\nsso_start_url = https://a.b/c\nsso_region = us-east-1\n", "", "", auth.LegacySSO, "legacy SSO format"},
	"a name with escape sequences":         {guideConfig, "", "a\x1b[2Jb", auth.NoProfile, `no profile "a\x1b[2Jb"`},
	"an invalid address":                   {"[profile a]\nsso_session = s\n[sso-session s]\nsso_start_url = http://a b\nsso_region = us-east-1\nsso_registration_scopes = codecatalyst:read_write\n", "", "a", auth.SessionMalformed, "has an invalid sso_start_url"},
	"the legacy form":                      {"[profile a]\nsso_start_url = https://a.b/c\nsso_region = us-east-1\nsso_account_id = 1\n", "", "a", auth.LegacySSO, "legacy SSO format"},
	"IAM keys":                             {keysConfig, "", "", auth.KeysOnly, "IAM credentials"},
	"a role":                               {"[profile a]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = b\n", "", "a", auth.KeysOnly, "IAM credentials"},
	"keys in the credentials file":         {"[profile a]\nregion = x\n", "[a]\naws_access_key_id = x\n", "a", auth.KeysOnly, "IAM credentials"},
	"keys in the credentials file only":    {"", "[a]\naws_access_key_id = x\n", "a", auth.KeysOnly, "IAM credentials"},
	"a name without profile":               {strings.Replace(guideConfig, "[profile ", "[", 1), "", "codecatalyst", auth.NoProfile, "Line 1 of"},
	"only a name without profile":          {strings.Replace(guideConfig, "[profile ", "[", 1), "", "", auth.NoProfile, "[codecatalyst]"},
	"an sso-session alone":                 {sessionOf("work"), "", "work", auth.NoProfile, "no profile work"},
	"default, an sso-session":              {sessionOf("default"), "", "default", auth.NoProfile, "no profile default"},
	"one sso-session unused":               {"[profile a]\nregion = x\n" + sessionOf("s"), "", "a", auth.NoSession, "has no sso_session setting"},
	"its sso-session unused":               {"[profile a]\nsso_session =\n" + sessionOf("s") + sessionOf("a"), "", "a", auth.NoSession, "has no sso_session setting"},
	"a quoted sso-session":                 {"[profile a]\nsso_session = s\n" + strings.Replace(sessionOf("s"), " s]", ` "s"]`, 1), "", "a", auth.SessionMalformed, "in quotes"},
	"two regions":                          {"[profile a]\nsso_session = s\nsso_region = eu-west-1\n" + sessionOf("s"), "", "a", auth.SessionMalformed, "must agree"},
	"two addresses":                        {"[profile a]\nsso_start_url = https://a.b/c\nsso_session = s\n" + sessionOf("s"), "", "a", auth.SessionMalformed, "must agree"},
	"no scopes":                            {"[profile a]\nsso_session = s\n[sso-session s]\nsso_start_url = https://a.b/c\nsso_region = us-east-1\n", "", "a", auth.NoScope, "does not request"},
	"other scopes":                         {"[profile a]\nsso_session = s\n[sso-session s]\nsso_start_url = https://a.b/c\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n", "", "a", auth.NoScope, "does not request"},
}

func TestEveryInvalidProfileIsExplained(t *testing.T) {
	for name, c := range invalidConfigs {
		t.Run(name, func(t *testing.T) {
			h := newHome(t, c.config)
			if c.credentials != "" {
				h.write(".aws/credentials", c.credentials)
			}
			o := h.options()
			o.Profile = c.profile
			_, err := auth.Find(o)
			if kindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("kind %d, %v", kindOf(err), err)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("more than a sentence: %q", err)
			}
		})
	}
}

// Once the lines are pasted, the same command finds its profile, or the one that the help says to select.
func TestTheSuggestedLinesFixEveryProblem(t *testing.T) {
	for name, c := range invalidConfigs {
		t.Run(name, func(t *testing.T) {
			h := newHome(t, c.config)
			if c.credentials != "" {
				h.write(".aws/credentials", c.credentials)
			}
			o := h.options()
			o.Profile = c.profile
			_, err := auth.Find(o)
			var problem *auth.Problem
			if !errors.As(err, &problem) {
				t.Fatalf("got %v, want a *Problem", err)
			}
			h.write(".aws/config", paste(problem, c.config))
			if problem.NewProfile != "" {
				o.Profile = problem.NewProfile
				if !strings.Contains(problem.Help(), "--profile "+problem.NewProfile) {
					t.Errorf("the help does not say to select %s", problem.NewProfile)
				}
			}
			p, err := auth.Find(o)
			if err != nil {
				t.Fatalf("%v, with\n%s", err, h.read(".aws/config"))
			}
			if problem.AfterLine > 0 && p.Name != problem.Profile {
				t.Errorf("fixed %s, not %s", p.Name, problem.Profile)
			}
			for _, line := range problem.Lines {
				if !strings.Contains(problem.Help(), line) {
					t.Errorf("the help leaves out %q", line)
				}
			}
			if n := sections(h.read(".aws/config")); len(n) != len(slices.Compact(slices.Sorted(slices.Values(n)))) {
				t.Errorf("a section appears twice, which the AWS CLI rejects: %q", n)
			}
		})
	}
}

// paste does what Help says.
func paste(p *auth.Problem, config string) string {
	lines := strings.Split(strings.TrimRight(config, "\n"), "\n")
	if p.AfterLine == 0 {
		return strings.Join(append(lines, p.Lines...), "\n") + "\n"
	}
	var all []string
	for i, line := range lines {
		if !slices.Contains(p.ReplacesLines, i+1) {
			all = append(all, line)
		}
		if i+1 == p.AfterLine {
			all = append(all, p.Lines...)
		}
	}
	return strings.Join(all, "\n") + "\n"
}

func sections(config string) []string {
	var all []string
	for line := range strings.Lines(config) {
		if strings.HasPrefix(line, "[") {
			all = append(all, strings.TrimSpace(line))
		}
	}
	return all
}
