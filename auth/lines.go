package auth

import (
	"slices"
	"strconv"
	"strings"
)

// What AWS Builder ID needs, the identity that CodeCatalyst's own guide sets up.
const (
	BuilderStartURL = "https://view.awsapps.com/start"
	BuilderRegion   = "us-east-1"
	Scope           = "codecatalyst:read_write"

	serviceRegion = "us-west-2" // where the guide's profile says CodeCatalyst is; the endpoint is one for all regions
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

// freshName is a name that neither a profile nor an sso-session has, so that what is pasted adds and never repeats.
func (d *document) freshName() string {
	name := "codecatalyst"
	for n := 2; d.find("profile", name) != nil || d.find("sso-session", name) != nil; n++ {
		name = "codecatalyst-" + strconv.Itoa(n)
	}
	return name
}

// freshLines is a whole new Builder ID profile.
func (d *document) freshLines() []string {
	return signInLines(d.freshName(), BuilderStartURL, BuilderRegion)
}

// splitScopes reads sso_registration_scopes.
func splitScopes(s string) []string {
	var all []string
	for scope := range strings.SplitSeq(s, ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			all = append(all, scope)
		}
	}
	return all
}

func hasScope(scopes []string) bool {
	return slices.ContainsFunc(scopes, func(s string) bool { return strings.HasPrefix(s, "codecatalyst:") })
}
