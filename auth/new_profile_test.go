package auth_test

import (
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"catwatch/auth"
)

func add(t *testing.T, h *home, n auth.ProfileSpec) error {
	t.Helper()
	a, err := auth.PlanProfile(h.options(), n)
	if err != nil {
		return err
	}
	return a.Write()
}

func TestAddingAProfileKeepsTheRestOfTheFile(t *testing.T) {
	for name, before := range map[string]string{
		"no file":              "",
		"a last line":          "# mine\n\n[profile  x ]\nregion=y   # why\n\n\n",
		"no final line ending": "[profile x]\nregion = y",
		"Windows line endings": "[profile x]\r\nregion = y\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t, before)
			a, err := auth.PlanProfile(h.options(), auth.ProfileSpec{Name: "new"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(h.path(".aws/config")); before == "" && err == nil {
				t.Error("PlanProfile wrote the file")
			}
			if err := a.Write(); err != nil {
				t.Fatal(err)
			}
			added, kept := strings.CutPrefix(h.read(".aws/config"), before)
			if !kept {
				t.Errorf("the file became %q", h.read(".aws/config"))
			}
			if got := strings.TrimSpace(strings.ReplaceAll(added, "\r\n", "\n")); got != strings.Join(a.Lines, "\n") {
				t.Errorf("added %q", got)
			}
			if crlf := strings.Contains(before, "\r\n"); strings.Count(added, "\n") != strings.Count(added, "\r\n") && crlf {
				t.Errorf("line endings are mixed: %q", added)
			}
			o := h.options()
			o.Profile = "new"
			p, err := auth.Find(o)
			if err != nil || !p.BuilderID() || p.SSORegion != "us-east-1" {
				t.Errorf("%+v, %v", p, err)
			}
		})
	}
}

