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
	Dim                // secondary text
	Frame              // borders of unfocused panes
	Strong             // titles, and what a dialog is about
	Accent             // focus, keys, the cursor bar
	Good               // running, fresh
	Unused             // running with nobody connected
	Busy               // in transition, being read, rate limited
	Bad                // failed, access denied, never stops
	Info               // sessions
	Match              // what the filter matched
	Tab                // the current view
	Banner             // a state that must not be missed: paused, offline
	roles
)

// Surface is the background a piece of text is on.
type Surface uint8

// The surfaces.
const (
	Plain       Surface = iota
	Cursor              // the row under the cursor in the focused pane
	OtherCursor         // the row under the cursor in another pane
	Changed             // a row that changed a moment ago
	Fading              // the same, some seconds later
	Gone                // a row that was just removed
	surfaces
)

// Off ends the style that On began.
const Off = "\x1b[m"

// Theme is every visual choice, ready to write: the escape sequence that begins each role on each surface.
type Theme struct {
	Glyphs
	Name string
	Dark bool
	on   [roles][surfaces]string
}

// Options choose a theme. The zero value is the dark theme in full colour.
type Options struct {
	Name              string // one of Names; "" and "auto" follow Light
	Light             bool   // the terminal's background is light
	Profile           colorprofile.Profile
	ASCII             bool // no glyph beyond ASCII
	NoBackgroundErase bool // erasing leaves the terminal's own background, as in GNU screen, so blanks must be written
}

// Names are the names of the themes, and auto.
func Names() []string {
	names := []string{"auto"}
	for _, p := range palettes() {
		names = append(names, p.name)
	}
	return names
}

// Known reports whether name is one of Names.
func Known(name string) bool { return name == "" || slices.Contains(Names(), name) }

// New creates a theme. An unknown name means auto.
func New(o Options) *Theme {
	p := choosePalette(o).forProfile(o.Profile)
	t := &Theme{Glyphs: glyphs(o.ASCII), Name: p.name, Dark: !p.light}
	// Unknown is the zero profile: the terminal has not been asked yet, and most speak true colour.
	fewColours := o.Profile != colorprofile.Unknown && o.Profile <= colorprofile.ANSI
	for r := range roles {
		for s := range surfaces {
			st := p.style(r, s, fewColours)
			if o.NoBackgroundErase && s != Plain && p.background[s] != nil {
				st = p.reversed(st, r, s)
			}
			t.on[r][s] = escapeSequence(st)
		}
	}
	return t
}

// On begins role r on surface s; Off ends it.
func (t *Theme) On(r Role, s Surface) string { return t.on[r][s] }

func choosePalette(o Options) palette {
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

func (p palette) style(r Role, s Surface, fewColours bool) lipgloss.Style {
	st := lipgloss.NewStyle()
	if fewColours && s == Cursor {
		// Sixteen colours or none have no background tints: reverse video marks the cursor, in one colour for the whole row.
		return st.Reverse(true).Bold(r == Strong).Underline(r == Match)
	}
	if c := p.foregroundOn(r, s); c != nil {
		st = st.Foreground(c)
	}
	if c := p.background[s]; c != nil {
		st = st.Background(c)
	}
	st = st.Bold(r == Strong || r == Tab || r == Banner || s == Changed && r != Dim)
	st = st.Faint(fewColours && (r == Dim || r == Frame)).Underline(r == Match).Strikethrough(s == Gone)
	if r == Tab || r == Banner {
		st = p.badge(st, r, fewColours)
	}
	return st
}

func (p palette) foregroundOn(r Role, s Surface) color.Color {
	if r == Dim && s == Cursor && p.dimOnCursor != nil {
		return p.dimOnCursor
	}
	return p.foreground[r]
}

// reversed looks the same as st, with the colours swapped and reverse video on: renderers write blanks in reverse video
// instead of erasing them.
func (p palette) reversed(st lipgloss.Style, r Role, s Surface) lipgloss.Style {
	foreground := p.foregroundOn(r, s)
	if foreground == nil {
		foreground = lipgloss.Color("252")
		if p.light {
			foreground = lipgloss.Color("235")
		}
	}
	return st.Foreground(p.background[s]).Background(foreground).Reverse(true)
}

func (p palette) badge(st lipgloss.Style, r Role, fewColours bool) lipgloss.Style {
	if fewColours {
		return st.UnsetForeground().Reverse(true)
	}
	if r == Banner {
		return st.Foreground(p.badgeText).Background(p.foreground[Busy])
	}
	return st.Background(p.background[Cursor])
}

// escapeSequence is what lipgloss writes before text in style st. Rendering each cell with lipgloss would take seventy times
// as long.
func escapeSequence(st lipgloss.Style) string {
	before, _, _ := strings.Cut(st.Render("x"), "x")
	return before
}

type palette struct {
	name        string
	light       bool
	badgeText   color.Color // the text on a badge
	dimOnCursor color.Color // Dim on the cursor's row, for legibility; nil: as elsewhere
	foreground  [roles]color.Color
	background  [surfaces]color.Color
}
