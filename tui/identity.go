package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/fetch/types"
	"catwatch/keymap"
)

// SignIn is who is signed in, and for how long. It is sent as a message whenever that changes.
type SignIn struct {
	Who         string // display or user name, once the service has told it
	Profile     string
	Expires     time.Time // of the access token; zero when there is none
	Refreshable bool      // it is renewed automatically
	Problem     string    // why there is no sign-in, in a sentence; "" when there is one
	Curable     bool      // signing in solves it
	Warning     string    // what is wrong although the sign-in works, in a sentence; "" if nothing is
	Mark        string    // Warning in one to three words
}

// Identity signs in and switches profiles for the screen. Login reports its steps as LoginStep messages.
type Identity interface {
	Login() tea.Cmd
	CancelLogin()
	Profiles() []string
	Switch(profile string) tea.Cmd // ends in a Switched message
}

// LoginStep is the progress of a sign-in.
type LoginStep struct {
	Code    string // to be typed at URL
	URL     string
	Full    string // the URL with the code in it
	Expires time.Time
	Trouble string // why the last poll failed; polling goes on
	Done    bool
	Failed  string // a sentence
}

// Switched says that everything comes from another identity now. What is known through the old one is dropped.
type Switched struct {
	Source Source
	SignIn SignIn
	Failed string
}

func (m *Model) onSignIn(s SignIn) tea.Cmd {
	was := m.signIn
	m.signIn = s
	if s.Problem != "" && s.Problem != was.Problem {
		m.complain(m.cure(s.Problem))
		m.recordSignIn(s.Problem)
	}
	if s.Warning != "" && s.Mark != was.Mark {
		m.complain(m.cure(s.Warning))
		m.recordSignIn(s.Warning)
	}
	if was.Problem != "" && s.Problem == "" {
		m.say("Signed in" + as(s.Who))
		m.recordSignIn("signed in" + as(s.Who))
		m.opts.Source.Touch(m.path())
	}
	return nil
}

// cure adds the key for signing in to a sentence about the sign-in, if that helps.
func (m *Model) cure(sentence string) string {
	bare, whole := strings.CutSuffix(sentence, ".")
	key := m.keys.Key(keymap.SignIn)
	if !whole || !m.signIn.Curable || key == "" {
		return sentence
	}
	return bare + ": press " + key
}

// reason is why a list could not be read, with what to do about it.
func (m *Model) reason(e *types.Error) string {
	if e.Reason == types.SignIn {
		return m.cure(e.Sentence)
	}
	return e.Sentence
}

// briefReason is the reason in few enough words for a pane.
func (m *Model) briefReason(e *types.Error) string {
	if e.Reason == types.SignIn && m.signIn.Curable {
		return m.cure("Not signed in.")
	}
	return e.Sentence
}

func as(who string) string {
	if who == "" {
		return ""
	}
	return " as " + who
}

// profileCommand switches to another profile, or lists them.
func (m *Model) profileCommand(r request) tea.Cmd {
	if r.arg == "" {
		m.say("Profiles: " + strings.Join(m.opts.Identity.Profiles(), ", "))
		return nil
	}
	m.say("Switching to profile " + r.arg)
	return m.opts.Identity.Switch(r.arg)
}

func profileNames(m *Model, _ string) []string {
	if m.opts.Identity == nil {
		return nil
	}
	return m.opts.Identity.Profiles()
}
