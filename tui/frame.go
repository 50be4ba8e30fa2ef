package tui

// frame is the last frame drawn, and decides whether another must be made. The rule: a frame stays good until a message
// changes something. Every message does, except those for which route returns unchanged; so a new kind of message is shown
// unless somebody says that it need not be. What a list has yet to load or arrange does not count: its rows are not on
// screen before a message brings them.
type frame struct {
	content string
	title   string // of the window
	good    bool   // it shows what is so
}

// effect is what a message did to what is shown.
type effect bool

const (
	unchanged effect = false
	changed   effect = true
)

// after notes what a message did.
func (f *frame) after(e effect) { f.good = f.good && e == unchanged }

// get returns the frame, drawn again if it must be.
func (f *frame) get(draw func() (content, title string)) (content, title string) {
	if !f.good {
		f.content, f.title = draw()
		f.good = true
	}
	return f.content, f.title
}
