package styles_test

import (
	"image/color"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"catwatch/styles"
)

func roles() (all []styles.Role) {
	for r := styles.Text; r <= styles.Banner; r++ {
		all = append(all, r)
	}
	return all
}

func surfaces() (all []styles.Surface) {
	for s := styles.Plain; s <= styles.Gone; s++ {
		all = append(all, s)
	}
	return all
}

func TestEveryNameIsATheme(t *testing.T) {
	for _, name := range styles.Names() {
		if !styles.Known(name) {
			t.Errorf("%s is listed but not known", name)
		}
		if got := styles.New(styles.Options{Name: name}).Name; name != "auto" && got != name {
			t.Errorf("%s makes %s", name, got)
		}
	}
	if styles.Known("mauve") || !styles.Known("") {
		t.Error("an unknown name is known, or the empty name is not")
	}
}

func TestAutoFollowsTheBackground(t *testing.T) {
	for light, want := range map[bool]string{false: "dark", true: "light"} {
		for _, name := range []string{"", "auto", "mauve"} {
			if got := styles.New(styles.Options{Name: name, Light: light}); got.Name != want || got.Dark == light {
				t.Errorf("%q on light=%v is %s", name, light, got.Name)
			}
		}
	}
	if got := styles.New(styles.Options{Name: "dark", Light: true}).Name; got != "dark" {
		t.Errorf("dark asked for on a light background is %s", got)
	}
}

var colour = regexp.MustCompile(`\x1b\[[0-9;]*\b(3[0-9]|4[0-9]|9[0-7]|10[0-7])\b`)

func TestWithoutColourNothingIsColoured(t *testing.T) {
	for _, name := range styles.Names() {
		theme := styles.New(styles.Options{Name: name, Profile: colorprofile.ASCII})
		for _, r := range roles() {
			for _, s := range surfaces() {
				if on := theme.On(r, s); colour.MatchString(on) {
					t.Errorf("%s: role %d on surface %d is coloured: %q", name, r, s, on)
				}
			}
			if on := theme.On(r, styles.Cursor); !regexp.MustCompile(`[\[;]7[;m]`).MatchString(on) {
				t.Errorf("%s: the cursor's row is not reversed for role %d: %q", name, r, on)
			}
		}
		if theme.On(styles.Dim, styles.Plain) == theme.On(styles.Strong, styles.Plain) {
			t.Errorf("%s: titles look like secondary text", name)
		}
	}
}

func TestColoursTellTheRolesApart(t *testing.T) {
	for _, name := range styles.Names() {
		for _, p := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
			theme := styles.New(styles.Options{Name: name, Profile: p})
			seen := map[string]styles.Role{}
			for _, r := range []styles.Role{styles.Text, styles.Dim, styles.Accent, styles.Good, styles.Unused, styles.Busy, styles.Bad, styles.Info} {
				on := theme.On(r, styles.Plain)
				if other, ok := seen[on]; ok {
					t.Errorf("%s: roles %d and %d look the same", name, r, other)
				}
				seen[on] = r
			}
			for _, s := range surfaces()[1:] {
				if theme.On(styles.Text, s) == theme.On(styles.Text, styles.Plain) {
					t.Errorf("%s: surface %d looks like the plain one", name, s)
				}
			}
		}
	}
}

// Failed, unused and in transition must not become one colour when there are few.
func TestSixteenColoursTellTheStatesApart(t *testing.T) {
	for _, name := range styles.Names() {
		theme := styles.New(styles.Options{Name: name, Profile: colorprofile.ANSI})
		seen := map[string]styles.Role{}
		for _, r := range []styles.Role{styles.Text, styles.Dim, styles.Accent, styles.Good, styles.Unused, styles.Busy, styles.Bad, styles.Info} {
			on := theme.On(r, styles.Plain)
			if other, ok := seen[on]; ok {
				t.Errorf("%s: roles %d and %d look the same: %q", name, r, other, on)
			}
			seen[on] = r
			if regexp.MustCompile(`[34]8;[25]`).MatchString(on) {
				t.Errorf("%s: role %d has a colour beyond the sixteen: %q", name, r, on)
			}
		}
	}
}

