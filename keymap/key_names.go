package keymap

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// keyAlias is Bubble Tea's name for a key that has other common names.
func keyAlias(name string) string {
	switch name {
	case "escape":
		return "esc"
	case "return":
		return "enter"
	case " ", "spacebar":
		return "space"
	case "pageup", "page-up":
		return "pgup"
	case "pagedown", "page-down", "pgdn":
		return "pgdown"
	case "del":
		return "delete"
	case "ins":
		return "insert"
	case "control":
		return "ctrl"
	case "option":
		return "alt"
	}
	return name
}

// keyName converts a key to Bubble Tea's form: modifiers in their order, then the key. A key that no terminal can send is an
// error.
func keyName(k string) (string, error) {
	if utf8.RuneCountInString(k) == 1 && k != " " {
		return k, checkPrintable(k)
	}
	parts := strings.Split(k, "+")
	if strings.HasSuffix(k, "++") {
		parts = append(parts[:len(parts)-2], "+")
	}
	last := parts[len(parts)-1]
	mods, err := modifiers(k, parts[:len(parts)-1])
	if err != nil {
		return "", err
	}
	name := keyAlias(strings.ToLower(last))
	if utf8.RuneCountInString(last) == 1 && last != " " {
		return characterKey(k, mods, last)
	}
	if !isNamedKey(name) {
		return "", fmt.Errorf("%q is not a key: use a letter, or ctrl+x, alt+x, space, enter, tab, f5, pgup and so on", k)
	}
	return strings.Join(append(mods, name), "+"), nil
}

func checkPrintable(k string) error {
	if r, _ := utf8.DecodeRuneInString(k); !unicode.IsPrint(r) {
		return fmt.Errorf("%q is not a key that can be typed", k)
	}
	return nil
}

// characterKey is a character with modifiers. Terminals report shift alone as the character it produces.
func characterKey(k string, mods []string, r string) (string, error) {
	if len(mods) == 1 && mods[0] == "shift" {
		if up := strings.ToUpper(r); up != strings.ToLower(r) {
			return up, nil
		}
		return "", fmt.Errorf("%q: use the character that shift produces", k)
	}
	return strings.Join(append(mods, strings.ToLower(r)), "+"), checkPrintable(r)
}

func modifiers(k string, words []string) ([]string, error) {
	order := []string{"ctrl", "alt", "shift", "meta", "hyper", "super"}
	var mods []string
	for _, w := range words {
		w = keyAlias(strings.ToLower(w))
		if !slices.Contains(order, w) {
			return nil, fmt.Errorf("%q is not a key: unknown modifier %q", k, w)
		}
		mods = append(mods, w)
	}
	slices.SortFunc(mods, func(a, b string) int { return slices.Index(order, a) - slices.Index(order, b) })
	return slices.Compact(mods), nil
}

func isNamedKey(name string) bool {
	switch name {
	case "enter", "tab", "backspace", "esc", "space", "up", "down", "left", "right", "begin", "find", "insert", "delete",
		"select", "pgup", "pgdown", "home", "end", "menu":
		return true
	}
	n, err := strconv.Atoi(strings.TrimPrefix(name, "f"))
	return err == nil && strings.HasPrefix(name, "f") && n >= 1 && n <= 63
}
