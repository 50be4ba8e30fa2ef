package auth

import (
	"slices"
	"strconv"
	"strings"
)

// The settings for AWS Builder ID, the identity that CodeCatalyst's own guide sets up.
const (
	BuilderStartURL = "https://view.awsapps.com/start"
	BuilderRegion   = "us-east-1"
	Scope           = "codecatalyst:read_write"

	serviceRegion = "us-west-2" // the region in the guide's profile; the CodeCatalyst endpoint is global
)

// sessionLines is an sso-session section.
func sessionLines(name, startURL, region string) []string {
	return []string{
		"[sso-session " + name + "]",
		"sso_region = " + region,
		"sso_start_url = " + startURL,
		"sso_registration_scopes = " + Scope,
	}
}

// profileLines is a profile with the sso-session of the same name.
func profileLines(name string) []string {
	header := "[profile " + name + "]"
	if name == "default" {
		header = "[default]"
	}
	return []string{header, "region = " + serviceRegion, "sso_session = " + name}
}

// signInLines is a profile and its sso-session.
func signInLines(name, startURL, region string) []string {
	return append(append(profileLines(name), ""), sessionLines(name, startURL, region)...)
}

// unusedName is a name that no profile and no sso-session has, so that pasted lines never repeat a section.
func (f *iniFile) unusedName() string {
	name := "codecatalyst"
	for n := 2; f.find("profile", name) != nil || f.find("sso-session", name) != nil; n++ {
		name = "codecatalyst-" + strconv.Itoa(n)
	}
	return name
}

// newProfileLines is a complete Builder ID profile.
func (f *iniFile) newProfileLines() []string {
	return signInLines(f.unusedName(), BuilderStartURL, BuilderRegion)
}

// splitScopes parses sso_registration_scopes.
func splitScopes(s string) []string {
	var all []string
	for scope := range strings.SplitSeq(s, ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			all = append(all, scope)
		}
	}
	return all
}

func hasCodeCatalystScope(scopes []string) bool {
	return slices.ContainsFunc(scopes, func(s string) bool { return strings.HasPrefix(s, "codecatalyst:") })
}
