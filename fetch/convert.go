package fetch

import (
	"math"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"
	sdk "github.com/aws/aws-sdk-go-v2/service/codecatalyst/types"
)

func convertSpace(t sdk.SpaceSummary) Space {
	return Space{
		Name:        cleaned(t.Name),
		DisplayName: cleaned(t.DisplayName),
		Description: cleaned(t.Description),
		Region:      interned(t.RegionName),
	}
}

func convertProject(t sdk.ProjectSummary) Project {
	return Project{
		Name:        cleaned(t.Name),
		DisplayName: cleaned(t.DisplayName),
		Description: cleaned(t.Description),
	}
}

// convertDevEnv takes the space and project from where the list stands: the service may leave them out of the item.
// project is "" for the listing of a whole space, where only the item can tell.
func convertDevEnv(t *sdk.DevEnvironmentSummary, space, project Text) DevEnv {
	if project == (Text{}) {
		project = interned(t.ProjectName)
	}
	e := DevEnv{
		ID:      cleaned(t.Id),
		Alias:   cleaned(t.Alias),
		Space:   space,
		Project: project,
		Creator: interned(t.CreatorId),
		Reason:  interned(t.StatusReason),
		VPC:     interned(t.VpcConnectionName),
		Repos:   MakeText(repositories(t.Repositories)),
		IDE:     MakeText(ides(t.Ides)),
		Type:    MakeText(Clean(string(t.InstanceType))),
		Updated: seconds(t.LastUpdatedTime),
		Timeout: clamp16(t.InactivityTimeoutMinutes),
		Status:  ParseStatus(string(t.Status)),
	}
	if e.Status == StatusUnknown {
		e.Raw = MakeText(Clean(string(t.Status)))
	}
	if t.PersistentStorage != nil {
		e.Storage = clamp16(aws.ToInt32(t.PersistentStorage.SizeInGiB))
	}
	return e
}

// summary is o without what only the answer to one get carries.
func summary(o *codecatalyst.GetDevEnvironmentOutput) *sdk.DevEnvironmentSummary {
	return &sdk.DevEnvironmentSummary{
		Alias: o.Alias, CreatorId: o.CreatorId, Id: o.Id, Ides: o.Ides, InstanceType: o.InstanceType,
		InactivityTimeoutMinutes: o.InactivityTimeoutMinutes, LastUpdatedTime: o.LastUpdatedTime,
		PersistentStorage: o.PersistentStorage, ProjectName: o.ProjectName, Repositories: o.Repositories,
		SpaceName: o.SpaceName, Status: o.Status, StatusReason: o.StatusReason, VpcConnectionName: o.VpcConnectionName,
	}
}

func convertSession(t *sdk.DevEnvironmentSessionSummary) Session {
	return Session{ID: cleaned(t.Id), Started: seconds(t.StartedTime)}
}

func convertUser(o *codecatalyst.GetUserDetailsOutput) User {
	u := User{ID: cleaned(o.UserId), Name: cleaned(o.UserName), DisplayName: cleaned(o.DisplayName)}
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

func cleaned(s *string) string { return Clean(aws.ToString(s)) }

func interned(s *string) Text { return MakeText(cleaned(s)) }

// seconds is 0 where the service left the time out, and for times that no calendar of ours reaches.
func seconds(t *time.Time) int64 {
	if t == nil || t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return 0
	}
	return t.Unix()
}

func clamp16(n int32) int16 { return int16(max(0, min(n, math.MaxInt16))) }

// pack moves the strings of one page into one: ids are 36 bytes and would each be rounded up to 48.
func pack(fields []*string) {
	n := 0
	for _, f := range fields {
		n += len(*f)
	}
	var b strings.Builder
	b.Grow(n)
	for _, f := range fields {
		b.WriteString(*f)
	}
	all := b.String()
	for _, f := range fields {
		*f, all = all[:len(*f)], all[len(*f):]
	}
}

func packDevEnvs(list []DevEnv) {
	fields := make([]*string, 0, 2*len(list))
	for i := range list {
		fields = append(fields, &list[i].ID, &list[i].Alias)
	}
	pack(fields)
}

func packSessions(list []Session) {
	fields := make([]*string, 0, len(list))
	for i := range list {
		fields = append(fields, &list[i].ID)
	}
	pack(fields)
}