func TestAddingAnIdentityCenterProfile(t *testing.T) {
	h := newHome(t, guideConfig)
	if err := add(t, h, auth.ProfileSpec{Name: "default", StartURL: "https://d-1.awsapps.com/start", SSORegion: "eu-west-1"}); err != nil {
		t.Fatal(err)
	}
	o := h.options()
	o.Profile = "default"
	p, err := auth.Find(o)
	if err != nil || p.StartURL != "https://d-1.awsapps.com/start" || p.SSORegion != "eu-west-1" || p.BuilderID() {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestAddingAProfileFollowsLinksAndKeepsTheMode(t *testing.T) {
	h := newHome(t, "")
	h.write("dotfiles/aws", guideConfig)
	if err := os.Chmod(h.path("dotfiles/aws"), 0o640); err != nil {
		t.Fatal(err)
	}
	h.write(".aws/x", "")
	if err := os.Symlink(h.path("dotfiles/aws"), h.path(".aws/config")); err != nil {
		t.Fatal(err)
	}
	if err := add(t, h, auth.ProfileSpec{Name: "new"}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(h.path(".aws/config")); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	if info, _ := os.Stat(h.path("dotfiles/aws")); info.Mode().Perm() != 0o640 || !strings.Contains(h.read("dotfiles/aws"), "[profile new]") {
		t.Errorf("mode %v, %s", info.Mode(), h.read("dotfiles/aws"))
	}
	if entries, _ := os.ReadDir(h.path("dotfiles")); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestAddingAProfileFollowsADanglingLink(t *testing.T) {
	h := newHome(t, "")
	h.write(".aws/x", "")
	if err := os.Symlink("not-yet", h.path(".aws/config")); err != nil {
		t.Fatal(err)
	}
	if err := add(t, h, auth.ProfileSpec{Name: "new"}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(h.read(".aws/not-yet"), "[profile new]") {
		t.Error("the link was not followed")
	}
}

func TestTakenAndInvalidProfileNamesAreRejected(t *testing.T) {
	h := newHome(t, guideConfig+"[profile x]\n[sso-session y]\n")
	for n, kind := range map[auth.ProfileSpec]auth.Kind{
		{Name: "codecatalyst"}:                auth.NameTaken,
		{Name: "x"}:                           auth.NameTaken,
		{Name: "y"}:                           auth.NameTaken,
		{Name: ""}:                            auth.BadName,
		{Name: "a b"}:                         auth.BadName,
		{Name: "a]\n[b"}:                      auth.BadName,
		{Name: "-a"}:                          auth.BadName,
		{Name: "a", StartURL: "http://a.b/c"}: auth.BadName,
		{Name: "a", StartURL: "https://a.b/\nx = y"}:    auth.BadName,
		{Name: "a", SSORegion: "Ireland"}:               auth.BadName,
		{Name: "a", SSORegion: "us-east-1\nregion = x"}: auth.BadName,
	} {
		if err := add(t, h, n); kindOf(err) != kind {
			t.Errorf("%+v: %v", n, err)
		}
	}
	h.write(".aws/config", "nonsense")
	if err := add(t, h, auth.ProfileSpec{Name: "a"}); kindOf(err) != auth.Unparsable {
		t.Errorf("%v", err)
	}
}

func TestAConfigFileChangedSincePlanningIsNotWritten(t *testing.T) {
	h := newHome(t, guideConfig)
	a, err := auth.PlanProfile(h.options(), auth.ProfileSpec{Name: "new"})
	if err != nil {
		t.Fatal(err)
	}
	h.write(".aws/config", guideConfig+"[profile new]\n")
	if err := a.Write(); kindOf(err) != auth.Unwritable || h.read(".aws/config") != guideConfig+"[profile new]\n" {
		t.Errorf("%v, %s", err, h.read(".aws/config"))
	}
}

func TestAStartURLThatIsUnsafeOrUnreadableIsRejected(t *testing.T) {
	for _, startURL := range []string{
		"https://user@a.b/start", "https://user:secret@a.b/start", "https://view.awsapps.com@evil.example/start",
		"https://a.b/\xff", "https://a.b/\u0085", "https://a.b/\u2028", "https://a.b/\u202e", "https://a.b/é", "https://é.example/start",
		"https://a.b:x/start", "https://:443/start", "https://a.b/" + strings.Repeat("x", 2048), "https://a b/", "https:a.b/start",
		"https://a.b/\x7f", "https://a.b\\c/",
	} {
		h := newHome(t, guideConfig)
		if err := add(t, h, auth.ProfileSpec{Name: "new", StartURL: startURL}); kindOf(err) != auth.BadName {
			t.Errorf("%.60q: %v", startURL, err)
		}
		if h.read(".aws/config") != guideConfig {
			t.Errorf("%.60q was written", startURL)
		}
	}
}

// What is added is found again as it was requested, or it is not added.
func TestAnyAddedProfileReadsBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		spec := auth.ProfileSpec{
			Name:      rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9._@+\-]{0,20}|.{1,4}`).Draw(r, "name"),
			StartURL:  rapid.StringMatching(`https://[a-z0-9.\-]{1,12}(:[0-9]{1,5})?/[!-~]{0,12}|https://.{0,12}`).Draw(r, "start URL"),
			SSORegion: rapid.StringMatching(`us-east-[0-9]{1,2}|.{1,4}`).Draw(r, "region"),
		}
		h := newHome(t, guideConfig)
		if err := add(t, h, spec); err != nil {
			if h.read(".aws/config") != guideConfig {
				r.Fatalf("%+v was rejected and written", spec)
			}
			return
		}
		o := h.options()
		o.Profile = spec.Name
		p, err := auth.Find(o)
		if err != nil || p.Name != spec.Name || p.StartURL != spec.StartURL || p.SSORegion != spec.SSORegion {
			r.Fatalf("%+v became %+v, %v", spec, p, err)
		}
		o.Profile = "codecatalyst"
		if _, err := auth.Find(o); err != nil {
			r.Fatalf("%+v damaged the file: %v", spec, err)
		}
		if _, err := p.Config(t.Context(), nil); err != nil {
			r.Fatalf("%+v: the SDK: %v", spec, err)
		}
	})
}
