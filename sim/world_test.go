package sim_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/sim"
)

func TestTwoIdentitiesSeeDifferentSpaces(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true, Tokens: map[string]string{"token-ada": "ada", "token-grace": "grace"}})
	w.Confine("grace", "platform", "sandbox")
	w.SetQuirks(sim.Quirks{PageCap: 1})
	ada, grace := sdk(w, "token-ada"), sdk(w, "token-grace")
	spaces := func(c *codecatalyst.Client) (names []string) {
		for p := codecatalyst.NewListSpacesPaginator(c, &codecatalyst.ListSpacesInput{}); p.HasMorePages(); {
			out, err := p.NextPage(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range out.Items {
				names = append(names, *s.Name)
			}
		}
		return names
	}
	if got := spaces(ada); len(got) != 3 {
		t.Errorf("ada sees %v", got)
	}
	if got := spaces(grace); !slices.Equal(got, []string{"platform", "sandbox"}) {
		t.Errorf("grace sees %v", got)
	}
	if _, err := grace.GetSpace(t.Context(), &codecatalyst.GetSpaceInput{Name: aws.String("acme")}); err == nil {
		t.Error("grace sees a space that is not hers")
	}
	a, errA := ada.VerifySession(t.Context(), &codecatalyst.VerifySessionInput{})
	g, errG := grace.VerifySession(t.Context(), &codecatalyst.VerifySessionInput{})
	if errA != nil || errG != nil || *a.Identity == *g.Identity {
		t.Errorf("identities: %v %v", errA, errG)
	}
	who, err := grace.GetUserDetails(t.Context(), &codecatalyst.GetUserDetailsInput{Id: g.Identity})
	if err != nil || *who.UserName != "grace" || *who.PrimaryEmail.Email != "grace@example.com" {
		t.Errorf("grace is %+v (%v)", who, err)
	}
}

// Reads and changes run at once, for the race detector; and a reader never sees an item twice, whatever changes meanwhile.
func TestConcurrentCalls(t *testing.T) {
	w := sim.New(sim.Config{Spaces: 2, ProjectsPerSpace: 3, EnvsPerProject: 40, RunningShare: 0.5, Speed: 1e4})
	w.SetQuirks(sim.Quirks{PageCap: 3})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 3 {
				in := &codecatalyst.ListDevEnvironmentsInput{SpaceName: aws.String("acme")}
				seen := map[string]bool{}
				for p := codecatalyst.NewListDevEnvironmentsPaginator(sdk(w, sim.DefaultToken), in); p.HasMorePages(); {
					out, err := p.NextPage(t.Context())
					if err != nil {
						t.Error(err)
						return
					}
					for _, e := range out.Items {
						if seen[*e.Id] {
							t.Errorf("%s appears twice", *e.Id)
						}
						seen[*e.Id] = true
					}
				}
			}
		})
		all.Go(func() {
			for range 60 {
				id := w.AddDevEnv(sim.DevEnv{Space: "acme", Project: "payments-api", Status: sim.Running})
				w.AddSession("acme", "payments-api", id, sim.Session{})
				w.RemoveDevEnv("acme", "payments-api", id)
				w.Deny("acme", "web-frontend", true)
				w.Calls()
			}
		})
	}
	all.Wait()
}
