package styles

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

func palettes() []palette {
	return []palette{dark(), light(), contrast(), colourBlind()}
}

// Foregrounds use the 256 indexed colours, which take half the bytes of true colour on every change of style and look the
// same in terminals without true colour. Plain text uses the terminal's own colour. Only the backgrounds need true colour.
func dark() palette {
	p := palette{name: "dark", badgeText: lipgloss.Color("#16181d"), dimOnCursor: lipgloss.Color("250")}
	p.set(map[Role]string{
		Dim: "245", Frame: "240", Accent: "141", Good: "78", Unused: "208", Busy: "220", Bad: "203", Info: "45",
		Match: "227", Tab: "183", Banner: "16",
	}, map[Surface]string{Cursor: "#2d2747", OtherCursor: "#24272f", Changed: "#1c3327", Fading: "#1a251f"})
	return p
}

func light() palette {
	p := palette{name: "light", light: true, badgeText: lipgloss.Color("#ffffff"), dimOnCursor: lipgloss.Color("239")}
	p.set(map[Role]string{
		Dim: "243", Frame: "250", Accent: "56", Good: "28", Unused: "130", Busy: "94", Bad: "124", Info: "24",
		Match: "125", Tab: "55", Banner: "231",
	}, map[Surface]string{Cursor: "#efeafd", OtherCursor: "#eceef3", Changed: "#d7f2e0", Fading: "#ebf7ef"})
	return p
}

// contrast has a contrast ratio of at least 7:1 on black everywhere.
func contrast() palette {
	p := palette{name: "contrast", badgeText: lipgloss.Color("#000000")}
	p.set(map[Role]string{
		Text: "#ffffff", Dim: "#c3c7d1", Frame: "#9aa0ad", Strong: "#ffffff", Accent: "#cbb8ff",
		Good: "#6dff9e", Unused: "#ffb066", Busy: "#ffe14d", Bad: "#ff9a9a", Info: "#6be9ff", Match: "#ffe14d",
		Tab: "#ffffff", Banner: "#000000",
	}, map[Surface]string{Cursor: "#4a3a8c", OtherCursor: "#2c2f3a", Changed: "#17492c", Fading: "#12301e"})
	return p
}

// colourBlind uses blue, orange and yellow, which people with red-green colour blindness can tell apart.
func colourBlind() palette {
	p := dark()
	p.name = "colourblind"
	p.set(map[Role]string{
		Accent: "#cc79a7", Good: "#56b4e9", Unused: "#e69f00", Busy: "#f0e442", Bad: "#ff7f3f", Info: "#9ad0f5",
		Match: "#f0e442", Tab: "#f0b5d3",
	}, map[Surface]string{Cursor: "#3d2838", Changed: "#17303f", Fading: "#17232b"})
	return p
}

// forProfile reduces the palette to what a terminal with that colour profile can show well.
func (p palette) forProfile(profile colorprofile.Profile) palette {
	switch profile {
	case colorprofile.ANSI256:
		p = p.with256Colours()
	case colorprofile.ANSI:
		p = p.with16Colours()
	case colorprofile.ASCII, colorprofile.NoTTY:
		p.background, p.foreground, p.dimOnCursor = [surfaces]color.Color{}, [roles]color.Color{}, nil
	}
	return p
}

// with256Colours sets the backgrounds by hand, because the nearest of the 256 colours would be garish.
func (p palette) with256Colours() palette {
	backgrounds := map[Surface]string{Cursor: "236", OtherCursor: "234", Changed: "235", Fading: "234"}
	if p.light {
		backgrounds = map[Surface]string{Cursor: "195", OtherCursor: "255", Changed: "194", Fading: "255"}
	}
	p.set(nil, backgrounds)
	return p
}

// with16Colours sets the foregrounds by hand, because the colour nearest to orange is the red of failures, and removes the
// backgrounds, for which sixteen colours have no tints. Dark backgrounds get the bright colours.
func (p palette) with16Colours() palette {
	p.background, p.foreground, p.dimOnCursor = [surfaces]color.Color{}, [roles]color.Color{}, nil
	foregrounds := map[Role]string{Accent: "13", Good: "10", Unused: "3", Busy: "11", Bad: "9", Info: "14", Match: "11", Tab: "13"}
	if p.light {
		foregrounds = map[Role]string{Accent: "5", Good: "2", Unused: "3", Busy: "4", Bad: "1", Info: "6", Match: "5", Tab: "5"}
	}
	p.set(foregrounds, nil)
	return p
}

func (p *palette) set(foregrounds map[Role]string, backgrounds map[Surface]string) {
	for r, colour := range foregrounds {
		p.foreground[r] = lipgloss.Color(colour)
	}
	for s, colour := range backgrounds {
		p.background[s] = lipgloss.Color(colour)
	}
}
