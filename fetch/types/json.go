package types

import (
	"strings"
	"time"
)

// The types below are the values in the API's words: the member names of the service's model, and RFC 3339 times.
// What the service did not say is left out.
type (
	spaceDoc struct {
		Name        string `json:"name"`
		RegionName  string `json:"regionName"`
		DisplayName string `json:"displayName,omitempty"`
		Description string `json:"description,omitempty"`
	}
	projectDoc struct {
		SpaceName   string `json:"spaceName"`
		Name        string `json:"name"`
		DisplayName string `json:"displayName,omitempty"`
		Description string `json:"description,omitempty"`
	}
	repositoryDoc struct {
		RepositoryName string `json:"repositoryName"`
		BranchName     string `json:"branchName,omitempty"`
	}
	ideDoc struct {
		Name    string `json:"name"`
		Runtime string `json:"runtime,omitempty"`
	}
	storageDoc struct {
		SizeInGiB int16 `json:"sizeInGiB"`
	}
	devEnvDoc struct {
		SpaceName                string          `json:"spaceName"`
		ProjectName              string          `json:"projectName"`
		ID                       string          `json:"id"`
		Alias                    string          `json:"alias,omitempty"`
		Status                   string          `json:"status"`
		StatusReason             string          `json:"statusReason,omitempty"`
		InstanceType             string          `json:"instanceType"`
		InactivityTimeoutMinutes *int16          `json:"inactivityTimeoutMinutes,omitempty"`
		LastUpdatedTime          string          `json:"lastUpdatedTime,omitempty"`
		CreatorID                string          `json:"creatorId"`
		Repositories             []repositoryDoc `json:"repositories"`
		IDEs                     []ideDoc        `json:"ides,omitempty"`
		PersistentStorage        storageDoc      `json:"persistentStorage"`
		VPCConnectionName        string          `json:"vpcConnectionName,omitempty"`
	}
	sessionDoc struct {
		SpaceName        string `json:"spaceName"`
		ProjectName      string `json:"projectName"`
		DevEnvironmentID string `json:"devEnvironmentId"`
		Alias            string `json:"devEnvironmentAlias,omitempty"` // not the API's: ids alone tell people little
		ID               string `json:"id"`
		StartedTime      string `json:"startedTime,omitempty"`
	}
)

// SpaceJSON is s in the API's words, for encoding/json.
func SpaceJSON(s *Space) any {
	return spaceDoc{s.Name, s.Region.String(), s.DisplayName, s.Description}
}

// ProjectJSON is p of the named space in the API's words.
func ProjectJSON(space string, p *Project) any {
	return projectDoc{space, p.Name, p.DisplayName, p.Description}
}

// DevEnvJSON is e in the API's words.
func DevEnvJSON(e *DevEnv) any {
	d := devEnvDoc{
		SpaceName: e.Space.String(), ProjectName: e.Project.String(), ID: e.ID, Alias: e.Alias,
		Status: e.StatusWord(), StatusReason: e.Reason.String(), InstanceType: e.Type.String(),
		LastUpdatedTime: stamp(e.Updated), CreatorID: e.Creator.String(),
		Repositories: []repositoryDoc{}, PersistentStorage: storageDoc{e.Storage}, VPCConnectionName: e.VPC.String(),
	}
	if minutes := e.Timeout; minutes != TimeoutUnknown {
		d.InactivityTimeoutMinutes = &minutes
	}
	for _, r := range strings.Fields(e.Repos.String()) {
		name, branch, _ := strings.Cut(r, "@")
		d.Repositories = append(d.Repositories, repositoryDoc{name, branch})
	}
	if name, runtime, _ := strings.Cut(e.IDE.String(), " "); name != "" {
		d.IDEs = []ideDoc{{name, runtime}}
	}
	return d
}

// SessionJSON is s of e in the API's words.
func SessionJSON(e *DevEnv, s Session) any {
	return sessionDoc{e.Space.String(), e.Project.String(), e.ID, e.Alias, s.ID, stamp(s.Started)}
}

func stamp(unix int64) string {
	if unix == 0 {
		return ""
	}
	return time.Unix(unix, 0).UTC().Format(time.RFC3339)
}
