package fetch

import "catwatch/fetch/types"

// oddity is something in an answer that the service's model does not allow, and that we read past.
type oddity string

const (
	oddNameless  oddity = "items without a name or id, left out"
	oddTimeless  oddity = "items without a time"
	oddStatus    oddity = "unknown statuses"
	oddRepeated  oddity = "items that came twice in one list"
	oddEmptyPage oddity = "empty pages with more to follow"
	oddToken     oddity = "page tokens that came twice"
	oddEndless   oddity = "lists given up since their pages do not end"
	oddHomeless  oddity = "dev environments of a space without their project's name"
	oddRestart   oddity = "lists begun again since a page could not be had"
)

func oddities(e *types.DevEnv) []oddity {
	var odd []oddity
	if e.Status == types.StatusUnknown {
		odd = append(odd, oddStatus)
	}
	if e.Updated == 0 {
		odd = append(odd, oddTimeless)
	}
	return odd
}
