package tui

import (
	"time"

	"catwatch/fetch/types"
)

// message is something that was said.
type message struct {
	at      time.Time
	text    string
	about   types.Path // the list it concerns, if any
	others  int        // further lists that it concerns
	bad     bool
	request string // the service's request id
	quiet   bool   // kept, but not shown in the last line
}

// How long the last line shows a message, and how many messages are kept.
const (
	messageFor   = 6 * time.Second
	messagesKept = 1000
)

// messages are everything that was said; the last line shows the newest.
type messages struct {
	kept    []message
	current message
}

func (s *messages) add(msg message) {
	if !msg.quiet {
		s.current = msg
	}
	if s.merge(msg) {
		return
	}
	if len(s.kept) >= messagesKept {
		s.kept = append(s.kept[:0:0], s.kept[1:]...)
	}
	s.kept = append(s.kept, msg)
}

// merge counts a message together with a recent one that says the same about another list: a lost network is one message,
// not one for each list. A message with a request id is kept separately, since support may ask for it.
func (s *messages) merge(msg message) bool {
	const lately, few = 2 * time.Minute, 20
	if msg.about == (types.Path{}) || msg.request != "" {
		return false
	}
	for i := len(s.kept) - 1; i >= max(0, len(s.kept)-few); i-- {
		if k := &s.kept[i]; k.text == msg.text && k.about != (types.Path{}) && k.request == "" && msg.at.Sub(k.at) < lately {
			k.others++
			return true
		}
	}
	return false
}

func (s *messages) expire(now time.Time) {
	if now.Sub(s.current.at) >= messageFor {
		s.current = message{}
	}
}

// outcome is how a command of ours ended, to be shown in the last line.
type outcome string

// Warning is a sentence from outside the screen about the program itself, kept with the other messages.
type Warning string

func (m *Model) say(text string) { m.messages.add(message{at: m.now, text: text}) }

func (m *Model) complain(text string) { m.messages.add(message{at: m.now, text: text, bad: true}) }
