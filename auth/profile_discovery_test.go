package auth_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"catwatch/auth"
)

const workConfig = `
[profile work]
sso_session = work
[sso-session work]
sso_region = eu-west-1
sso_start_url = https://acme.awsapps.com/start
sso_registration_scopes = sso:account:access, codecatalyst:read_write
`

func sessionOf(name string) string {
	return "[sso-session " + name + "]\nsso_region = us-east-1\nsso_start_url = https://view.awsapps.com/start\nsso_registration_scopes = codecatalyst:read_write\n"
}

const keysConfig = "\n[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n"

func TestFindChoosesTheProfileByPrecedence(t *testing.T) {
	both := guideConfig + workConfig
	for name, c := range map[string]struct{ config, flag, env, remembered, want string }{
		"the flag before all":                  {both, "work", "codecatalyst", "codecatalyst", "work"},
		"the environment before the memory":    {both, "", "work", "codecatalyst", "work"},
		"the remembered one":                   {both, "", "", "work", "work"},
		"one that would not have been taken":   {workConfig + sessionOf("x") + "[codecatalyst]\nsso_session = x\n", "", "", "", "work"},
		"a remembered one that is gone":        {both, "", "", "gone", "codecatalyst"},
		"the only usable one":                  {keysConfig + workConfig, "", "", "", "work"},
		"codecatalyst among several":           {workConfig + guideConfig, "", "", "", "codecatalyst"},
		"default among several":                {workConfig + "[default]\nsso_session=work\n", "", "", "", "default"},
		"comments, blanks and case do no harm": {"# hello\n; there\r\n[ profile  'codecatalyst' ]  # mine\r\n\tnested = 1\r\nSSO_Session = x # y\n[sso-session x]\nsso_region=us-east-1\nsso_start_url=https://a.b/c#d\nsso_registration_scopes=codecatalyst:read_write\n", "", "", "", "codecatalyst"},
		"a section in two parts":               {"[profile a]\nregion=x\n[sso-session s]\nsso_region=us-east-1\n[profile a]\nsso_session=s\n[sso-session s]\nsso_start_url=https://a.b/c\nsso_registration_scopes=codecatalyst:read_write\n", "", "", "", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t, c.config)
			h.env["AWS_PROFILE"] = c.env
			o := h.options()
			o.Profile, o.Remembered = c.flag, c.remembered
			p, err := auth.Find(o)
			if err != nil {
				t.Fatal(err)
			}
			if p.Name != c.want {
				t.Errorf("found %s, not %s", p.Name, c.want)
			}
		})
	}
}

func TestFindReadsTheWholeProfile(t *testing.T) {
	h := newHome(t, workConfig)
	p := h.profile(nil)
	if p.SessionName != "work" || p.SSORegion != "eu-west-1" || p.StartURL != "https://acme.awsapps.com/start" || p.BuilderID() {
		t.Errorf("%+v", p)
	}
	if want := []string{"sso:account:access", "codecatalyst:read_write"}; !slices.Equal(p.Scopes, want) {
		t.Errorf("scopes %q", p.Scopes)
	}
	if want := h.path(h.cache("work")); p.CachePath() != want {
		t.Errorf("the token is looked for in %s, not %s", p.CachePath(), want)
	}
}

func TestASyntaxErrorNamesItsLine(t *testing.T) {
	for text, says := range map[string]string{
		"[profile a]\nwhat is this\n":        "line 2 is neither",
		"\ufeff" + guideConfig:               "line 1 begins with a byte order mark",
		"region = x\n":                       "line 1 is a setting before",
		"  region = x\n":                     "line 1 is indented",
		"[profile a]\n\n[profile b\n":        "line 3 opens",
		"[profile a]\n[]\n":                  "line 2 is a [section] without",
		"[profile a]\nregion = \xff\n":       "line 2 is not UTF-8",
		"[profile \x1b]0;owned\a]\n":         "line 1 contains control characters",
		"[profile a]\r\nregion = x\r\nbad\r": "line 3",
	} {
		_, err := auth.Find(newHome(t, text).options())
		if kindOf(err) != auth.Unparsable || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: kind %d, %v", text, kindOf(err), err)
		}
	}
}

