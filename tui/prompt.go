package tui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"catwatch/styles"
	"catwatch/tui/table"
)

// purpose is what is being typed.
type purpose uint8

const (
	notTyping purpose = iota
	typingFilter
	typingCommand
	typingSearch
)

// prompt is the line being typed: a filter, a command, or a search in a text.
type prompt struct {
	purpose     purpose
	began       table.Key // the row under the cursor when typing began
	input       textinput.Model
	past        []string // commands typed before, oldest first
	recall      int      // how far back in past; 0: not recalling
	draft       string   // what had been typed before recalling
	completions []string // completions of the last word
	completion  int      // the one inserted; -1: none yet
	stem        string   // what the completions replace
	problem     string   // what is wrong with what is typed
}

func newPrompt() prompt {
	in := textinput.New()
	in.Prompt = ""
	in.SetVirtualCursor(false)
	in.KeyMap.Paste.SetEnabled(false) // it would run a program to read the clipboard; terminals paste by themselves
	return prompt{input: in, completion: -1}
}

func (p *prompt) restyle(t *styles.Theme) {
	s := textinput.DefaultStyles(t.Dark)
	plain := lipgloss.NewStyle()
	s.Focused.Text, s.Focused.Prompt, s.Blurred.Text = plain, plain, plain
	p.input.SetStyles(s)
}

// begin starts typing with a text to edit.
func (p *prompt) begin(why purpose, text string) tea.Cmd {
	p.purpose, p.recall, p.draft, p.problem = why, 0, "", ""
	p.dropCompletions()
	p.input.SetValue(text)
	p.input.CursorEnd()
	return p.input.Focus()
}

func (p *prompt) end() {
	p.purpose = notTyping
	p.input.Blur()
	p.dropCompletions()
}

func (p *prompt) text() string { return p.input.Value() }

func (p *prompt) replace(text string) {
	p.input.SetValue(text)
	p.input.CursorEnd()
}

// dropCompletions drops the completions, because the text they were for has changed.
func (p *prompt) dropCompletions() { p.completions, p.completion, p.stem = nil, -1, "" }

// complete inserts the next completion of the text.
func (p *prompt) complete(back bool, offers func(text string) []string) {
	if p.completions == nil {
		p.stem = p.text()
		p.completions = offers(p.stem)
	}
	if len(p.completions) == 0 {
		return
	}
	n := len(p.completions)
	switch {
	case !back:
		p.completion = (p.completion + 1) % n
	case p.completion < 0:
		p.completion = n - 1
	default:
		p.completion = (p.completion + n - 1) % n
	}
	p.replace(p.completions[p.completion])
}

// remember keeps a command for recall.
func (p *prompt) remember(text string) {
	if text != "" && (len(p.past) == 0 || p.past[len(p.past)-1] != text) {
		p.past = append(p.past, text)
	}
}

// walk recalls an earlier command: by one goes back, by minus one forward.
func (p *prompt) walk(by int) {
	if p.recall == 0 {
		p.draft = p.text()
	}
	p.recall = max(0, min(p.recall+by, len(p.past)))
	if p.recall == 0 {
		p.replace(p.draft)
		return
	}
	p.replace(p.past[len(p.past)-p.recall])
}
