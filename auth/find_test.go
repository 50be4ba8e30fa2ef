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

const keysConfig = "\n[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n"

func TestFindTakesTheProfileInOrder(t *testing.T) {
	both := guideConfig + workConfig
	for name, c := range map[string]struct{ config, flag, env, remembered, want string }{
		"the flag before all":                  {both, "work", "codecatalyst", "codecatalyst", "work"},
		"the environment before the memory":    {both, "", "work", "codecatalyst", "work"},
		"the remembered one":                   {both, "", "", "work", "work"},
		"a remembered one that is gone":        {both, "", "", "gone", "codecatalyst"},
		"the only usable one":                  {keysConfig + workConfig, "", "", "", "work"},
		"codecatalyst among several":           {workConfig + guideConfig, "", "", "", "codecatalyst"},
		"default among several":                {workConfig + "[default]\nsso_session=work\n", "", "", "", "default"},
		"comments, blanks and case do no harm": {"\ufeff# hello\n; there\r\n[ profile  'codecatalyst' ]  # mine\r\n\tnested = 1\r\nSSO_Session = x # y\n[sso-session x]\nsso_region=us-east-1\nsso_start_url=https://a.b/c#d\nsso_registration_scopes=codecatalyst:read_write\n", "", "", "", "codecatalyst"},
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

func TestFindReadsAllOfAProfile(t *testing.T) {
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

// broken are the ways in which a home folder can be no good, each with its own explanation.
var broken = map[string]struct {
	config, credentials, profile string
	kind                         auth.Kind
	says                         string
}{
	"an empty home":           {"", "", "", auth.NoFile, "nothing in"},
	"an empty file":           {"# nothing yet\n", "", "", auth.NoFile, "nothing in"},
	"no such profile":         {guideConfig, "", "other", auth.NoProfile, "no profile other"},
	"no profile that will do": {"[profile a]\nregion = x\n[profile b]\nregion = y\n", "", "", auth.NoProfile, "No profile of"},
	"no sso-session named":    {"[profile a]\nregion = x\n", "", "a", auth.NoSession, "names no sso_session"},
	"a missing sso-session":   {"[profile a]\nsso_session = gone\n", "", "a", auth.SessionMissing, "sso-session gone"},
	"no region":               {"[profile a]\nsso_session = s\n[sso-session s]\nsso_start_url = https://a.b/c\nsso_registration_scopes = codecatalyst:read_write\n", "", "a", auth.SessionMalformed, "no sso_region"},
	"an empty sso-session":    {"[profile a]\nsso_session = s\n[sso-session s]\nsso_registration_scopes = codecatalyst:read_write", "", "a", auth.SessionMalformed, "no sso_region and has no sso_start_url"},
	"an address that is none": {"[profile a]\nsso_session = s\n[sso-session s]\nsso_start_url = http://a b\nsso_region = us-east-1\nsso_registration_scopes = codecatalyst:read_write\n", "", "a", auth.SessionMalformed, "for its sso_start_url"},
	"the old way":             {"[profile a]\nsso_start_url = https://a.b/c\nsso_region = us-east-1\nsso_account_id = 1\n", "", "a", auth.LegacySSO, "the old way"},
	"IAM keys":                {keysConfig, "", "", auth.KeysOnly, "IAM credentials"},
	"a role":                  {"[profile a]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = b\n", "", "a", auth.KeysOnly, "IAM credentials"},
	"keys elsewhere":          {"[profile a]\nregion = x\n", "[a]\naws_access_key_id = x\n", "a", auth.KeysOnly, "IAM credentials"},
	"keys elsewhere only":     {"", "[a]\naws_access_key_id = x\n", "a", auth.KeysOnly, "IAM credentials"},
	"no scopes":               {"[profile a]\nsso_session = s\n[sso-session s]\nsso_start_url = https://a.b/c\nsso_region = us-east-1\n", "", "a", auth.NoScope, "does not ask"},
	"other scopes":            {"[profile a]\nsso_session = s\n[sso-session s]\nsso_start_url = https://a.b/c\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n", "", "a", auth.NoScope, "does not ask"},
}

func TestEveryBrokenProfileHasItsExplanation(t *testing.T) {
	for name, c := range broken {
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

// The proof of the lines is to paste them: then somebody can sign in, with the profile asked for where it can be saved.
func TestTheLinesOfEveryExplanationHelp(t *testing.T) {
	for name, c := range broken {
		t.Run(name, func(t *testing.T) {
			h := newHome(t, c.config)
			o := h.options()
			o.Profile = c.profile
			_, err := auth.Find(o)
			problem := err.(*auth.Problem)
			h.write(".aws/config", paste(problem, c.config))
			o.Profile = ""
			p, err := auth.Find(o)
			if err != nil {
				t.Fatalf("%v, with\n%s", err, h.read(".aws/config"))
			}
			if problem.Under > 0 && p.Name != c.profile {
				t.Errorf("mended %s, not %s", p.Name, c.profile)
			}
			for _, line := range problem.Lines {
				if !strings.Contains(problem.Help(), line) {
					t.Errorf("the help leaves out %q", line)
				}
			}
			if n := sections(h.read(".aws/config")); len(n) != len(slices.Compact(slices.Sorted(slices.Values(n)))) {
				t.Errorf("a section appears twice, which the AWS CLI refuses: %q", n)
			}
		})
	}
}

// paste does what Help says.
func paste(p *auth.Problem, config string) string {
	lines := strings.Split(strings.TrimRight(config, "\n"), "\n")
	if p.Under == 0 {
		return strings.Join(append(lines, p.Lines...), "\n") + "\n"
	}
	var all []string
	for i, line := range lines {
		if !slices.Contains(p.Instead, i+1) {
			all = append(all, line)
		}
		if i+1 == p.Under {
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

func TestAFileThatCannotBeUnderstoodNamesTheLine(t *testing.T) {
	for text, says := range map[string]string{
		"[profile a]\nwhat is this\n":        "line 2 is neither",
		"region = x\n":                       "line 1 stands before",
		"  region = x\n":                     "line 1 is indented",
		"[profile a]\n\n[profile b\n":        "line 3 opens",
		"[profile a]\n[]\n":                  "line 2 is a [section] without",
		"[profile a]\nregion = \xff\n":       "line 2 is not UTF-8",
		"[profile \x1b]0;owned\a]\n":         "line 1 has control characters",
		"[profile a]\r\nregion = x\r\nbad\r": "line 3",
	} {
		_, err := auth.Find(newHome(t, text).options())
		if kindOf(err) != auth.Unparsable || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: kind %d, %v", text, kindOf(err), err)
		}
	}
}

func TestFilesThatCannotBeReadAreProblems(t *testing.T) {
	h := newHome(t, "")
	h.write(".aws/config/in-the-way", "")
	if _, err := auth.Find(h.options()); kindOf(err) != auth.Unreadable {
		t.Errorf("a folder for a file: %v", err)
	}
	if _, err := auth.Profiles(h.options()); kindOf(err) != auth.Unreadable {
		t.Errorf("a folder for a file: %v", err)
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

func TestTheEnvironmentSaysWhereToLook(t *testing.T) {
	h := newHome(t, keysConfig)
	h.write("elsewhere", workConfig)
	for _, name := range []string{h.path("elsewhere"), "~" + string(os.PathSeparator) + "elsewhere"} {
		h.env["AWS_CONFIG_FILE"] = name
		if p := h.profile(nil); p.Name != "work" {
			t.Errorf("%s: found %s", name, p.Name)
		}
	}
}

func TestSeveralThatWillDoHaveToBeChosenFrom(t *testing.T) {
	h := newHome(t, workConfig+"[profile also]\nsso_session = work\n")
	_, err := auth.Find(h.options())
	if kindOf(err) != auth.Ambiguous || !strings.Contains(err.Error(), "work, also") {
		t.Errorf("%v", err)
	}
}

func TestProfilesSayWhyOthersWillNotDo(t *testing.T) {
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

// Whatever the file holds, the answer is a profile that can sign in or one sentence that a terminal can show.
func FuzzFind(f *testing.F) {
	for _, c := range broken {
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
