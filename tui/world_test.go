package tui_test

import (
	"fmt"
	"time"

	"catwatch/fetch/types"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// world fills the screen: spaces × projects × environments, every tenth of them RUNNING with 0 to 2 sessions.
func (s *screen) world(spaces, projects, envs int) {
	s.events(worldEvents(spaces, projects, envs)...)
}

func worldEvents(spaces, projects, envs int) []types.Event {
	var all []types.Event
	top := types.Event{At: noon}
	for i := range spaces {
		space := fmt.Sprintf("space-%d", i)
		top.Items.Spaces = append(top.Items.Spaces, types.Space{Name: space, Region: types.MakeText("us-west-2")})
		list := types.Event{Path: types.Path{Space: space}, At: noon}
		for j := range projects {
			project := fmt.Sprintf("project-%03d", j)
			list.Items.Projects = append(list.Items.Projects, types.Project{Name: project})
			all = append(all, envEvents(types.Path{Space: space, Project: project}, envs, i*projects*envs+j*envs)...)
		}
		all = append(all, list)
	}
	return append([]types.Event{top}, all...)
}

func envEvents(p types.Path, n, from int) []types.Event {
	list := types.Event{Path: p, At: noon}
	var sessions []types.Event
	for i := range n {
		e := testEnv(p, from+i)
		list.Items.DevEnvs = append(list.Items.DevEnvs, e)
		if e.Status == types.Running {
			sessions = append(sessions, sessionEvent(e.Path(), (from+i)/10%3))
		}
	}
	return append([]types.Event{list}, sessions...)
}

var statuses = [10]types.Status{types.Running, types.Stopped, types.Stopped, types.Stopped, types.Stopped, types.Starting, types.Stopped, types.Failed, types.Stopped, types.Stopped}

func testEnv(p types.Path, i int) types.DevEnv {
	return types.DevEnv{
		ID: fmt.Sprintf("%08d-0000-4000-8000-%012d", i, i), Alias: fmt.Sprintf("env-%d", i),
		Space: types.MakeText(p.Space), Project: types.MakeText(p.Project), Creator: types.MakeText("u-1"),
		Type: types.MakeText("dev.standard1.large"), Repos: types.MakeText("payments@main"), IDE: types.MakeText("VSCode"),
		Updated: noon.Add(-time.Duration(i%500) * time.Minute).Unix(), Timeout: int16(i % 4 * 15), Storage: 32, Status: statuses[i%10],
	}
}

func sessionEvent(p types.Path, n int) types.Event {
	e := types.Event{Path: p, At: noon}
	for i := range n {
		e.Items.Sessions = append(e.Items.Sessions, types.Session{ID: fmt.Sprintf("s%s%d", p.DevEnv[:8], i), Started: noon.Add(-time.Hour).Unix()})
	}
	return e
}

var (
	acme     = types.Path{Space: "acme"}
	payments = types.Path{Space: "acme", Project: "payments"}
)

// small is one space with two projects and three environments, of which one is RUNNING and has a session.
func small(s *screen) {
	s.events(
		types.Event{Items: types.Items{Spaces: []types.Space{{Name: "acme"}}}},
		types.Event{Path: acme, Items: types.Items{Projects: []types.Project{{Name: "payments"}, {Name: "search"}}}},
		types.Event{Path: payments, Items: types.Items{DevEnvs: []types.DevEnv{testEnv(payments, 10), testEnv(payments, 11), testEnv(payments, 12)}}},
		types.Event{Path: types.Path{Space: "acme", Project: "search"}},
		sessionEvent(pathOf(10), 1),
	)
}

func pathOf(i int) types.Path {
	e := testEnv(payments, i)
	return e.Path()
}

var firstProject = types.Path{Space: "space-0", Project: "project-000"}

// dated has all lists read at that moment.
func dated(events []types.Event, at time.Time) []types.Event {
	for i := range events {
		events[i].At = at
	}
	return events
}

// failEverything has every list of small fail for that reason, as often as it takes to be reported.
func (s *screen) failEverything(e *types.Error) {
	for range 2 {
		for _, p := range []types.Path{{}, acme, payments, {Space: "acme", Project: "search"}, pathOf(10)} {
			s.events(types.Event{Path: p, Err: e, Retry: s.now.Add(4 * time.Second)})
		}
	}
}
