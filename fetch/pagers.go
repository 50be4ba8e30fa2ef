package fetch

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"
	sdk "github.com/aws/aws-sdk-go-v2/service/codecatalyst/types"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"catwatch/fetch/types"
)

// The largest page sizes that the service's model allows.
const (
	projectsPage = 100
	devEnvsPage  = 50
	sessionsPage = 200
)

// page is one page of a list.
type page struct {
	items        types.Items
	serviceNames map[string]string // the service's names by their cleaned form, where these differ
	anomalies    []anomaly
	token        string    // of the next page; "" on the last page
	receivedAt   time.Time // by our clock
	serverTime   time.Time // the service's Date header; zero if there was none
}

func (p *page) noteAnomaly(o anomaly) { p.anomalies = append(p.anomalies, o) }

// keepServiceName records a name that requests must not send in its cleaned form.
func (p *page) keepServiceName(clean string, raw *string) {
	if clean == *raw {
		return
	}
	if p.serviceNames == nil {
		p.serviceNames = map[string]string{}
	}
	p.serviceNames[clean] = *raw
}

// pager reads a list page by page. After a failure the next call reads the same page again: the SDK's paginators advance only
// on success (NextPage sets the token last).
type pager struct {
	operation string
	more      func() bool
	next      func(context.Context) (page, error)
}

// paginator is the common interface of the SDK's four paginators.
type paginator[O any] interface {
	HasMorePages() bool
	NextPage(context.Context, ...func(*codecatalyst.Options)) (*O, error)
}

// newPager returns a pager over a paginator of the SDK; read converts one page.
func newPager[O any](operation string, p paginator[O], read func(*O, *page) (token *string, meta middleware.Metadata, absent bool)) pager {
	next := func(ctx context.Context) (page, error) {
		var got page
		o, err := p.NextPage(ctx)
		if err != nil {
			return got, err
		}
		got.receivedAt = time.Now()
		token, meta, absent := read(o, &got)
		got.token = aws.ToString(token)
		got.serverTime, _ = awsmiddleware.GetServerTime(meta)
		if absent && isEmptyAnswer(meta) {
			return got, &types.Error{Reason: types.Garbled, Operation: operation, Cause: errEmptyAnswer,
				Sentence: "The answer is empty: check the endpoint and the proxy"}
		}
		return got, nil
	}
	return pager{operation: operation, more: p.HasMorePages, next: next}
}

var errEmptyAnswer = errors.New("status 200 without a list")

// isEmptyAnswer tells an answer without a body from {}: the SDK takes both for a list without items.
func isEmptyAnswer(meta middleware.Metadata) bool {
	raw, ok := awsmiddleware.GetRawResponse(meta).(*smithyhttp.Response)
	if !ok {
		return false
	}
	kind := raw.Header.Get("Content-Type")
	return raw.ContentLength == 0 || raw.StatusCode == http.StatusNoContent || kind == ""
}

func spacesPager(api API) pager {
	p := codecatalyst.NewListSpacesPaginator(api, nil, func(o *codecatalyst.ListSpacesPaginatorOptions) {
		o.StopOnDuplicateToken = true
	})
	return newPager("ListSpaces", p, func(o *codecatalyst.ListSpacesOutput, got *page) (*string, middleware.Metadata, bool) {
		for _, t := range o.Items {
			s := convertSpace(t)
			if s.Name == "" {
				got.noteAnomaly(anomalyNoName)
				continue
			}
			got.keepServiceName(s.Name, t.Name)
			got.items.Spaces = append(got.items.Spaces, s)
		}
		return o.NextToken, o.ResultMetadata, o.Items == nil
	})
}

// projectsPager lists the projects that the caller has access to: for others, listing environments would be denied.
func projectsPager(api API, space string) pager {
	in := &codecatalyst.ListProjectsInput{
		SpaceName:  &space,
		MaxResults: aws.Int32(projectsPage),
		Filters:    []sdk.ProjectListFilter{{Key: sdk.FilterKeyHasAccessTo, Values: []string{"true"}}},
	}
	p := codecatalyst.NewListProjectsPaginator(api, in, func(o *codecatalyst.ListProjectsPaginatorOptions) {
		o.StopOnDuplicateToken = true
	})
	return newPager("ListProjects", p, func(o *codecatalyst.ListProjectsOutput, got *page) (*string, middleware.Metadata, bool) {
		for _, t := range o.Items {
			s := convertProject(t)
			if s.Name == "" {
				got.noteAnomaly(anomalyNoName)
				continue
			}
			got.keepServiceName(s.Name, t.Name)
			got.items.Projects = append(got.items.Projects, s)
		}
		return o.NextToken, o.ResultMetadata, o.Items == nil
	})
}

// devEnvsPager lists the environments of one project, or of the whole space if project is "". space and project are the
// service's names, at holds the cleaned ones.
func devEnvsPager(api API, at types.Path, space, project string) pager {
	in := &codecatalyst.ListDevEnvironmentsInput{SpaceName: &space, MaxResults: aws.Int32(devEnvsPage)}
	if project != "" {
		in.ProjectName = &project
	}
	p := codecatalyst.NewListDevEnvironmentsPaginator(api, in, func(o *codecatalyst.ListDevEnvironmentsPaginatorOptions) {
		o.StopOnDuplicateToken = true
	})
	inSpace, inProject := types.MakeText(at.Space), types.MakeText(at.Project)
	return newPager("ListDevEnvironments", p, func(o *codecatalyst.ListDevEnvironmentsOutput, got *page) (*string, middleware.Metadata, bool) {
		list := make([]types.DevEnv, 0, len(o.Items))
		for i := range o.Items {
			e := convertDevEnv(&o.Items[i], inSpace, inProject)
			if e.ID == "" {
				got.noteAnomaly(anomalyNoName)
				continue
			}
			got.keepServiceName(e.ID, o.Items[i].Id)
			got.anomalies = append(got.anomalies, devEnvAnomalies(&e)...)
			list = append(list, e)
		}
		types.PackDevEnvs(list)
		got.items.DevEnvs = list
		return o.NextToken, o.ResultMetadata, o.Items == nil
	})
}

func sessionsPager(api API, space, project, devEnv string) pager {
	in := &codecatalyst.ListDevEnvironmentSessionsInput{
		SpaceName: &space, ProjectName: &project, DevEnvironmentId: &devEnv, MaxResults: aws.Int32(sessionsPage),
	}
	p := codecatalyst.NewListDevEnvironmentSessionsPaginator(api, in, func(o *codecatalyst.ListDevEnvironmentSessionsPaginatorOptions) {
		o.StopOnDuplicateToken = true
	})
	return newPager("ListDevEnvironmentSessions", p, func(o *codecatalyst.ListDevEnvironmentSessionsOutput, got *page) (*string, middleware.Metadata, bool) {
		list := make([]types.Session, 0, len(o.Items))
		for i := range o.Items {
			s := convertSession(&o.Items[i])
			if s.ID == "" {
				got.noteAnomaly(anomalyNoName)
				continue
			}
			if s.Started == 0 {
				got.noteAnomaly(anomalyNoTime)
			}
			list = append(list, s)
		}
		types.PackSessions(list)
		got.items.Sessions = list
		return o.NextToken, o.ResultMetadata, o.Items == nil
	})
}
