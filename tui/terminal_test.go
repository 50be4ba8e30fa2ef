package tui_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
)

func TestCopyReachesTheTerminalBehindTmuxAndScreen(t *testing.T) {
	text := base64.StdEncoding.EncodeToString([]byte("acme/payments/" + pathOf(10).DevEnv))
	for env, want := range map[string][]string{
		"":              nil,
		"TMUX=/tmp/x,1": {"\x1bPtmux;\x1b\x1b]52;c;" + text + "\a\x1b\\"},
		"STY=1.pts":     {"\x1bP\x1b]52;c;" + text + "\a\x1b\\"},
	} {
		s := newScreen(t, 160, 30)
		small(s)
		s.send(tea.EnvMsg{env})
		s.keys("enter", "enter", "y", "p")
		if got := s.raws(); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Errorf("%s: wrote %q, want %q", env, got, want)
		}
		plain := false
		for _, msg := range s.sent {
			plain = plain || strings.Contains(fmt.Sprintf("%T", msg), "setClipboard")
		}
		if !plain {
			t.Errorf("%s: the plain sequence was not sent: %v", env, s.sent)
		}
		s.shows("Copied path: acme/payments/")
	}
}

func TestMarkedRowsAreCopiedTogether(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.keys("2", "space", "space", "y")
	s.shows("Copy of 2 marked", "2 lines")
	s.keys("i")
	s.shows("Copied ID of 2 rows")
}

func TestARingTellsNoMoreThanText(t *testing.T) {
	s := newScreen(t, 160, 30)
	small(s)
	s.send(tea.EnvMsg{"TMUX=/tmp/x,1"})
	s.keys(":", "'notify failed", "enter")
	s.wait(1)
	e := testEnv(payments, 11)
	e.Status = types.Failed
	s.events(types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{e}}})
	want := "\x1bPtmux;\x1b\x1b]9;catwatch: env-11 is status:failed\a\x1b\\\a"
	if got := s.raws(); len(got) != 1 || got[0] != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
}
