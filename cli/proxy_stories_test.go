//go:build unix

package cli

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"catwatch/sim"
)

// tunnelProxy is an HTTP proxy that only makes tunnels, and counts them.
type tunnelProxy struct {
	*httptest.Server
	tunnels, others atomic.Int32
}

func newTunnelProxy(t *testing.T) *tunnelProxy {
	t.Helper()
	g := &tunnelProxy{}
	g.Server = httptest.NewServer(http.HandlerFunc(g.serve))
	t.Cleanup(g.Close)
	return g
}

func (g *tunnelProxy) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		g.others.Add(1)
		http.Error(w, "tunnels only", http.StatusMethodNotAllowed)
		return
	}
	out, err := net.Dial("tcp", r.Host)
	if err != nil {
		http.Error(w, "nobody there", http.StatusBadGateway)
		return
	}
	in, early, err := w.(http.Hijacker).Hijack()
	if err == nil {
		// Written after Hijack: otherwise the server could read the client's next bytes.
		_, err = io.WriteString(in, "HTTP/1.1 200 OK\r\n\r\n")
	}
	if err != nil {
		_ = out.Close()
		return
	}
	g.tunnels.Add(1)
	go func() {
		_, _ = io.Copy(out, early)
		_ = out.Close()
	}()
	_, _ = io.Copy(in, out)
	_ = in.Close()
}

// Go reads the proxy variables once per process, so the test runs itself again as catwatch. Go uses no proxy for local
// addresses, except for 0.0.0.0, which is local as well.
func TestCallsGoThroughTheProxy(t *testing.T) {
	if line := os.Getenv("CATWATCH_TEST_LINE"); line != "" {
		os.Exit(Main(strings.Fields(line)))
	}
	long(t)
	m := machineOverTLS(t, sim.OIDC{ApproveAfter: time.Millisecond, TokenLifetime: 5 * time.Minute}, "0.0.0.0:0")
	g := newTunnelProxy(t)
	runs := func(line string, env ...string) (said string, tunnels int32) {
		t.Helper()
		before := g.tunnels.Load()
		c := exec.Command(os.Args[0], "-test.run=^TestCallsGoThroughTheProxy$")
		c.Env = append(os.Environ(), append(env, "CATWATCH_TEST_LINE="+line, "GOCOVERDIR="+t.TempDir())...)
		text, _ := c.CombinedOutput() // the output tells whether it failed
		m.printed.Write(text)
		return string(text), g.tunnels.Load() - before
	}
	// The same address under two names: to one name, both endpoints could share a connection, and so a tunnel.
	for variable, host := range map[string]string{"AWS_ENDPOINT_URL_CODECATALYST": "0.0.0.0", "AWS_ENDPOINT_URL_SSO_OIDC": "[::ffff:0.0.0.0]"} {
		t.Setenv(variable, strings.Replace(os.Getenv(variable), "localhost", host, 1))
	}
	calls := func(operation string) int { return m.world.Calls().ByOperation[operation] }
	proxy := "HTTPS_PROXY=" + g.URL
	if said, n := runs("login", proxy); n == 0 || calls("RegisterClient") != 1 || !strings.Contains(said, "Signed in") {
		t.Errorf("signing in made %d tunnels: %s", n, said)
	}
	before := calls("CreateToken")
	if said, n := runs("ls spaces", proxy); n < 2 || !strings.Contains(said, "acme") || calls("CreateToken") == before {
		t.Errorf("listing and renewing made %d tunnels: %s", n, said)
	}
	if said, n := runs("ls spaces", proxy, "NO_PROXY=example.com,0.0.0.0"); n != 0 || !strings.Contains(said, "acme") {
		t.Errorf("NO_PROXY: %d tunnels: %s", n, said)
	}
	if n := g.others.Load(); n != 0 {
		t.Errorf("%d calls were not tunnelled", n)
	}
	if said, _ := runs("ls spaces", "HTTPS_PROXY=http://127.0.0.1:1"); !strings.Contains(said, "The proxy cannot be reached") {
		t.Errorf("with a proxy that is not there: %s", said)
	}
}
