package fetch

import "catwatch/fetch/types"

// anomaly is something in an answer that the service's model does not allow, and that we read past.
type anomaly string

const (
	anomalyNameless  anomaly = "items without a name or id, left out"
	anomalyTimeless  anomaly = "items without a time"
	anomalyStatus    anomaly = "unknown statuses"
	anomalyRepeated  anomaly = "items that came twice in one list"
	anomalyEmptyPage anomaly = "empty pages with more to follow"
	anomalyToken     anomaly = "page tokens that came twice"
	anomalyEndless   anomaly = "lists given up since their pages do not end"
	anomalyNoProject anomaly = "dev environments of a space without their project's name"
	anomalyRestart   anomaly = "lists begun again since a page could not be had"
)

func anomaliesOf(e *types.DevEnv) []anomaly {
	var odd []anomaly
	if e.Status == types.StatusUnknown {
		odd = append(odd, anomalyStatus)
	}
	if e.Updated == 0 {
		odd = append(odd, anomalyTimeless)
	}
	return odd
}
