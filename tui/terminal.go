package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// terminal is what is known about the terminal. tmux and screen swallow sequences that they do not handle themselves, unless
// these are wrapped.
type terminal struct{ tmux, screen bool }

func terminalOf(env tea.EnvMsg) terminal {
	return terminal{tmux: env.Getenv("TMUX") != "", screen: env.Getenv("STY") != ""}
}

// clipboard sends text by OSC 52. tmux handles the plain sequence if set-clipboard is on, and passes the wrapped one on if
// allow-passthrough is, so it gets both.
func (t terminal) clipboard(text string) tea.Cmd {
	if plain := ansi.SetSystemClipboard(text); t.tmux || t.screen {
		return tea.Batch(tea.SetClipboard(text), tea.Raw(t.wrapped(plain)))
	}
	return tea.SetClipboard(text)
}

// alert sends the bell, which works everywhere, and OSC 9, a desktop notification in terminals that know it.
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
	const screenLimit = 768 // bytes that screen accepts in one string
	switch {
	case t.tmux:
		return ansi.TmuxPassthrough(sequence)
	case t.screen:
		return ansi.ScreenPassthrough(sequence, screenLimit)
	}
	return sequence
}
