package tui

import "catwatch/tui/cell"

// All geometry is here: which part of the screen gets which cells. Nothing else adds or subtracts widths of the screen.

// The smallest screen on which anything is shown, and the widths at which Browse shows three and four panes.
const (
	minWidth, minHeight = 40, 8
	threePanes          = 90
	fourPanes           = 140
)

// layout is where everything is. A part of no height is not shown.
type layout struct {
	header, tabs, crumbs, prompt, body, detail, footer cell.Rect
	panes                                              [4]cell.Rect // of Browse; one of no width is not shown
	tooSmall                                           bool
}

// lay divides a screen of w by h cells. With prompt, there is a line for the filter; focus is the pane that has the keys.
func lay(w, h int, browse, prompt bool, focus pane) layout {
	if w < minWidth || h < minHeight {
		return layout{tooSmall: true}
	}
	l, y := layout{}, 0
	line := func(wanted bool) cell.Rect {
		r := cell.Rect{X: 0, Y: y, W: w, H: 0}
		if wanted {
			r.H = 1
			y++
		}
		return r
	}
	roomy := h >= 12
	l.header = line(true)
	l.tabs = line(roomy)
	l.crumbs = line(browse && w < threePanes)
	l.prompt = line(prompt)
	below := 1
	if roomy {
		below = 2
	}
	l.body = cell.Rect{X: 0, Y: y, W: w, H: h - y - below}
	y += l.body.H
	l.detail = line(roomy)
	l.footer = line(true)
	if browse {
		l.panes = divide(l.body, focus)
	}
	return l
}

// divide gives each visible pane its least width, then enough to show all that matters: first projects and environments,
// then the pane that has the keys. Of what is left that pane gets a third; the rest is shared by need.
func divide(body cell.Rect, focus pane) (panes [4]cell.Rect) {
	first, last := visible(body.W, focus)
	widths, need := [4]int{21, 24, 40, 26}, [4]int{1, 2, 5, 2}
	left, needs := body.W, 0
	for p := first; p <= last; p++ {
		left -= widths[p]
		needs += need[p]
	}
	enough := [4]int{30, 31, 62, 36}
	for _, p := range []pane{projectsPane, devEnvsPane, focus, sessionsPane} {
		if p >= first && p <= last {
			more := min(max(0, left), max(0, enough[p]-widths[p]))
			widths[p] += more
			left -= more
		}
	}
	bonus := max(0, left) / 3
	x := body.X
	for p := first; p <= last; p++ {
		w := widths[p] + (left-bonus)*need[p]/needs
		if p == focus {
			w += bonus
		}
		if p == last {
			w = body.X + body.W - x
		}
		panes[p] = cell.Rect{X: x, Y: body.Y, W: w, H: body.H}
		x += w
	}
	return panes
}

func visible(w int, focus pane) (first, last pane) {
	switch {
	case w >= fourPanes:
		return spacesPane, sessionsPane
	case w >= threePanes:
		first = max(spacesPane, min(focus-1, devEnvsPane-1))
		return first, first + 2
	}
	return focus, focus
}
