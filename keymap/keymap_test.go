package keymap_test

import (
	"strings"
	"testing"

	"catwatch/keymap"
)

func TestDefaultsAreCompleteAndConsistent(t *testing.T) {
	m, problems := keymap.New(nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	names := map[keymap.Action]bool{}
	for _, b := range m.All() {
		if names[b.Action] {
			t.Errorf("%s is listed twice", b.Action)
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
		"another key":      {map[string][]string{"copy": {"c"}}, map[string]keymap.Action{"c": keymap.Copy, "y": ""}, ""},
		"unbound":          {map[string][]string{"mouse": {""}}, map[string]keymap.Action{"m": ""}, ""},
		"none at all":      {map[string][]string{"mouse": {}}, map[string]keymap.Action{"m": ""}, ""},
		"taken":            {map[string][]string{"copy": {"s"}}, map[string]keymap.Action{"s": keymap.Sort, "y": ""}, `copy cannot use key "s": it is already used by sort`},
		"taken but freed":  {map[string][]string{"copy": {"s"}, "sort": {"S"}}, map[string]keymap.Action{"s": keymap.Copy, "S": keymap.Sort}, ""},
		"swapped":          {map[string][]string{"copy": {"s"}, "sort": {"y"}}, map[string]keymap.Action{"s": keymap.Copy, "y": keymap.Sort}, ""},
		"both want it":     {map[string][]string{"copy": {"z"}, "sort": {"z"}}, map[string]keymap.Action{"z": keymap.Sort}, `copy cannot use key "z": it is already used by sort`},
		"unknown action":   {map[string][]string{"dance": {"z"}}, map[string]keymap.Action{"z": ""}, `unknown action "dance"`},
		"no such key":      {map[string][]string{"copy": {"ctrl-y"}}, map[string]keymap.Action{"y": ""}, `copy: "ctrl-y" is not a key`},
		"no such modifier": {map[string][]string{"copy": {"cmd+y"}}, nil, `unknown modifier "cmd"`},
		"interrupt":        {map[string][]string{"interrupt": {"x"}}, map[string]keymap.Action{"ctrl+c": keymap.Interrupt}, "cannot be rebound"},
		"takes a value":    {map[string][]string{"interval": {"x"}}, map[string]keymap.Action{"x": ""}, "takes a value"},
		"other spellings":  {map[string][]string{"copy": {"Shift+c", "Control+Alt+Y", "F5", "PageUp"}, "page-up": {"ctrl+b"}}, map[string]keymap.Action{"C": keymap.Copy, "ctrl+alt+y": keymap.Copy, "f5": keymap.Copy, "pgup": keymap.Copy}, ""},
		"the plus sign":    {map[string][]string{"copy": {"+", "ctrl++"}}, map[string]keymap.Action{"+": keymap.Copy, "ctrl++": keymap.Copy}, ""},
		"shared by places": {map[string][]string{"copy": {"n"}}, map[string]keymap.Action{}, `copy cannot use key "n": it is already used by next-match`},
		"listed twice":     {map[string][]string{"copy": {"c", "c"}}, map[string]keymap.Action{"c": keymap.Copy}, ""},
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

func TestRejectedKeyIsNotPrinted(t *testing.T) {
	m, _ := keymap.New(map[string][]string{"copy": {"s"}})
	if got := m.Key(keymap.Copy); got != "" {
		t.Errorf("copy is printed as %q", got)
	}
}

func TestKeysArePrintedInASCIIOnRequest(t *testing.T) {
	m, _ := keymap.New(nil)
	if got := m.Keys(keymap.Up); got != "↑ k" {
		t.Errorf("up is printed as %q", got)
	}
	m.ASCII = true
	if got := m.Keys(keymap.Up); got != "up k" {
		t.Errorf("in ASCII up is printed as %q", got)
	}
}

// Configuration files written for an earlier version keep working.
func TestOldActionNames(t *testing.T) {
	usual, _ := keymap.New(nil)
	for _, old := range []string{"peel"} {
		action := usual.Binding(keymap.Action(old)).Action
		if action == "" || action == keymap.Action(old) || !usual.Known(old) {
			t.Errorf("%s stands for %q", old, action)
		}
		m, problems := keymap.New(map[string][]string{old: {"z"}})
		if len(problems) > 0 || m.Lookup("z", keymap.Tables) != action || m.Keys(action) != "z" {
			t.Errorf("%s: z is %q, %s has %q: %v", old, m.Lookup("z", keymap.Tables), action, m.Keys(action), problems)
		}
		m, problems = keymap.New(map[string][]string{old: {"z"}, string(action): {"Z"}})
		if len(problems) != 1 || !strings.Contains(problems[0].Error(), old+" is the old name of "+string(action)) || m.Keys(action) != "Z" {
			t.Errorf("%s beside %s: %q: %v", old, action, m.Keys(action), problems)
		}
		if _, problems = keymap.New(map[string][]string{old: {"s"}}); len(problems) != 1 || !strings.Contains(problems[0].Error(), "already used by sort") {
			t.Errorf("a key in use: %v", problems)
		}
	}
}
