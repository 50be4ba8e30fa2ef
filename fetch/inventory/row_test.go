package inventory_test

import (
	"testing"
	"time"
	"unsafe"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/filter"
)

var rowsNow = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func sampleEnv() *types.DevEnv {
	return &types.DevEnv{
		ID: "0f3c9a1e-7b2d-4c55-9a10-000000000001", Alias: "Api-Dev", Space: types.MakeText("acme"), Project: types.MakeText("payments"),
		Creator: types.MakeText("u-1"), Repos: types.MakeText("core@main web@next"), IDE: types.MakeText("VSCode public.ecr/x"),
		VPC: types.MakeText("corp"), Type: types.MakeText("dev.standard1.large"), Updated: rowsNow.Add(-3 * time.Hour).Unix(),
		Timeout: 15, Storage: 32, Status: types.Running,
	}
}

func TestFiltersOfDevEnvironments(t *testing.T) {
	row := inventory.DevEnvRow(sampleEnv(), inventory.Use{Known: true, Current: true, Since: rowsNow.Add(-23 * time.Minute)}, "Ada Ångström")
	row.Read = rowsNow.Add(-4 * time.Second).Unix()
	for text, want := range map[string]bool{
		"": true, "api": true, "ÅNGSTRÖM": true, "payments": true, "!payments": false, "webnext": false, "next": true,
		"space:acme project:pay": true, "env=api-dev": true, "id:0f3c": true, "alias:dev": true,
		"status:running,starting": true, "status:stopped": false, "type>=large": true, "type:xlarge": false,
		"owner:ada": true, "repo:web": true, "repo:next": false, "branch:next": true, "ide:vscode": true, "vpc=corp": true,
		"timeout:15": true, "timeout:0": false, "sessions:0": true, "unused>20m": true, "unused>30m": false,
		"updated>2h": true, "age<2h": false, "fresh<5s": true,
	} {
		f, err := filter.Parse(text, inventory.Fields(types.DevEnvs))
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
	row := inventory.DevEnvRow(&types.DevEnv{ID: "x", Status: types.Stopped}, inventory.Use{}, "")
	for _, text := range []string{"sessions:0", "unused>0", "updated>0", "fresh>0"} {
		f, err := filter.Parse(text, inventory.Fields(types.DevEnvs))
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
	session := inventory.SessionRow(env, &types.Session{ID: "s-77", Started: rowsNow.Add(-2 * time.Hour).Unix()}, "Ada")
	space := inventory.SpaceRow(&types.Space{Name: "acme", DisplayName: "Acme Inc", Region: types.MakeText("us-west-2")})
	project := inventory.ProjectRow("acme", &types.Project{Name: "payments", Description: "Money"})
	for _, c := range []struct {
		kind types.Kind
		row  *inventory.Row
		text string
		want bool
	}{
		{types.Sessions, &session, "age>1h started<3h", true},
		{types.Sessions, &session, "id:s-77 env:api owner:ada space:acme", true},
		{types.Sessions, &session, "id:0f3c", false},
		{types.Sessions, &session, "api-dev s-77", true},
		{types.Spaces, &space, "space=acme inc us-west", true},
		{types.Spaces, &space, "space:payments", false},
		{types.Projects, &project, "space:acme project:pay money", true},
		{types.Projects, &project, "project:acme", false},
	} {
		f, err := filter.Parse(c.text, inventory.Fields(c.kind))
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if got := f.Match(c.row, rowsNow.Unix()); got != c.want {
			t.Errorf("%q: %v", c.text, got)
		}
	}
	if _, err := filter.Parse("status:running", inventory.Fields(types.Projects)); err == nil {
		t.Error("a project has no status")
	}
}

func TestFiltersOfChanges(t *testing.T) {
	row := inventory.ChangeRow(&types.Change{
		Kind: types.StatusChanged, Path: sampleEnv().Path(), Name: "Api-Dev", To: types.Failed, Reason: "No capacity left",
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
	if got := unsafe.Sizeof(inventory.Row{}); got > 80 {
		t.Errorf("a row takes %d bytes", got)
	}
	row := inventory.DevEnvRow(sampleEnv(), inventory.Use{}, "Ada")
	before := row.Text()
	row.SetText(row.Text())
	if row.Text() != before {
		t.Error("the kept text is another")
	}
	env := sampleEnv()
	env.Repos = types.MakeText("core@main")
	row = inventory.DevEnvRow(env, inventory.Use{}, "Ada")
	row.SetText(row.Text())
	f, err := filter.Parse("api status:running repo:core branch:main timeout:15", inventory.Fields(types.DevEnvs))
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { f.Match(&row, rowsNow.Unix()) }); n > 0 {
		t.Errorf("matching allocates %v times", n)
	}
}

func TestDatedNumbersMatchOnlyWhereTheFilterSaysSo(t *testing.T) {
	use := inventory.Use{Known: true, Since: rowsNow.Add(-30 * time.Minute), At: rowsNow.Add(-5 * time.Minute)}
	row := inventory.DevEnvRow(sampleEnv(), use, "")
	for text, want := range map[string]bool{
		"sessions:0": false, "!sessions:0": false, "sessions:~0": true, "sessions>~2": false, "unused>20m": false, "unused>~20m": true, "status:running": true,
	} {
		f, err := filter.Parse(text, inventory.Fields(types.DevEnvs))
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Match(&row, rowsNow.Unix()); got != want {
			t.Errorf("%q: %v", text, got)
		}
		if again, err := filter.Parse(f.String(), filter.All); err != nil || again.String() != f.String() {
			t.Errorf("%q is written %q, which is not read back: %v", text, f.String(), err)
		}
	}
}
