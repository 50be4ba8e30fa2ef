package auth_test

import (
	"os"
	"path/filepath"
	"testing"

	"catwatch/auth"
)

func TestSignOutRemovesTheToken(t *testing.T) {
	h := newHome(t, guideConfig)
	p := h.profile(nil)
	h.write(h.cache("codecatalyst"), `{"accessToken":"good-token","expiresAt":"2999-01-02T03:04:05Z"}`)
	for _, want := range []bool{true, false} {
		if had, err := auth.Logout(p); err != nil || had != want {
			t.Errorf("%v, %v", had, err)
		}
	}
	h.write("elsewhere/token.json", `{"accessToken":"good-token","expiresAt":"2999-01-02T03:04:05Z"}`)
	if err := os.Symlink(h.path("elsewhere/token.json"), h.path(h.cache("codecatalyst"))); err != nil {
		t.Fatal(err)
	}
	if had, err := auth.Logout(p); err != nil || !had {
		t.Errorf("%v, %v", had, err)
	}
	if _, err := os.Stat(h.path("elsewhere/token.json")); err == nil {
		t.Error("the token is still where the link led")
	}
	if err := os.Remove(h.path(h.cache("codecatalyst"))); err != nil {
		t.Fatal(err)
	}
	h.write(h.cache("codecatalyst")+"/in-the-way", "")
	if _, err := auth.Logout(p); kindOf(err) != auth.Unreadable {
		t.Errorf("%v", err)
	}
}

// A program that is killed while it saves a token leaves a temporary file with the token in it.
func TestSignOutRemovesTemporaryTokenFiles(t *testing.T) {
	h := newHome(t, guideConfig)
	name := filepath.Base(h.cache("codecatalyst"))
	ours := []string{"." + name + "-1234567890", "." + name + "-1"}
	others := []string{"." + name + "-x1", "." + name, name + "-12", "other.json", ".other.json-12", "." + name + "-12/in-a-folder"}
	for _, file := range append(ours, others...) {
		h.write(".aws/sso/cache/"+file, "a token")
	}
	if had, err := auth.Logout(h.profile(nil)); err != nil || had {
		t.Errorf("%v, %v", had, err)
	}
	for _, file := range ours {
		if _, err := os.Lstat(h.path(".aws/sso/cache/" + file)); err == nil {
			t.Errorf("%s is still there", file)
		}
	}
	for _, file := range others {
		if _, err := os.Lstat(h.path(".aws/sso/cache/" + file)); err != nil {
			t.Errorf("%s is gone", file)
		}
	}
}