func TestUnreadableFilesAreProblems(t *testing.T) {
	h := newHome(t, "")
	h.write(".aws/config/in-the-way", "")
	if _, err := auth.Find(h.options()); kindOf(err) != auth.Unreadable {
		t.Errorf("a folder in place of the file: %v", err)
	}
	if _, err := auth.Profiles(h.options()); kindOf(err) != auth.Unreadable {
		t.Errorf("a folder in place of the file: %v", err)
	}
	h.env = map[string]string{}
	if _, err := auth.Find(h.options()); kindOf(err) != auth.NoHome {
		t.Errorf("no home: %v", err)
	}
	h.env["AWS_CONFIG_FILE"] = h.path("elsewhere")
	if _, err := auth.Find(h.options()); kindOf(err) != auth.NoHome {
		t.Errorf("no home for the token: %v", err)
	}
}

func TestAWSDefaultProfileIsHonoured(t *testing.T) {
	h := newHome(t, guideConfig+workConfig)
	h.env["AWS_DEFAULT_PROFILE"] = "work"
	if p := h.profile(nil); p.Name != "work" {
		t.Errorf("found %s", p.Name)
	}
	h.env["AWS_PROFILE"] = "codecatalyst"
	if p := h.profile(nil); p.Name != "codecatalyst" {
		t.Errorf("found %s", p.Name)
	}
}

func TestAWSConfigFileIsHonoured(t *testing.T) {
	h := newHome(t, keysConfig)
	h.write("elsewhere", workConfig)
	for _, name := range []string{h.path("elsewhere"), "~" + string(os.PathSeparator) + "elsewhere"} {
		h.env["AWS_CONFIG_FILE"] = name
		if p := h.profile(nil); p.Name != "work" {
			t.Errorf("%s: found %s", name, p.Name)
		}
	}
}

func TestSeveralUsableProfilesAreAmbiguous(t *testing.T) {
	h := newHome(t, workConfig+"[profile also]\nsso_session = work\n")
	_, err := auth.Find(h.options())
	if kindOf(err) != auth.Ambiguous || !strings.Contains(err.Error(), "work, also") {
		t.Errorf("%v", err)
	}
}

func TestProfilesSaysWhySomeCannotBeUsed(t *testing.T) {
	h := newHome(t, guideConfig+keysConfig+workConfig)
	h.write(".aws/credentials", "[old]\naws_access_key_id = x\n")
	o := h.options()
	o.Profile = "work"
	all, err := auth.Profiles(o)
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, c := range all {
		seen = append(seen, c.Name)
		if c.Usable == (c.Why != "") || c.Usable == (c.Problem != nil) || c.Chosen != (c.Name == "work") || c.SignedIn {
			t.Errorf("%+v", c)
		}
	}
	if want := []string{"codecatalyst", "default", "work", "old"}; !slices.Equal(seen, want) {
		t.Errorf("listed %q", seen)
	}
}

func TestTheLastProfileIsRemembered(t *testing.T) {
	h := newHome(t, "")
	env := h.options().Env
	for _, name := range []string{"work", "codecatalyst"} {
		if err := auth.Remember(env, name); err != nil {
			t.Fatal(err)
		}
		if got := auth.Remembered(env); got != name {
			t.Errorf("remembered %q, not %q", got, name)
		}
	}
	if text := h.read("state/catwatch/profile"); text != "codecatalyst\n" {
		t.Errorf("the file says %q", text)
	}
	delete(h.env, "XDG_STATE_HOME")
	if got := auth.Remembered(env); got != "" {
		t.Errorf("remembered %q of another folder", got)
	}
}

// Whatever the file contains, Find returns a usable profile or one sentence that is safe to print in a terminal.
func FuzzFind(f *testing.F) {
	for _, c := range invalidConfigs {
		f.Add(c.config)
	}
	for _, text := range []string{guideConfig, workConfig, keysConfig, "[", "[profile", "=", "a=b", "[profile a]\n=", "[profile a]\nsso_session==\n[sso-session =]"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := auth.Find(newHome(t, text).options())
		if (p == nil) == (kindOf(err) == 0) {
			t.Errorf("%v, %v", p, err)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\n\r\x1b\a") {
			t.Errorf("%q", err)
		}
		if p != nil && (p.SSORegion == "" || p.StartURL == "" || p.SessionName == "") {
			t.Errorf("%+v", p)
		}
	})
}
