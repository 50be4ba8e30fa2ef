package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// terminal is what the program knows of where it is shown: tmux and screen keep sequences to themselves that are not
// meant for them, unless these are wrapped.
type terminal struct{ tmux, screen bool }

func terminalOf(env tea.EnvMsg) terminal {
	return terminal{tmux: env.Getenv("TMUX") != "", screen: env.Getenv("STY") != ""}
}

// clipboard sends text by OSC 52. tmux takes the plain sequence where set-clipboard is on, and passes the wrapped one
// where allow-passthrough is, so it gets both.
func (t terminal) clipboard(text string) tea.Cmd {
	if plain := ansi.SetSystemClipboard(text); t.tmux || t.screen {
		return tea.Batch(tea.SetClipboard(text), tea.Raw(t.wrapped(plain)))
	}
	return tea.SetClipboard(text)
}

// ring sends the bell, which reaches everybody, and OSC 9, which reaches the desktop where the terminal knows it.
func (t terminal) alert(text string) tea.Cmd {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, text)
	return tea.Raw(t.wrapped(ansi.Notify(text)) + "\a")
}

func (t terminal) wrapped(sequence string) string {
	const screenLimit = 768 // bytes screen takes in one string
	switch {
	case t.tmux:
		return ansi.TmuxPassthrough(sequence)
	case t.screen:
		return ansi.ScreenPassthrough(sequence, screenLimit)
	}
	return sequence
}
