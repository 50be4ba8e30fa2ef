package cli

import (
	"context"
	"io"
	"log"
	"net"
	"os"
	"strings"
	"sync"
	"testing"

	"catwatch/auth"
	"catwatch/fetch"
	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/sim"
)

// serve serves the world over TLS during the test and points this process's AWS variables at it, through a connection
// that can be cut.
func serve(t *testing.T, world *sim.World) *proxyWire {
	t.Helper()
	server, err := sim.Listen(world, "127.0.0.1:0", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &proxyWire{t: t, to: strings.TrimPrefix(server.URL, "https://"), at: "127.0.0.1:0"}
	w.reconnect()
	for _, v := range server.Env() {
		name, value, _ := strings.Cut(v, "=")
		t.Setenv(name, strings.ReplaceAll(value, w.to, w.at))
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(ctx, log.New(io.Discard, "", 0))
	}()
	t.Cleanup(func() { w.cut(); cancel(); <-done })
	return w
}

// proxyWire forwards connections until it is cut. After reconnect it is at the same address again.
type proxyWire struct {
	t        *testing.T
	at, to   string
	listener net.Listener
	mu       sync.Mutex
	open     []net.Conn
}

func (w *proxyWire) reconnect() {
	w.t.Helper()
	l, err := net.Listen("tcp", w.at)
	if err != nil {
		w.t.Fatal(err)
	}
	w.listener, w.at = l, l.Addr().String()
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", w.to)
			if err != nil {
				in.Close()
				return
			}
			w.mu.Lock()
			w.open = append(w.open, in, out)
			w.mu.Unlock()
			go func() { _, _ = io.Copy(in, out) }()
			go func() { _, _ = io.Copy(out, in) }()
		}
	}()
}

func (w *proxyWire) cut() {
	w.listener.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.open {
		c.Close()
	}
	w.open = nil
}

// Everything through the SDK's own transport, certificates and configuration: more than three pages on every level, no
// item twice, no malformed request; and the network may fail and recover.
func TestStoryOverTLS(t *testing.T) {
	world := sim.New(sim.Config{Frozen: true, Spaces: 7, ProjectsPerSpace: 7, EnvsPerProject: 9, RunningShare: 0.4})
	world.SetQuirks(sim.Quirks{PageCap: 2, EmptyEvery: 3, Duplicates: true})
	for range 9 {
		e := world.DevEnvs(world.Spaces()[0].Name, world.Projects(world.Spaces()[0].Name)[0].Name)[0]
		world.SetStatus(e.Space, e.Project, e.ID, sim.Running, "")
		world.AddSession(e.Space, e.Project, e.ID, sim.Session{})
	}
	wire := serve(t, world)
	quiet, err := openLog("")
	if err != nil {
		t.Fatal(err)
	}
	c, err := connect(t.Context(), auth.Options{Env: os.Getenv}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	checkListing(t, c, world)

	s := beginAs(t, 160, 40, world, c, auth.Options{Env: os.Getenv})
	s.sees("Spaces 7", "Projects 7", "Dev environments 9", "ada@example.com")
	wire.cut()
	s.sees("unreachable", "Dev environments 9")
	wire.reconnect()
	s.noLongerSees("unreachable")
	s.sees("Dev environments 9")
	s.quits()
	if calls := world.Calls(); calls.MalformedTotal > 0 {
		t.Errorf("the service refused %d requests as malformed, such as %+v", calls.MalformedTotal, calls.Malformed[0])
	}
}

// checkListing reads everything once and compares it with the world.
func checkListing(t *testing.T, c connection, world *sim.World) {
	t.Helper()
	inv := inventory.New()
	err := fetch.New(c.api, fetch.Options{Once: true}).Run(t.Context(), func(events []types.Event) {
		for _, e := range events {
			inv.Apply(e)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	checkInventory(t, inv, world)
}

// checkInventory compares an inventory with the world, item by item.
func checkInventory(t *testing.T, inv *inventory.Inventory, world *sim.World) {
	t.Helper()
	for _, space := range world.Spaces() {
		for _, p := range world.Projects(space.Name) {
			at := types.Path{Space: space.Name, Project: p.Name}
			l, _ := inv.List(at)
			want := world.DevEnvs(space.Name, p.Name)
			if len(l.Items.DevEnvs) != len(want) {
				t.Errorf("%v: %d environments, want %d", at, len(l.Items.DevEnvs), len(want))
			}
			for _, e := range want {
				checkEnvironment(t, inv, e, world.Sessions(e.Space, e.Project, e.ID))
			}
		}
	}
	counts := world.Counts()
	got := inv.Totals(types.Path{})
	if got.AtLeast || got.Spaces != counts.Spaces || got.Projects != counts.Projects || got.Sessions != counts.Sessions || got.Running != counts.Running {
		t.Errorf("the inventory counts %+v, the world %+v", got, counts)
	}
}

func checkEnvironment(t *testing.T, inv *inventory.Inventory, e sim.DevEnv, sessions []sim.Session) {
	t.Helper()
	p := types.Path{Space: e.Space, Project: e.Project, DevEnv: e.ID}
	found := inv.DevEnv(p)
	if found == nil || found.StatusWord() != string(e.Status) || found.Alias != e.Alias {
		t.Errorf("%v is %+v, want %+v", p, found, e)
		return
	}
	l, _ := inv.List(p)
	if e.Status == sim.Running && len(l.Items.Sessions) != len(sessions) {
		t.Errorf("%v has %d sessions, want %d", p, len(l.Items.Sessions), len(sessions))
	}
}
