package keymap_test

import (
	"strings"
	"testing"

	"catwatch/keymap"
)

func TestTheUsualKeysAreSoundAndReachEverything(t *testing.T) {
	m, problems := keymap.New(nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	names := map[keymap.Action]bool{}
	for _, b := range m.All() {
		if names[b.Action] {
			t.Errorf("%s stands twice", b.Action)
		}
		names[b.Action] = true
		if b.Help == "" || b.Short == "" && b.Place != keymap.Command || b.Group == "" || strings.HasSuffix(b.Help, ".") {
			t.Errorf("%s: help %q, short %q, group %q", b.Action, b.Help, b.Short, b.Group)
		}
		if b.Place == keymap.Command && len(b.Keys) > 0 {
			t.Errorf("%s takes a value and has keys", b.Action)
		}
		for _, k := range b.Keys {
			for _, at := range []keymap.Place{keymap.Tables, keymap.Reader} {
				if b.Place&at != 0 && m.Lookup(k, at) != b.Action {
					t.Errorf("%q is %q, not %s", k, m.Lookup(k, at), b.Action)
				}
			}
		}
	}
}

func TestRebinding(t *testing.T) {
	for name, c := range map[string]struct {
		changes map[string][]string
		keys    map[string]keymap.Action
		says    string // part of the only problem; "" for none
	}{
		"another key":       {map[string][]string{"copy": {"c"}}, map[string]keymap.Action{"c": keymap.Copy, "y": ""}, ""},
		"unbound":           {map[string][]string{"mouse": {""}}, map[string]keymap.Action{"m": ""}, ""},
		"none at all":       {map[string][]string{"mouse": {}}, map[string]keymap.Action{"m": ""}, ""},
		"taken":             {map[string][]string{"copy": {"s"}}, map[string]keymap.Action{"s": keymap.Sort, "y": ""}, `key "s" cannot be copy: it is already sort`},
		"taken but freed":   {map[string][]string{"copy": {"s"}, "sort": {"S"}}, map[string]keymap.Action{"s": keymap.Copy, "S": keymap.Sort}, ""},
		"swapped":           {map[string][]string{"copy": {"s"}, "sort": {"y"}}, map[string]keymap.Action{"s": keymap.Copy, "y": keymap.Sort}, ""},
		"both want it":      {map[string][]string{"copy": {"z"}, "sort": {"z"}}, map[string]keymap.Action{"z": keymap.Sort}, `key "z" cannot be copy: it is already sort`},
		"unknown action":    {map[string][]string{"dance": {"z"}}, map[string]keymap.Action{"z": ""}, `there is no action "dance"`},
		"no such key":       {map[string][]string{"copy": {"ctrl-y"}}, map[string]keymap.Action{"y": ""}, `copy: "ctrl-y" is no key`},
		"no such modifier":  {map[string][]string{"copy": {"cmd+y"}}, nil, `there is no modifier "cmd"`},
		"always the end":    {map[string][]string{"interrupt": {"x"}}, map[string]keymap.Action{"ctrl+c": keymap.Interrupt}, "cannot be rebound"},
		"takes a value":     {map[string][]string{"interval": {"x"}}, map[string]keymap.Action{"x": ""}, "takes a value"},
		"other spellings":   {map[string][]string{"copy": {"Shift+c", "Control+Alt+Y", "F5", "PageUp"}, "page-up": {"ctrl+b"}}, map[string]keymap.Action{"C": keymap.Copy, "ctrl+alt+y": keymap.Copy, "f5": keymap.Copy, "pgup": keymap.Copy}, ""},
		"the plus sign":     {map[string][]string{"copy": {"+", "ctrl++"}}, map[string]keymap.Action{"+": keymap.Copy, "ctrl++": keymap.Copy}, ""},
		"shared by places":  {map[string][]string{"copy": {"n"}}, map[string]keymap.Action{}, `key "n" cannot be copy: it is already next-match`},
		"said twice is one": {map[string][]string{"copy": {"c", "c"}}, map[string]keymap.Action{"c": keymap.Copy}, ""},
	} {
		m, problems := keymap.New(c.changes)
		if c.says == "" && len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
		if c.says != "" && (len(problems) != 1 || !strings.Contains(problems[0].Error(), c.says)) {
			t.Errorf("%s: %v, want one with %q", name, problems, c.says)
		}
		for k, want := range c.keys {
			if got := m.Lookup(k, keymap.Tables); got != want {
				t.Errorf("%s: %q is %q, want %q", name, k, got, want)
			}
		}
	}
}

func TestAKeyThatWasRefusedIsNotPrinted(t *testing.T) {
	m, _ := keymap.New(map[string][]string{"copy": {"s"}})
	if got := m.Key(keymap.Copy); got != "" {
		t.Errorf("copy is printed as %q", got)
	}
}

func TestKeysArePrintedAsTheTerminalCanShowThem(t *testing.T) {
	m, _ := keymap.New(nil)
	if got := m.Keys(keymap.Up); got != "↑ k" {
		t.Errorf("up is printed as %q", got)
	}
	m.ASCII = true
	if got := m.Keys(keymap.Up); got != "up k" {
		t.Errorf("in ASCII up is printed as %q", got)
	}
}
