package cli

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"catwatch/auth"
	"catwatch/fetch"
	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/sim"
)

// keeper is a sink that keeps what it is told. Tests look at it when everything waits.
type keeper struct {
	inv      *inventory.Inventory
	batches  int
	signIn   SignIn
	switches []string            // profiles
	paths    map[types.Path]bool // lists it was told of since the last switch
	warnings []string
	before   func() // called with each batch, before it is kept
}

func (k *keeper) sink(name string) Sink {
	k.inv, k.paths = inventory.New(), map[types.Path]bool{}
	return Sink{Name: name, Events: k.events, SignIn: func(in SignIn) { k.signIn = in }, Switched: k.switched,
		Warn: func(text string) { k.warnings = append(k.warnings, text) }}
}

func (k *keeper) events(batch []types.Event) {
	k.batches++
	if k.before != nil {
		k.before()
	}
	for _, e := range batch {
		k.inv.Apply(e)
		k.paths[e.Path] = true
	}
}

func (k *keeper) switched(in SignIn) {
	k.inv, k.paths = inventory.New(), map[types.Path]bool{}
	k.switches = append(k.switches, in.Status.Profile)
}

// headless is a session without a screen.
func headless(t *testing.T, ctx context.Context, c connection, where auth.Options) *Session {
	t.Helper()
	log, err := openLog("")
	if err != nil {
		t.Fatal(err)
	}
	return NewSession(ctx, c, fetch.Options{}, where, log)
}

// fleet is a world in which everything can be read.
func fleet(seed uint64) *sim.World {
	return sim.New(sim.Config{Frozen: true, Seed: seed, Spaces: 2, ProjectsPerSpace: 3, EnvsPerProject: 5, RunningShare: 0.5, OIDC: frozen().OIDC})
}

// lists are the paths of all lists of a world.
func lists(w *sim.World) map[types.Path]bool {
	all := map[types.Path]bool{{}: true}
	for _, s := range w.Spaces() {
		all[types.Path{Space: s.Name}] = true
		for _, p := range w.Projects(s.Name) {
			all[types.Path{Space: s.Name, Project: p.Name}] = true
			for _, e := range w.DevEnvs(s.Name, p.Name) {
				all[types.Path{Space: s.Name, Project: p.Name, DevEnv: e.ID}] = true
			}
		}
	}
	return all
}

// firstEnv is some dev environment of a world.
func firstEnv(w *sim.World) sim.DevEnv {
	space := w.Spaces()[0].Name
	return w.DevEnvs(space, w.Projects(space)[0].Name)[0]
}

func over(world *sim.World) connection {
	return connection{api: fetch.NewClientOver(world.HTTPClient(), "https://sim.invalid", sim.DefaultToken)}
}

