package tui_test

import (
	"testing"
	"time"
	"unsafe"

	"catwatch/fetch"
	"catwatch/filter"
	"catwatch/tui"
)

var rowsNow = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func sampleEnv() *fetch.DevEnv {
	return &fetch.DevEnv{
		ID: "0f3c9a1e-7b2d-4c55-9a10-000000000001", Alias: "Api-Dev", Space: fetch.MakeText("acme"), Project: fetch.MakeText("payments"),
		Creator: fetch.MakeText("u-1"), Repos: fetch.MakeText("core@main web@next"), IDE: fetch.MakeText("VSCode public.ecr/x"),
		VPC: fetch.MakeText("corp"), Type: fetch.MakeText("dev.standard1.large"), Updated: rowsNow.Add(-3 * time.Hour).Unix(),
		Timeout: 15, Storage: 32, Status: fetch.Running,
	}
}

func TestFiltersOfDevEnvironments(t *testing.T) {
	row := tui.DevEnvRow(sampleEnv(), fetch.Use{Known: true, Since: rowsNow.Add(-23 * time.Minute)}, "Ada Ångström")
	row.Read = rowsNow.Add(-4 * time.Second).Unix()
	for text, want := range map[string]bool{
		"": true, "api": true, "ÅNGSTRÖM": true, "payments": true, "!payments": false, "webnext": false, "next": true,
		"space:acme project:pay": true, "env=api-dev": true, "id:0f3c": true, "alias:dev": true,
		"status:running,starting": true, "status:stopped": false, "type>=large": true, "type:xlarge": false,
		"owner:ada": true, "repo:web": true, "repo:next": false, "branch:next": true, "ide:vscode": true, "vpc=corp": true,
		"timeout:15": true, "timeout:0": false, "sessions:0": true, "unused>20m": true, "unused>30m": false,
		"updated>2h": true, "age<2h": false, "fresh<5s": true,
	} {
		f, err := filter.Parse(text, tui.Fields(fetch.DevEnvs))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := f.Match(&row, rowsNow.Unix()); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestWhatIsNotKnownMatchesNothing(t *testing.T) {
	row := tui.DevEnvRow(&fetch.DevEnv{ID: "x", Status: fetch.Stopped}, fetch.Use{}, "")
	for _, text := range []string{"sessions:0", "unused>0", "updated>0", "fresh>0"} {
		f, err := filter.Parse(text, tui.Fields(fetch.DevEnvs))
		if err != nil {
			t.Fatal(err)
		}
		if f.Match(&row, rowsNow.Unix()) {
			t.Errorf("%q matches", text)
		}
	}
}

func TestFiltersOfTheOtherRows(t *testing.T) {
	env := sampleEnv()
	session := tui.SessionRow(env, &fetch.Session{ID: "s-77", Started: rowsNow.Add(-2 * time.Hour).Unix()}, "Ada")
	space := tui.SpaceRow(&fetch.Space{Name: "acme", DisplayName: "Acme Inc", Region: fetch.MakeText("us-west-2")})
	project := tui.ProjectRow("acme", &fetch.Project{Name: "payments", Description: "Money"})
	for _, c := range []struct {
		kind fetch.Kind
		row  *tui.Row
		text string
		want bool
	}{
		{fetch.Sessions, &session, "age>1h started<3h", true},
		{fetch.Sessions, &session, "id:s-77 env:api owner:ada space:acme", true},
		{fetch.Sessions, &session, "id:0f3c", false},
		{fetch.Sessions, &session, "api-dev s-77", true},
		{fetch.Spaces, &space, "space=acme inc us-west", true},
		{fetch.Spaces, &space, "space:payments", false},
		{fetch.Projects, &project, "space:acme project:pay money", true},
		{fetch.Projects, &project, "project:acme", false},
	} {
		f, err := filter.Parse(c.text, tui.Fields(c.kind))
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if got := f.Match(c.row, rowsNow.Unix()); got != c.want {
			t.Errorf("%q: %v", c.text, got)
		}
	}
	if _, err := filter.Parse("status:running", tui.Fields(fetch.Projects)); err == nil {
		t.Error("a project has no status")
	}
}

func TestFiltersOfChanges(t *testing.T) {
	row := tui.ChangeRow(&fetch.Change{
		Kind: fetch.StatusChanged, Path: sampleEnv().Path(), Name: "Api-Dev", To: fetch.Failed, Reason: "No capacity left",
	}, "RUNNING → FAILED")
	for text, want := range map[string]bool{
		"failed": true, "capacity": true, "payments": true, "nobody": false, "space:acme": true, "project:pay": true, "env=api-dev": true,
		"id:0f3c": true, "env:web": false,
	} {
		f, err := filter.Parse(text, filter.All)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Match(&row, rowsNow.Unix()); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestRowsAreSmallAndIndexedOnesAreAskedForNothing(t *testing.T) {
	if got := unsafe.Sizeof(tui.Row{}); got > 80 {
		t.Errorf("a row takes %d bytes", got)
	}
	row := tui.DevEnvRow(sampleEnv(), fetch.Use{}, "Ada")
	before := row.Text()
	row.SetText(row.Text())
	if row.Text() != before {
		t.Error("the kept text is another")
	}
	env := sampleEnv()
	env.Repos = fetch.MakeText("core@main")
	row = tui.DevEnvRow(env, fetch.Use{}, "Ada")
	row.SetText(row.Text())
	f, err := filter.Parse("api status:running repo:core branch:main timeout:15", tui.Fields(fetch.DevEnvs))
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { f.Match(&row, rowsNow.Unix()) }); n > 0 {
		t.Errorf("matching allocates %v times", n)
	}
}
