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

// The largest pages that the service's model allows.
const (
	projectsPage = 100
	devEnvsPage  = 50
	sessionsPage = 200
)

// page is what one call of a walk brought.
type page struct {
	items     types.Items
	raw       map[string]string // names as the service wrote them, where Clean changed them
	anomalies []anomaly
	token     string    // what leads to the next page; "" on the last
	at        time.Time // when it came
	server    time.Time // the service's Date; zero when it sent none
}

func (p *page) note(o anomaly) { p.anomalies = append(p.anomalies, o) }

// keep remembers a name that the service would not know in its clean form.
func (p *page) keep(clean string, raw *string) {
	if clean == *raw {
		return
	}
	if p.raw == nil {
		p.raw = map[string]string{}
	}
	p.raw[clean] = *raw
}

// pager reads a list page by page. A page that failed is asked for again by the next call: the SDK's paginators move
// on only when a page has come (their NextPage sets the token last).
type pager struct {
	operation string
	more      func() bool
	next      func(context.Context) (page, error)
}

// paginator is what the SDK's four paginators have in common.
type paginator[O any] interface {
	HasMorePages() bool
	NextPage(context.Context, ...func(*codecatalyst.Options)) (*O, error)
}

// adapt makes one pager of the SDK's paginator and of what takes a page of it apart.
func adapt[O any](operation string, p paginator[O], read func(*O, *page) (token *string, meta middleware.Metadata, absent bool)) pager {
	next := func(ctx context.Context) (page, error) {
		var got page
		o, err := p.NextPage(ctx)
		if err != nil {
			return got, err
		}
		got.at = time.Now()
		token, meta, absent := read(o, &got)
		got.token = aws.ToString(token)
		got.server, _ = awsmiddleware.GetServerTime(meta)
		if absent && isBlank(meta) {
			return got, &types.Error{Reason: types.Garbled, Operation: operation, Cause: errBlank,
				Sentence: "The answer is empty: check the endpoint and the proxy"}
		}
		return got, nil
	}
	return pager{operation: operation, more: p.HasMorePages, next: next}
}

var errBlank = errors.New("status 200 without a list")

// isBlank tells an answer without a body, which the SDK takes for one without items, from {}.
func isBlank(meta middleware.Metadata) bool {
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
	return adapt("ListSpaces", p, func(o *codecatalyst.ListSpacesOutput, got *page) (*string, middleware.Metadata, bool) {
		for _, t := range o.Items {
			s := convertSpace(t)
			if s.Name == "" {
				got.note(anomalyNameless)
				continue
			}
			got.keep(s.Name, t.Name)
			got.items.Spaces = append(got.items.Spaces, s)
		}
		return o.NextToken, o.ResultMetadata, o.Items == nil
	})
}

// projectsPager asks for the projects the caller is a member of: any other would only refuse to list its environments.
func projectsPager(api API, space string) pager {
	in := &codecatalyst.ListProjectsInput{
		SpaceName:  &space,
		MaxResults: aws.Int32(projectsPage),
		Filters:    []sdk.ProjectListFilter{{Key: sdk.FilterKeyHasAccessTo, Values: []string{"true"}}},
	}
	p := codecatalyst.NewListProjectsPaginator(api, in, func(o *codecatalyst.ListProjectsPaginatorOptions) {
		o.StopOnDuplicateToken = true
	})
	return adapt("ListProjects", p, func(o *codecatalyst.ListProjectsOutput, got *page) (*string, middleware.Metadata, bool) {
		for _, t := range o.Items {
			s := convertProject(t)
			if s.Name == "" {
				got.note(anomalyNameless)
				continue
			}
			got.keep(s.Name, t.Name)
			got.items.Projects = append(got.items.Projects, s)
		}
		return o.NextToken, o.ResultMetadata, o.Items == nil
	})
}

// devEnvsPager lists the environments of one project, or with project "" those of the whole space. at names the list
// as we do, space and project as the service does.
func devEnvsPager(api API, at types.Path, space, project string) pager {
	in := &codecatalyst.ListDevEnvironmentsInput{SpaceName: &space, MaxResults: aws.Int32(devEnvsPage)}
	if project != "" {
		in.ProjectName = &project
	}
	p := codecatalyst.NewListDevEnvironmentsPaginator(api, in, func(o *codecatalyst.ListDevEnvironmentsPaginatorOptions) {
		o.StopOnDuplicateToken = true
	})
	inSpace, inProject := types.MakeText(at.Space), types.MakeText(at.Project)
	return adapt("ListDevEnvironments", p, func(o *codecatalyst.ListDevEnvironmentsOutput, got *page) (*string, middleware.Metadata, bool) {
		list := make([]types.DevEnv, 0, len(o.Items))
		for i := range o.Items {
			e := convertDevEnv(&o.Items[i], inSpace, inProject)
			if e.ID == "" {
				got.note(anomalyNameless)
				continue
			}
			got.keep(e.ID, o.Items[i].Id)
			got.anomalies = append(got.anomalies, anomaliesOf(&e)...)
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
	return adapt("ListDevEnvironmentSessions", p, func(o *codecatalyst.ListDevEnvironmentSessionsOutput, got *page) (*string, middleware.Metadata, bool) {
		list := make([]types.Session, 0, len(o.Items))
		for i := range o.Items {
			s := convertSession(&o.Items[i])
			if s.ID == "" {
				got.note(anomalyNameless)
				continue
			}
			if s.Started == 0 {
				got.note(anomalyTimeless)
			}
			list = append(list, s)
		}
		types.PackSessions(list)
		got.items.Sessions = list
		return o.NextToken, o.ResultMetadata, o.Items == nil
	})
}