func TestSessionNeitherASlowNorAPanickingSinkHarmsTheOthers(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		world := fleet(1)
		s := headless(t, t.Context(), over(world), auth.Options{})
		var fast, slow, broken keeper
		unblock := make(chan struct{})
		slow.before = func() { <-unblock }
		broken.before = func() { panic("no more disk") }
		s.Add(fast.sink("the test"))
		s.Add(slow.sink("the exporter"))
		s.Add(broken.sink("the recorder"))
		s.Start()
		elapse(time.Minute)
		checkInventory(t, fast.inv, world)

		e := firstEnv(world)
		world.SetStatus(e.Space, e.Project, e.ID, sim.Running, "")
		world.AddSession(e.Space, e.Project, e.ID, sim.Session{})
		elapse(2 * time.Minute)
		checkInventory(t, fast.inv, world)
		if fast.signIn.Who != "ada@example.com" || fast.signIn.Problem() != "" {
			t.Errorf("the sign-in is %+v", fast.signIn)
		}
		if broken.batches != 1 || len(fast.warnings) != 1 || !strings.Contains(fast.warnings[0], "the recorder") || !strings.Contains(fast.warnings[0], "no more disk") {
			t.Errorf("the one that panics was called %d times, and said was %q", broken.batches, fast.warnings)
		}

		if slow.batches != 1 {
			t.Errorf("the one that is slow was called %d times before it was done", slow.batches)
		}
		close(unblock)
		synctest.Wait()
		checkInventory(t, slow.inv, world)
		if slow.batches != 2 {
			t.Errorf("%d batches brought it up to date, want one more than the first", slow.batches-1)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// twoWorlds answers each token out of the world that issued it.
type twoWorlds struct {
	a, b  *sim.World
	token string // of b
}

func (w twoWorlds) Do(r *http.Request) (*http.Response, error) {
	if r.Header.Get("Authorization") == "Bearer "+w.token {
		return w.b.HTTPClient().Do(r)
	}
	return w.a.HTTPClient().Do(r)
}

// switchable is a session of the profile codecatalyst, in one world, which can switch to the profile other, in
// another one.
func switchable(t *testing.T) (s *Session, a, b *sim.World) {
	t.Helper()
	h := newHome(t, frozen())
	a, b = fleet(1), fleet(2)
	h.world = a
	h.signsIn("codecatalyst", true)
	h.world = b
	h.options.HTTPClient = twoWorlds{a, b, h.signsIn("other", true).AccessToken}
	log, err := openLog("")
	if err != nil {
		t.Fatal(err)
	}
	c, err := connect(t.Context(), h.options, log)
	if err != nil {
		t.Fatal(err)
	}
	return headless(t, t.Context(), c, h.options), a, b
}

func TestSessionTellsNothingOfAnIdentityAfterTheSwitch(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s, a, b := switchable(t)
		var fast, slow keeper
		unblock := make(chan struct{})
		slow.before = func() { <-unblock }
		s.Add(fast.sink("fast"))
		s.Add(slow.sink("slow"))
		s.Start()
		elapse(time.Minute)
		checkInventory(t, fast.inv, a)
		if err := s.Switch("nobody"); err == nil || len(fast.switches) != 0 {
			t.Errorf("a profile that is not there was switched to: %v", err)
		}
		if err := s.Switch("other"); err != nil {
			t.Fatal(err)
		}
		elapse(time.Minute)
		close(unblock)
		elapse(time.Minute)
		for _, k := range []*keeper{&fast, &slow} {
			if !slices.Equal(k.switches, []string{"other"}) || k.signIn.Status.Profile != "other" {
				t.Errorf("it heard of switches to %v, and of a sign-in with %s", k.switches, k.signIn.Status.Profile)
			}
			mine := lists(b)
			for p := range k.paths {
				if !mine[p] {
					t.Errorf("%v of the identity before was told of", p)
				}
			}
			checkInventory(t, k.inv, b)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestSessionSwitchesOneAfterTheOther(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s, _, _ := switchable(t)
		var k keeper
		s.Add(k.sink("the test"))
		s.Start()
		var switching sync.WaitGroup
		for _, profile := range []string{"other", "codecatalyst", "other", "codecatalyst"} {
			switching.Go(func() {
				if err := s.Switch(profile); err != nil {
					t.Error(err)
				}
			})
		}
		switching.Wait()
		elapse(time.Minute)
		if now := s.SignIn().Status.Profile; k.switches[len(k.switches)-1] != now || k.signIn.Status.Profile != now {
			t.Errorf("%s is asking, and the sink heard of %v", now, k.switches)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := s.Switch("other"); err == nil {
			t.Error("a session that has ended switches")
		}
	})
}

func TestSessionEndsThoughASinkIsStuck(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := headless(t, ctx, over(fleet(1)), auth.Options{})
		var stuck, late keeper
		unblock := make(chan struct{})
		stuck.before = func() { <-unblock }
		s.Add(stuck.sink("stuck"))
		s.Start()
		elapse(time.Minute)
		cancel()
		<-s.Done()
		began := time.Now()
		if err := s.Close(); err != nil || time.Since(began) != closeGrace {
			t.Errorf("it ended with %v after %s", err, time.Since(began))
		}
		s.Add(late.sink("late"))
		close(unblock)
		synctest.Wait()
		if late.batches > 0 {
			t.Error("a session that has ended told a new sink something")
		}
	})
}

func TestSessionGivesSinksWhatIsLeftWhenItEnds(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		world := fleet(1)
		s := headless(t, t.Context(), over(world), auth.Options{})
		var slow keeper
		unblock := make(chan struct{})
		slow.before = func() { <-unblock }
		s.Add(slow.sink("slow"))
		s.Start()
		elapse(time.Minute)
		time.AfterFunc(closeGrace/2, func() { close(unblock) })
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		checkInventory(t, slow.inv, world)
	})
}

func TestSessionEndsWithAPanicOfItsOwn(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var armed atomic.Bool
		c := over(fleet(1))
		c.api = panickingAPI{c.api, "t", &armed}
		s := headless(t, t.Context(), c, auth.Options{})
		s.Start()
		elapse(time.Minute)
		armed.Store(true)
		s.Fetcher().Refresh()
		<-s.Done()
		if err := s.Close(); err == nil || !strings.Contains(err.Error(), "catwatch failed and ended") {
			t.Errorf("it ended with %v", err)
		}
	})
}

func TestSessionLeavesNoGoroutine(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s := headless(t, t.Context(), over(fleet(1)), auth.Options{})
	read := make(chan struct{})
	var once sync.Once
	s.Add(Sink{Name: "the test", Events: func([]types.Event) { once.Do(func() { close(read) }) }})
	s.Start()
	<-read
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
