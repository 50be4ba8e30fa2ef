package styles

import (
	"image/color"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// Role is what a piece of text means.
type Role uint8

// The roles.
const (
	Text   Role = iota // names and values
	Dim                // what can be read past
	Frame              // borders at rest
	Strong             // titles and the item in question
	Accent             // focus, keys, the cursor's bar
	Good               // running, fresh
	Unused             // running with nobody connected
	Busy               // in transition, being read, held back
	Bad                // failed, refused, never stops
	Info               // sessions
	Match              // what the filter matched
	Tab                // the view that is open
	Banner             // a state that must not be missed: paused, offline
	roles
)

// Surface is what a piece of text lies on.
type Surface uint8

// The surfaces.
const (
	Plain   Surface = iota
	Cursor          // the row under the cursor where the keys go
	Shadow          // the row under the cursor of another pane
	Changed         // a row that changed a moment ago
	Fading          // the same, some seconds later
	Gone            // a row that has just left
	surfaces
)

// Off ends whatever a role began.
const Off = "\x1b[m"

// Theme is every visual choice, ready to be written: for each role on each surface the escape sequence that begins it.
type Theme struct {
	Glyphs
	Name string
	Dark bool
	on   [roles][surfaces]string
}

// Options choose a theme. The zero value is the one for dark terminals in full colour.
type Options struct {
	Name    string // one of Names; "" and "auto" follow Light
	Light   bool   // the terminal's background is light
	Profile colorprofile.Profile
	ASCII   bool // no glyph beyond ASCII
	Written bool // blanks must be written: the terminal erases to its own ground, as GNU screen does
}

// Names are the themes that can be asked for by name.
func Names() []string {
	names := []string{"auto"}
	for _, p := range palettes() {
		names = append(names, p.name)
	}
	return names
}

// Known reports whether name is one of Names.
func Known(name string) bool { return name == "" || slices.Contains(Names(), name) }

// New makes the theme. A name that is not known gives the automatic one.
func New(o Options) *Theme {
	p := choose(o).within(o.Profile)
	t := &Theme{Glyphs: glyphs(o.ASCII), Name: p.name, Dark: !p.light}
	// Unknown is the zero profile: the terminal has not been asked yet, and most speak true colour.
	few := o.Profile != colorprofile.Unknown && o.Profile <= colorprofile.ANSI
	for r := range roles {
		for s := range surfaces {
			st := p.style(r, s, few)
			if o.Written && s != Plain && p.ground[s] != nil {
				st = p.swapped(st, r, s)
			}
			t.on[r][s] = prefix(st)
		}
	}
	return t
}

// On begins role r on surface s; Off ends it.
func (t *Theme) On(r Role, s Surface) string { return t.on[r][s] }

func choose(o Options) palette {
	all := palettes()
	for _, p := range all {
		if p.name == o.Name {
			return p
		}
	}
	if o.Light {
		return all[1]
	}
	return all[0]
}

func (p palette) style(r Role, s Surface, few bool) lipgloss.Style {
	st := lipgloss.NewStyle()
	if few && s == Cursor {
		// With sixteen colours or none a tint is lost: reverse video carries the cursor, in one colour for the whole row.
		return st.Reverse(true).Bold(r == Strong).Underline(r == Match)
	}
	if c := p.inkOn(r, s); c != nil {
		st = st.Foreground(c)
	}
	if c := p.ground[s]; c != nil {
		st = st.Background(c)
	}
	st = st.Bold(r == Strong || r == Tab || r == Banner || s == Changed && r != Dim)
	st = st.Faint(few && (r == Dim || r == Frame)).Underline(r == Match).Strikethrough(s == Gone)
	if r == Tab || r == Banner {
		st = p.badge(st, r, few)
	}
	return st
}

func (p palette) inkOn(r Role, s Surface) color.Color {
	if r == Dim && s == Cursor && p.near != nil {
		return p.near
	}
	return p.ink[r]
}

// swapped looks the same, with text and ground exchanged twice: what is in reverse video is never erased, always written.
func (p palette) swapped(st lipgloss.Style, r Role, s Surface) lipgloss.Style {
	ink := p.inkOn(r, s)
	if ink == nil {
		ink = lipgloss.Color("252")
		if p.light {
			ink = lipgloss.Color("235")
		}
	}
	return st.Foreground(p.ground[s]).Background(ink).Reverse(true)
}

func (p palette) badge(st lipgloss.Style, r Role, few bool) lipgloss.Style {
	if few {
		return st.UnsetForeground().Reverse(true)
	}
	if r == Banner {
		return st.Foreground(p.paper).Background(p.ink[Busy])
	}
	return st.Background(p.ground[Cursor])
}

// prefix is what lipgloss writes before a text in style st: rendering each cell with it would cost seventy times as much.
func prefix(st lipgloss.Style) string {
	before, _, _ := strings.Cut(st.Render("x"), "x")
	return before
}

type palette struct {
	name   string
	light  bool
	paper  color.Color // the opposite of the text, for text on a badge
	near   color.Color // Dim on the cursor's row, which is to be read; nil: as elsewhere
	ink    [roles]color.Color
	ground [surfaces]color.Color
}
