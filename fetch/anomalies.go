package fetch

import (
	"catwatch/fetch/types"
)

// anomaly is something in an answer that the service's model does not allow and that is tolerated.
type anomaly string

const (
	anomalyNoName        anomaly = "items without a name or id, left out"
	anomalyNoTime        anomaly = "items without a time"
	anomalyStatus        anomaly = "unknown statuses"
	anomalyDuplicate     anomaly = "items that came twice in one list"
	anomalyEmptyPage     anomaly = "empty pages with more to follow"
	anomalyRepeatedToken anomaly = "page tokens that came twice"
	anomalyEndless       anomaly = "lists given up since their pages do not end"
	anomalyNoProject     anomaly = "dev environments of a space without their project's name"
	anomalyRestart       anomaly = "lists begun again since a page could not be had"
)

func devEnvAnomalies(e *types.DevEnv) []anomaly {
	var found []anomaly
	if e.Status == types.StatusUnknown {
		found = append(found, anomalyStatus)
	}
	if e.Updated == 0 {
		found = append(found, anomalyNoTime)
	}
	return found
}
