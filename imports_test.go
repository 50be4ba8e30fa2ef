package main

import (
	"os/exec"
	"strings"
	"testing"
)

// Who may import whom, as docs/ARCHITECTURE.md draws it. "sdk" stands for the AWS SDK, "tea" for Bubble Tea and its kin.
var allowed = map[string]string{
	"catwatch":        "cli",
	"catwatch/cli":    "tui auth fetch sim filter keymap styles tea",
	"catwatch/tui":    "keymap styles filter fetch tea",
	"catwatch/auth":   "sdk",
	"catwatch/fetch":  "sdk",
	"catwatch/sim":    "",
	"catwatch/filter": "",
	"catwatch/keymap": "",
	"catwatch/styles": "tea",

	"catwatch/docs/pictures": "tea",
}

func TestRoomsImportOnlyWhatTheyMay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		room, imports, _ := strings.Cut(strings.TrimSpace(line), " ")
		may, known := allowed[room]
		if !known {
			t.Errorf("%s is a new room: docs/ARCHITECTURE.md must give its reason, and this test who it may import", room)
		}
		for imported := range strings.FieldsSeq(imports) {
			if kind := kindOf(imported); kind != "" && !strings.Contains(" "+may+" ", " "+kind+" ") {
				t.Errorf("%s imports %s", room, imported)
			}
		}
	}
}

// sim is a second reading of the service's model: it shares no code with anybody, not even a library.
func TestSimRestsOnTheStandardLibraryOnly(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{join .Imports "\n"}}`, "./sim").Output()
	if err != nil {
		t.Fatal(err)
	}
	for imported := range strings.FieldsSeq(string(out)) {
		if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") {
			t.Errorf("sim imports %s", imported)
		}
	}
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
