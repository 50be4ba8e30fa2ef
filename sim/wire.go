package sim

import "time"

// The responses, as in the model. Optional members are left out if they are empty.

type spaceItem struct {
	Name        string `json:"name"`
	RegionName  string `json:"regionName"`
	DisplayName string `json:"displayName,omitempty"`
	Description string `json:"description,omitempty"`
}

type projectItem struct {
	SpaceName   string `json:"spaceName,omitempty"` // only in GetProject
	Name        string `json:"name"`
	DisplayName string `json:"displayName,omitempty"`
	Description string `json:"description,omitempty"`
}

type devEnvItem struct {
	SpaceName                string           `json:"spaceName,omitempty"`
	ProjectName              string           `json:"projectName,omitempty"`
	ID                       string           `json:"id"`
	LastUpdatedTime          string           `json:"lastUpdatedTime,omitempty"`
	CreatorID                string           `json:"creatorId"`
	Status                   Status           `json:"status"`
	StatusReason             string           `json:"statusReason,omitempty"`
	Repositories             []repositoryItem `json:"repositories"`
	Alias                    string           `json:"alias,omitempty"`
	IDEs                     []ideItem        `json:"ides,omitempty"`
	InstanceType             string           `json:"instanceType"`
	InactivityTimeoutMinutes int16            `json:"inactivityTimeoutMinutes"`
	PersistentStorage        storageItem      `json:"persistentStorage"`
	VPCConnectionName        string           `json:"vpcConnectionName,omitempty"`
}

type repositoryItem struct {
	RepositoryName string `json:"repositoryName"`
	BranchName     string `json:"branchName,omitempty"`
}

type ideItem struct {
	Runtime string `json:"runtime,omitempty"`
	Name    string `json:"name,omitempty"`
}

type storageItem struct {
	SizeInGiB int16 `json:"sizeInGiB"`
}

type sessionItem struct {
	SpaceName        string `json:"spaceName,omitempty"`
	ProjectName      string `json:"projectName,omitempty"`
	DevEnvironmentID string `json:"devEnvironmentId"`
	StartedTime      string `json:"startedTime,omitempty"`
	ID               string `json:"id"`
}

type listing[T any] struct {
	NextToken string `json:"nextToken,omitempty"`
	Items     []T    `json:"items"`
}

type devEnvRef struct {
	SpaceName   string `json:"spaceName"`
	ProjectName string `json:"projectName"`
	ID          string `json:"id"`
	Status      Status `json:"status,omitempty"`
	SessionID   string `json:"sessionId,omitempty"`
	VPC         string `json:"vpcConnectionName,omitempty"`
}

// timestamp formats a time as in the service's documentation.
func timestamp(unixNano int64) string {
	return time.Unix(0, unixNano).UTC().Format("2006-01-02T15:04:05.000000-07:00")
}

func (s *space) item() spaceItem {
	return spaceItem{Name: s.Name, RegionName: s.Region, DisplayName: s.DisplayName, Description: s.Description}
}

func (p *project) item() projectItem {
	return projectItem{Name: p.Name, DisplayName: p.DisplayName, Description: p.Description}
}

func (e *devEnv) item(q Quirks) devEnvItem {
	item := devEnvItem{
		SpaceName: e.project.space.Name, ProjectName: e.project.Name, ID: e.id, LastUpdatedTime: timestamp(e.updated),
		CreatorID: e.creator.ID, Status: e.status, StatusReason: e.reason, Alias: e.alias,
		Repositories: make([]repositoryItem, len(e.repos)), InstanceType: e.instance,
		InactivityTimeoutMinutes: e.timeout, PersistentStorage: storageItem{e.storage}, VPCConnectionName: e.vpc,
	}
	for i, r := range e.repos {
		item.Repositories[i] = repositoryItem{r.Name, r.Branch}
	}
	if *e.ide != (IDE{}) {
		item.IDEs = []ideItem{{Runtime: e.ide.Runtime, Name: e.ide.Name}}
	}
	if q.Nameless {
		item.SpaceName, item.ProjectName = "", ""
	}
	if q.NoTimes {
		item.LastUpdatedTime = ""
	}
	return item
}

func (e *devEnv) sessionItem(s session, q Quirks) sessionItem {
	item := sessionItem{
		SpaceName: e.project.space.Name, ProjectName: e.project.Name, DevEnvironmentID: e.id,
		StartedTime: timestamp(s.started), ID: s.id,
	}
	if q.Nameless {
		item.SpaceName, item.ProjectName = "", ""
	}
	if q.NoTimes {
		item.StartedTime = ""
	}
	return item
}

func (e *devEnv) ref() devEnvRef {
	return devEnvRef{SpaceName: e.project.space.Name, ProjectName: e.project.Name, ID: e.id}
}
