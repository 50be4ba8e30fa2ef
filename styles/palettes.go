package styles

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

func palettes() []palette {
	return []palette{dark(), light(), contrast(), colourBlind()}
}

// The inks are of the 256 indexed colours, which take half the bytes of true colour on every change of style and look the
// same in terminals that have no more; text is in the terminal's own. Only the tints need true colour.
func dark() palette {
	p := palette{name: "dark", paper: lipgloss.Color("#16181d"), near: lipgloss.Color("250")}
	p.set(map[Role]string{
		Dim: "245", Frame: "240", Accent: "141", Good: "78", Unused: "208", Busy: "220", Bad: "203", Info: "45",
		Match: "227", Tab: "183", Banner: "16",
	}, map[Surface]string{Cursor: "#2d2747", Shadow: "#24272f", Changed: "#1c3327", Fading: "#1a251f"})
	return p
}

func light() palette {
	p := palette{name: "light", light: true, paper: lipgloss.Color("#ffffff"), near: lipgloss.Color("239")}
	p.set(map[Role]string{
		Dim: "243", Frame: "250", Accent: "56", Good: "28", Unused: "130", Busy: "94", Bad: "124", Info: "24",
		Match: "125", Tab: "55", Banner: "231",
	}, map[Surface]string{Cursor: "#efeafd", Shadow: "#eceef3", Changed: "#d7f2e0", Fading: "#ebf7ef"})
	return p
}

// contrast has nothing below 7:1 on black.
func contrast() palette {
	p := palette{name: "contrast", paper: lipgloss.Color("#000000")}
	p.set(map[Role]string{
		Text: "#ffffff", Dim: "#c3c7d1", Frame: "#9aa0ad", Strong: "#ffffff", Accent: "#cbb8ff",
		Good: "#6dff9e", Unused: "#ffb066", Busy: "#ffe14d", Bad: "#ff9a9a", Info: "#6be9ff", Match: "#ffe14d",
		Tab: "#ffffff", Banner: "#000000",
	}, map[Surface]string{Cursor: "#4a3a8c", Shadow: "#2c2f3a", Changed: "#17492c", Fading: "#12301e"})
	return p
}

// colourBlind keeps to blue, orange and yellow, which red-green deficiencies tell apart.
func colourBlind() palette {
	p := dark()
	p.name = "colourblind"
	p.set(map[Role]string{
		Accent: "#cc79a7", Good: "#56b4e9", Unused: "#e69f00", Busy: "#f0e442", Bad: "#ff7f3f", Info: "#9ad0f5",
		Match: "#f0e442", Tab: "#f0b5d3",
	}, map[Surface]string{Cursor: "#3d2838", Changed: "#17303f", Fading: "#17232b"})
	return p
}

// within leaves of the palette what a terminal of that profile can show well.
func (p palette) within(profile colorprofile.Profile) palette {
	switch profile {
	case colorprofile.ANSI256:
		p = p.indexed()
	case colorprofile.ANSI:
		p = p.sixteen()
	case colorprofile.ASCII, colorprofile.NoTTY:
		p.ground, p.ink, p.near = [surfaces]color.Color{}, [roles]color.Color{}, nil
	}
	return p
}

// indexed replaces the tints by what 256 colours have to offer: the nearest ones would be gaudy.
func (p palette) indexed() palette {
	tints := map[Surface]string{Cursor: "236", Shadow: "234", Changed: "235", Fading: "234"}
	if p.light {
		tints = map[Surface]string{Cursor: "195", Shadow: "255", Changed: "194", Fading: "255"}
	}
	p.set(nil, tints)
	return p
}

// sixteen chooses by hand, since the nearest colour to orange is the red of what failed, and leaves out the tints, which
// sixteen colours do not have. The bright ones are for dark grounds.
func (p palette) sixteen() palette {
	p.ground, p.ink, p.near = [surfaces]color.Color{}, [roles]color.Color{}, nil
	inks := map[Role]string{Accent: "13", Good: "10", Unused: "3", Busy: "11", Bad: "9", Info: "14", Match: "11", Tab: "13"}
	if p.light {
		inks = map[Role]string{Accent: "5", Good: "2", Unused: "3", Busy: "4", Bad: "1", Info: "6", Match: "5", Tab: "5"}
	}
	p.set(inks, nil)
	return p
}

func (p *palette) set(ink map[Role]string, ground map[Surface]string) {
	for r, hex := range ink {
		p.ink[r] = lipgloss.Color(hex)
	}
	for s, hex := range ground {
		p.ground[s] = lipgloss.Color(hex)
	}
}
