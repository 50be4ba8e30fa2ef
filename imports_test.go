package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Who may import whom, directly, as docs/ARCHITECTURE.md draws it. "sdk" stands for the AWS SDK, "tea" for Bubble Tea
// and its kin.
var allowed = map[string]string{
	"catwatch":                 "cli",
	"catwatch/cli":             "tui auth fetch fetch/types fetch/inventory sim filter keymap styles tea",
	"catwatch/tui":             "tui/table tui/cell keymap styles filter fetch/types fetch/inventory tea",
	"catwatch/tui/table":       "tui/cell styles filter fetch/types fetch/inventory tea",
	"catwatch/tui/cell":        "styles filter tea",
	"catwatch/auth":            "sdk",
	"catwatch/fetch":           "fetch/types fetch/inventory fetch/limit sdk",
	"catwatch/fetch/types":     "",
	"catwatch/fetch/inventory": "fetch/types filter",
	"catwatch/fetch/limit":     "",
	"catwatch/ssm":             "",
	"catwatch/sim":             "",
	"catwatch/filter":          "",
	"catwatch/keymap":          "",
	"catwatch/styles":          "tea",

	"catwatch/docs/pictures": "tea",
}

// Whom a package must not reach by any path of imports.
var forbidden = map[string][]string{
	"catwatch/tui":             {"github.com/aws/"},
	"catwatch/fetch/types":     {"github.com/", "charm.land/", "catwatch/"},
	"catwatch/fetch/inventory": {"github.com/aws/", "charm.land/"},
	"catwatch/fetch/limit":     {"github.com/", "charm.land/", "catwatch/"},
	"catwatch/fetch":           {"charm.land/", "catwatch/auth"},
	"catwatch/filter":          {"github.com/", "charm.land/", "catwatch/"},
	"catwatch/ssm":             {"github.com/aws/", "charm.land/", "catwatch/"},
	"catwatch/sim":             {"github.com/", "charm.land/", "catwatch/"}, // a second reading of the service's model, shared with nobody
}

func TestPackagesImportOnlyWhatTheyMay(t *testing.T) {
	for line := range strings.Lines(goList(t, "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")) {
		pkg, imports, _ := strings.Cut(strings.TrimSpace(line), " ")
		may, known := allowed[pkg]
		if !known {
			t.Errorf("%s is new: docs/ARCHITECTURE.md must give its reason, and this test whom it may import", pkg)
		}
		for imported := range strings.FieldsSeq(imports) {
			if kind := kindOf(imported); kind != "" && !slices.Contains(strings.Fields(may), kind) {
				t.Errorf("%s imports %s", pkg, imported)
			}
		}
	}
}

func TestPackagesReachOnlyWhatTheyMay(t *testing.T) {
	for line := range strings.Lines(goList(t, "-f", `{{.ImportPath}} {{join .Deps " "}}`, "./...")) {
		pkg, deps, _ := strings.Cut(strings.TrimSpace(line), " ")
		for reached := range strings.FieldsSeq(deps) {
			for _, prefix := range forbidden[pkg] {
				if strings.HasPrefix(reached, prefix) {
					t.Errorf("%s depends on %s", pkg, reached)
				}
			}
		}
	}
}

func goList(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func kindOf(imported string) string {
	switch {
	case strings.HasPrefix(imported, "catwatch/"):
		return strings.TrimPrefix(imported, "catwatch/")
	case strings.HasPrefix(imported, "github.com/aws/"):
		return "sdk"
	case strings.HasPrefix(imported, "charm.land/"), strings.HasPrefix(imported, "github.com/charmbracelet/"):
		return "tea"
	}
	return ""
}
