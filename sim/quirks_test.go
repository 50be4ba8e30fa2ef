package sim_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/sim"
)

// pages reads at most limit pages of a list of environments.
func pages(t *testing.T, w *sim.World, limit int) (ids []string, tokens []string, err error) {
	t.Helper()
	in := &codecatalyst.ListDevEnvironmentsInput{SpaceName: aws.String("acme"), ProjectName: aws.String("payments-api"), MaxResults: aws.Int32(2)}
	for range limit {
		out, err := sdk(w, sim.DefaultToken).ListDevEnvironments(t.Context(), in)
		if err != nil {
			return ids, tokens, err
		}
		for _, e := range out.Items {
			ids = append(ids, *e.Id)
		}
		if in.NextToken = out.NextToken; in.NextToken == nil {
			break
		}
		tokens = append(tokens, *in.NextToken)
	}
	return ids, tokens, nil
}

func TestListQuirks(t *testing.T) {
	w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 1, EnvsPerProject: 5, Frozen: true})
	var all []string
	for _, e := range w.DevEnvs("acme", "payments-api") {
		all = append(all, e.ID)
	}
	w.SetQuirks(sim.Quirks{Duplicates: true})
	if ids, _, _ := pages(t, w, 50); len(ids) != 8 || !slices.Equal(slices.Compact(ids), all) {
		t.Errorf("duplicates: %v", ids)
	}
	w.SetQuirks(sim.Quirks{RepeatToken: true})
	if ids, tokens, _ := pages(t, w, 50); len(tokens) != 50 || len(slices.Compact(tokens)) != 1 || len(ids) != 100 {
		t.Errorf("repeated token: %d items, %d tokens", len(ids), len(tokens))
	}
	w.SetQuirks(sim.Quirks{EndlessEmpty: true})
	if ids, tokens, _ := pages(t, w, 50); len(slices.Compact(tokens)) != 50 || len(ids) != 2 {
		t.Errorf("endless: %d items, %d tokens", len(ids), len(tokens))
	}
	w.SetQuirks(sim.Quirks{EndlessEmpty: true, Only: []string{"ListSpaces"}})
	if ids, _, _ := pages(t, w, 50); !slices.Equal(ids, all) {
		t.Errorf("another list's quirk: %v", ids)
	}
}

func TestSpaceWideList(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	count := func() (n int, err error) {
		p := codecatalyst.NewListDevEnvironmentsPaginator(sdk(w, sim.DefaultToken), &codecatalyst.ListDevEnvironmentsInput{SpaceName: aws.String("acme")})
		for p.HasMorePages() {
			out, err := p.NextPage(t.Context())
			if err != nil {
				return 0, err
			}
			n += len(out.Items)
		}
		return n, nil
	}
	all, own, projects := 0, 0, 0
	for _, p := range w.Projects("acme") {
		envs := w.DevEnvs("acme", p.Name)
		if p.NotMember || p.Denied {
			continue
		}
		all += len(envs)
		if len(envs) > 0 {
			projects++
		}
		for _, e := range envs {
			if e.CreatorID == w.Users()[0].ID {
				own++
			}
		}
	}
	for wide, want := range map[sim.SpaceWide]int{sim.SpaceWideAll: all, sim.SpaceWideOwn: own, sim.SpaceWideLossy: all - projects} {
		w.SetQuirks(sim.Quirks{SpaceWide: wide, PageCap: 3})
		if n, err := count(); n != want || err != nil {
			t.Errorf("behaviour %d: %d environments, want %d (%v)", wide, n, want, err)
		}
	}
	for _, wide := range []sim.SpaceWide{sim.SpaceWideDenied, sim.SpaceWideInvalid} {
		w.SetQuirks(sim.Quirks{SpaceWide: wide})
		if _, err := count(); err == nil {
			t.Errorf("behaviour %d is not rejected", wide)
		}
	}
}

func TestHostileStringsArriveThroughTheSDK(t *testing.T) {
	w := sim.New(sim.Config{Seed: 1, Spaces: 1, ProjectsPerSpace: 3, EnvsPerProject: 40, RunningShare: 0.5, Hostile: true, Frozen: true})
	c, names := sdk(w, sim.DefaultToken), ""
	for _, p := range w.Projects("acme") {
		out, err := c.ListDevEnvironments(t.Context(), &codecatalyst.ListDevEnvironmentsInput{SpaceName: aws.String("acme"), ProjectName: &p.Name, MaxResults: aws.Int32(50)})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range out.Items {
			names += aws.ToString(e.Alias) + aws.ToString(e.StatusReason)
		}
	}
	for _, evil := range []string{"\x1b]52;", "\x07", "\u202e", "\n", strings.Repeat("漢字", 64), "\u009b"} {
		if !strings.Contains(names, evil) {
			t.Errorf("%q is missing", evil)
		}
	}
}