// Renderers write a blank in reverse video, and never replace it by erasing.
func TestBackgroundsSurviveWithoutBackgroundErase(t *testing.T) {
	for _, name := range styles.Names() {
		theme := styles.New(styles.Options{Name: name, NoBackgroundErase: true, Profile: colorprofile.ANSI256})
		for _, r := range roles() {
			for _, s := range []styles.Surface{styles.Cursor, styles.OtherCursor, styles.Changed, styles.Fading} {
				if on := theme.On(r, s); !regexp.MustCompile(`[\[;]7[;m]`).MatchString(on) {
					t.Errorf("%s: role %d on surface %d could be erased: %q", name, r, s, on)
				}
			}
		}
	}
}

// WCAG requires a ratio of 4.5:1 for text, and 3:1 where a shape and a word say the same.
func TestCursorRowIsLegible(t *testing.T) {
	for _, name := range []string{"dark", "light", "contrast", "colourblind"} {
		for _, p := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
			theme := styles.New(styles.Options{Name: name, Profile: p})
			for _, r := range []styles.Role{styles.Dim, styles.Good, styles.Unused, styles.Busy, styles.Bad, styles.Info, styles.Accent} {
				on := theme.On(r, styles.Cursor)
				if got := ratio(coloursOf(t, on)); got < 3.9 || r == styles.Dim && got < 4.5 {
					t.Errorf("%s: role %d on the cursor's row has %.1f to 1: %q", name, r, got, on)
				}
			}
		}
	}
}

// coloursOf are the luminances of text and ground that a sequence sets.
func coloursOf(t *testing.T, on string) (text, ground float64) {
	t.Helper()
	found := regexp.MustCompile(`([34])8;(?:2;(\d+);(\d+);(\d+)|5;(\d+))`).FindAllStringSubmatch(on, -1)
	if len(found) != 2 {
		t.Fatalf("%q does not set two colours", on)
	}
	lum := map[string]float64{}
	for _, f := range found {
		n := func(i int) uint8 { v, _ := strconv.Atoi(f[i]); return uint8(v) }
		var c color.Color = color.RGBA{n(2), n(3), n(4), 255}
		if f[5] != "" {
			c = ansi.IndexedColor(n(5))
		}
		lum[f[1]] = luminance(c)
	}
	return lum["3"], lum["4"]
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		if s := float64(v) / 0xffff; s > 0.04045 {
			return math.Pow((s+0.055)/1.055, 2.4)
		} else {
			return s / 12.92
		}
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func ratio(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }

func TestSequencesTakeNoCells(t *testing.T) {
	for _, p := range []colorprofile.Profile{colorprofile.Unknown, colorprofile.ASCII, colorprofile.ANSI, colorprofile.ANSI256, colorprofile.TrueColor} {
		theme := styles.New(styles.Options{Profile: p})
		for _, r := range roles() {
			for _, s := range surfaces() {
				if got := ansi.StringWidth(theme.On(r, s) + styles.Off); got != 0 {
					t.Errorf("role %d on surface %d takes %d cells", r, s, got)
				}
			}
		}
	}
}

// Layout counts each glyph as one cell; the wider ones are listed here.
func TestGlyphsAreOneCell(t *testing.T) {
	wider := map[string]int{"Block": 2}
	for _, ascii := range []bool{false, true} {
		marks := reflect.ValueOf(styles.New(styles.Options{ASCII: ascii}).Glyphs)
		for i := range marks.NumField() {
			name, mark := marks.Type().Field(i).Name, marks.Field(i).String()
			want := max(1, wider[name])
			if ascii && (name == "AtLeast" || name == "Arrow") {
				want = 2
			}
			if got := ansi.StringWidth(mark); got != want {
				t.Errorf("ascii=%v: %s is %q, %d cells", ascii, name, mark, got)
			}
			for _, r := range mark {
				if ascii && r > '~' {
					t.Errorf("%s is %q, which is not ASCII", name, mark)
				}
			}
		}
	}
}
