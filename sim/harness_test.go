package sim_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst/types"
	"github.com/aws/smithy-go/auth/bearer"

	"catwatch/sim"
)

// sdk is the AWS SDK's client for the world, in process.
func sdk(w *sim.World, token string) *codecatalyst.Client {
	return sdkOver(w.HTTPClient(), "", token)
}

func sdkOver(over codecatalyst.HTTPClient, endpoint, token string) *codecatalyst.Client {
	o := codecatalyst.Options{
		HTTPClient:              over,
		BearerAuthTokenProvider: bearer.StaticTokenProvider{Token: bearer.Token{Value: token}},
		Retryer:                 aws.NopRetryer{},
	}
	if endpoint != "" {
		o.BaseEndpoint = &endpoint
	}
	return codecatalyst.New(o)
}

// tree is everything a client sees, in order.
type tree struct {
	spaces, projects, envs, sessions []string
	pages                            map[string]int
}

func (x *tree) page(level string) { x.pages[level]++ }

// walk reads everything that the caller has access to, as the official clients do.
func walk(t *testing.T, c *codecatalyst.Client) *tree {
	t.Helper()
	x := &tree{pages: map[string]int{}}
	for p := codecatalyst.NewListSpacesPaginator(c, &codecatalyst.ListSpacesInput{}); p.HasMorePages(); x.page("spaces") {
		out, err := p.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range out.Items {
			x.spaces = append(x.spaces, *s.Name)
			x.walkProjects(t, c, *s.Name)
		}
	}
	return x
}

func (x *tree) walkProjects(t *testing.T, c *codecatalyst.Client, space string) {
	t.Helper()
	for p := codecatalyst.NewListProjectsPaginator(c, &codecatalyst.ListProjectsInput{
		SpaceName: &space, Filters: []types.ProjectListFilter{{Key: types.FilterKeyHasAccessTo, Values: []string{"true"}}},
	}); p.HasMorePages(); x.page("projects") {
		out, err := p.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range out.Items {
			x.projects = append(x.projects, space+"/"+*i.Name)
			x.walkEnvs(t, c, space, *i.Name)
		}
	}
}

func (x *tree) walkEnvs(t *testing.T, c *codecatalyst.Client, space, project string) {
	t.Helper()
	for p := codecatalyst.NewListDevEnvironmentsPaginator(c, &codecatalyst.ListDevEnvironmentsInput{
		SpaceName: &space, ProjectName: &project, MaxResults: aws.Int32(50),
	}); p.HasMorePages(); x.page("envs") {
		out, err := p.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range out.Items {
			x.envs = append(x.envs, space+"/"+project+"/"+*e.Id)
			if e.Status == types.DevEnvironmentStatusRunning {
				x.walkSessions(t, c, space, project, *e.Id)
			}
		}
	}
}

func (x *tree) walkSessions(t *testing.T, c *codecatalyst.Client, space, project, env string) {
	t.Helper()
	for p := codecatalyst.NewListDevEnvironmentSessionsPaginator(c, &codecatalyst.ListDevEnvironmentSessionsInput{
		SpaceName: &space, ProjectName: &project, DevEnvironmentId: &env,
	}); p.HasMorePages(); x.page("sessions") {
		out, err := p.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range out.Items {
			x.sessions = append(x.sessions, env+"/"+*s.Id)
		}
	}
}

// truth is the same, read from the world itself.
func truth(w *sim.World) *tree {
	x := &tree{}
	for _, s := range w.Spaces() {
		x.spaces = append(x.spaces, s.Name)
		for _, p := range w.Projects(s.Name) {
			if p.NotMember {
				continue
			}
			x.projects = append(x.projects, s.Name+"/"+p.Name)
			for _, e := range w.DevEnvs(s.Name, p.Name) {
				x.envs = append(x.envs, s.Name+"/"+p.Name+"/"+e.ID)
				for _, i := range w.Sessions(s.Name, p.Name, e.ID) {
					x.sessions = append(x.sessions, e.ID+"/"+i.ID)
				}
			}
		}
	}
	return x
}

func verify(ctx context.Context, c *codecatalyst.Client) error {
	_, err := c.VerifySession(ctx, &codecatalyst.VerifySessionInput{})
	return err
}

// ask sends a request given as "METHOD path body", with the default token.
func ask(t *testing.T, w *sim.World, request string) (*http.Response, map[string]any) {
	t.Helper()
	method, rest, _ := strings.Cut(request, " ")
	path, body, _ := strings.Cut(rest, " ")
	r, err := http.NewRequestWithContext(t.Context(), method, "https://codecatalyst.global.api.aws"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+sim.DefaultToken)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return send(t, w, r)
}

func send(t *testing.T, w *sim.World, r *http.Request) (*http.Response, map[string]any) {
	t.Helper()
	res, err := w.HTTPClient().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	answer := map[string]any{}
	_ = json.Unmarshal(payload, &answer)
	return res, answer
}

// elapse advances the synctest bubble's clock by d and waits until all goroutines are idle. No real time passes; outside a
// bubble it panics.
func elapse(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
