package fetch

import (
	"math"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"
	sdk "github.com/aws/aws-sdk-go-v2/service/codecatalyst/types"

	"catwatch/fetch/types"
)

func convertSpace(t sdk.SpaceSummary) types.Space {
	return types.Space{
		Name:        cleaned(t.Name),
		DisplayName: cleaned(t.DisplayName),
		Description: cleaned(t.Description),
		Region:      interned(t.RegionName),
	}
}

func convertProject(t sdk.ProjectSummary) types.Project {
	return types.Project{
		Name:        cleaned(t.Name),
		DisplayName: cleaned(t.DisplayName),
		Description: cleaned(t.Description),
	}
}

// convertDevEnv takes the space and project from the list's path, since the service may leave them out of the item. In a
// space-wide listing project is "" and the item tells.
func convertDevEnv(t *sdk.DevEnvironmentSummary, space, project types.Text) types.DevEnv {
	if project == (types.Text{}) {
		project = interned(t.ProjectName)
	}
	e := types.DevEnv{
		ID:      cleaned(t.Id),
		Alias:   cleaned(t.Alias),
		Space:   space,
		Project: project,
		Creator: interned(t.CreatorId),
		Reason:  interned(t.StatusReason),
		VPC:     interned(t.VpcConnectionName),
		Repos:   types.MakeText(repositories(t.Repositories)),
		IDE:     types.MakeText(ides(t.Ides)),
		Type:    types.MakeText(types.Clean(string(t.InstanceType))),
		Updated: seconds(t.LastUpdatedTime),
		Timeout: timeout(t.InactivityTimeoutMinutes),
		Status:  types.ParseStatus(string(t.Status)),
	}
	if e.Status == types.StatusUnknown {
		e.Raw = types.MakeText(types.Clean(string(t.Status)))
	}
	if t.PersistentStorage != nil {
		e.Storage = clamp16(aws.ToInt32(t.PersistentStorage.SizeInGiB))
	}
	return e
}

// summary converts the answer of GetDevEnvironment to an item of a list.
func summary(o *codecatalyst.GetDevEnvironmentOutput) *sdk.DevEnvironmentSummary {
	return &sdk.DevEnvironmentSummary{
		Alias: o.Alias, CreatorId: o.CreatorId, Id: o.Id, Ides: o.Ides, InstanceType: o.InstanceType,
		InactivityTimeoutMinutes: o.InactivityTimeoutMinutes, LastUpdatedTime: o.LastUpdatedTime,
		PersistentStorage: o.PersistentStorage, ProjectName: o.ProjectName, Repositories: o.Repositories,
		SpaceName: o.SpaceName, Status: o.Status, StatusReason: o.StatusReason, VpcConnectionName: o.VpcConnectionName,
	}
}

func convertSession(t *sdk.DevEnvironmentSessionSummary) types.Session {
	return types.Session{ID: cleaned(t.Id), Started: seconds(t.StartedTime)}
}

func convertUser(o *codecatalyst.GetUserDetailsOutput) types.User {
	u := types.User{ID: cleaned(o.UserId), Name: cleaned(o.UserName), DisplayName: cleaned(o.DisplayName)}
	if o.PrimaryEmail != nil {
		u.Email = cleaned(o.PrimaryEmail.Email)
	}
	return u
}

func repositories(list []sdk.DevEnvironmentRepositorySummary) string {
	if len(list) == 1 && list[0].BranchName == nil {
		return cleaned(list[0].RepositoryName)
	}
	var words []string
	for _, r := range list {
		word := cleaned(r.RepositoryName)
		if branch := cleaned(r.BranchName); branch != "" {
			word += "@" + branch
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func ides(list []sdk.Ide) string {
	var words []string
	for _, i := range list {
		words = append(words, strings.TrimSpace(cleaned(i.Name)+" "+cleaned(i.Runtime)))
	}
	return strings.Join(words, " ")
}

func cleaned(s *string) string { return types.Clean(aws.ToString(s)) }

func interned(s *string) types.Text { return types.MakeText(cleaned(s)) }

// seconds returns t in Unix seconds; 0 if the service left it out or its year has not four digits.
func seconds(t *time.Time) int64 {
	if t == nil || t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return 0
	}
	return t.Unix()
}

// timeout is TimeoutUnknown where withTimeouts found none.
func timeout(minutes int32) int16 {
	if minutes < 0 {
		return types.TimeoutUnknown
	}
	return clamp16(minutes)
}

func clamp16(n int32) int16 { return int16(max(0, min(n, math.MaxInt16))) }
